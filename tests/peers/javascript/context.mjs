// Shared by the checks: the SDK, and test users.

import assert from 'node:assert/strict';

import { Wire } from './wire.mjs';
import Authing from 'authing-js-sdk';

import { expect } from './harness.mjs';
import { ID, TOKEN } from './shapes.mjs';

export const PASSWORD = '密码 Passw0rd';
export const NEW = `new ${PASSWORD}`;
export const WRONG = `wrong ${PASSWORD}`;
export const NOBODY = '5aec1ea610ecb800018db176';

export class Context {
  number = 0;
  wire = new Wire();

  constructor(emulator) {
    this.emulator = emulator;
    const { userPoolId, secret, v2 } = emulator.ready;
    this.pool = userPoolId;
    this.secret = secret;
    this.app = v2.appId;
    this.sdk = this.new();
  }

  new(options) {
    const { users, oauth, host, cdn, publicKey } = this.emulator.ready;
    return new Authing({
      userPoolId: this.pool, secret: this.secret, host: { user: users, oauth }, baseUrl: host,
      preflightUrl: { users: `${host}/users/system/status`, oauth: `${host}/oauth/system/status` },
      cdnPreflightUrl: `${cdn}/`, passwordEncPublicKey: publicKey, ...options,
    });
  }

  // Makes the SDK, whose tokens are global, act for the owner again.
  reset() {
    this.sdk.tokenManager.setUserToken(null);
  }

  // Makes the SDK act for a user.
  use(token) {
    this.sdk.tokenManager.setUserToken(token);
  }

  name(kind = 'name') {
    this.number += 1;
    return `${kind}${this.number}`;
  }

  email() {
    return `${this.name('user')}@example.com`;
  }

  phone() {
    this.number += 1;
    return `139${String(this.number).padStart(8, '0')}`;
  }

  // Registers a user. Returns the response.
  async user(profile) {
    const user = await this.sdk.register({ email: this.email(), password: PASSWORD, ...profile });
    expect(user._id, ID);
    return user;
  }

  // Registers a user with a phone. Returns the response.
  async phoneUser() {
    const phone = this.phone();
    await this.sdk.sendRegisterPhoneCode(phone);
    const { code } = await this.emulator.message(phone);
    return this.sdk.register({ phone, phoneCode: code, password: PASSWORD });
  }

  // Registers and logs in a user, for whom the SDK then acts. Returns the response.
  async loggedIn() {
    const { email } = await this.user();
    const user = await this.sdk.login({ email, password: PASSWORD });
    expect(user.token, TOKEN);
    return user;
  }

  async loginCode(phone) {
    await this.sdk.getVerificationCode(phone);
    return (await this.emulator.message(phone)).code;
  }

  async role() {
    return (await this.sdk.authz.createRole({ name: this.name('role'), description: 'A role' }))._id;
  }

  async group() {
    return (await this.sdk.authz.createGroup({ name: this.name('group'), description: 'A group' }))._id;
  }

  async permission() {
    return (await this.sdk.authz.createPermission({ name: this.name('permission'), description: 'May' }))._id;
  }

  // Expects a call to be rejected with this code.
  async rejects(code, call) {
    const error = await this.fails(call);
    assert.equal(error?.message?.code, code, `rejected with ${JSON.stringify(error)} ${error?.stack ?? ''}, not ${code}`);
    assert.equal(typeof error.message.message, 'string');
  }

  // Expects a call to fail. Returns what it throws.
  async fails(call) {
    let result;
    try {
      result = await call();
    } catch (error) {
      return error;
    }
    assert.fail(`failed not, but returned ${JSON.stringify(result)}`);
  }
}
