// The shapes of the service's responses, and its tokens.

import { createHmac } from 'node:crypto';

import { ANY, listOf, maybe } from './harness.mjs';

export const FIFTEEN_DAYS = 15 * 24 * 3600;

export const ID = /^[0-9a-f]{24}$/;
export const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]+$/;
// GraphQL and REST write dates differently.
export const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\+00:00|\.000Z)$/;
export const TEXT = maybe(String);
export const DONE = { code: 200, message: String };

// What every response about a user has, whatever was asked for.
export const USER = {
  id: ID, arn: /^arn:cn:authing:[0-9a-f]{24}:user:[0-9a-f]{24}$/, userPoolId: ID, status: String,
  emailVerified: Boolean, phoneVerified: Boolean, loginsCount: Number, blocked: Boolean, isDeleted: Boolean,
  createdAt: DATE, updatedAt: DATE, signedUp: DATE, lastLogin: maybe(DATE), token: maybe(TOKEN),
  password: maybe(/^[0-9a-f]{32}$/), username: TEXT, email: TEXT, phone: TEXT, unionid: TEXT, openid: TEXT,
  nickname: TEXT, photo: TEXT, company: TEXT, name: TEXT, externalId: TEXT, phoneCountryCode: TEXT,
};
export const ROLE = { id: ID, namespace: String, code: String, arn: String, description: TEXT };
export const GROUP = { code: String, name: String, description: TEXT, createdAt: DATE, updatedAt: DATE };
export const NODE = {
  id: ID, name: String, code: TEXT, depth: Number, path: listOf(ID), children: listOf(ANY), root: maybe(Boolean),
};

// Returns the claims of a token.
export function claims(token) {
  return JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));
}

// Returns a token signed with this secret.
export function signed(payload, secret) {
  const encode = (part) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const text = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(payload)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

export function isSignedWith(token, secret) {
  const at = token.lastIndexOf('.');
  return createHmac('sha256', secret).update(token.slice(0, at)).digest('base64url') === token.slice(at + 1);
}
