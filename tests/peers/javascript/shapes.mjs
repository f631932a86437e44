// The shapes of the service's responses.

import { ANY, listOf, maybe } from './harness.mjs';

export const FIFTEEN_DAYS = 15 * 24 * 3600;

export const ID = /^[0-9a-f]{24}$/;
export const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]+$/;
export const DATE = /^[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d{4} \d\d:\d\d:\d\d GMT[+-]\d{4}( \(.+\))?$/;
export const TEXT = maybe(String);
export const SENT = { message: String, code: null, status: true };
export const DONE = { message: String, code: 200 };

// What every response about a user has.
export const USER = {
  _id: ID, email: TEXT, emailVerified: Boolean, username: TEXT, nickname: TEXT, company: TEXT, photo: TEXT,
  registerMethod: String, oauth: TEXT, token: maybe(TOKEN), blocked: Boolean, metadata: TEXT,
};
export const PAGE = { totalCount: Number, list: listOf(ANY) };
export const NAMED = { _id: ID, name: String, description: TEXT, createdAt: DATE, updatedAt: DATE };

// Returns the claims of a token.
export function claims(token) {
  return JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));
}
