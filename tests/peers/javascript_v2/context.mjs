// Shared by the checks: the SDK's two clients, and test users.

import assert from 'node:assert/strict';

import { Wire } from './wire.mjs';
// After the wire, which the clients' HTTP library must know before it makes their instances.
import sdk from 'authing-js-sdk';

import { expect } from './harness.mjs';
import { DONE, TOKEN, USER } from './shapes.mjs';

export const { AuthenticationClient, ManagementClient } = sdk;
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
    this.host = v2.host;
    this.app = v2.appId;
    this.appSecret = v2.appSecret;
    this.management = this.manager();
  }

  // Returns a new client for management.
  manager(options) {
    return new ManagementClient({ userPoolId: this.pool, secret: this.secret, host: this.host, ...options });
  }

  // Returns a new client of the app, which has a user's token if one is given. The key is the one that is served.
  client(token, options) {
    return new AuthenticationClient({ appId: this.app, appHost: this.host, token, ...options });
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

  // Registers and logs in a user. Returns its client and its data.
  async user(profile) {
    const client = this.client();
    const user = await client.registerByEmail(this.email(), PASSWORD, profile, { forceLogin: true });
    expect(user, { ...USER, token: TOKEN });
    return { client, user };
  }

  // Creates a user. Returns the id.
  async id() {
    return (await this.management.users.create({ username: this.name('user'), password: PASSWORD })).id;
  }

  async ids(count) {
    const ids = [];
    while (ids.length < count) ids.push(await this.id());
    return ids;
  }

  async smsCode(phone) {
    await this.client().sendSmsCode(phone);
    return (await this.emulator.message(phone)).code;
  }

  async emailCode(email, scene = 'VERIFY_CODE') {
    expect(await this.client().sendEmail(email, scene), DONE);
    return (await this.emulator.message(email)).code;
  }

  async role(description, namespace) {
    return (await this.management.roles.create(this.name('role'), description, namespace)).code;
  }

  async group() {
    return (await this.management.groups.create(this.name('group'), 'A group')).code;
  }

  async policy({ resource = 'books:*', actions = ['books:read'], effect = 'ALLOW' } = {}) {
    const statements = [{ resource, actions, effect }];
    return (await this.management.policies.create({ code: this.name('policy'), statements })).code;
  }

  // Defines a field of custom data. Returns its key.
  async field(kind = 'STRING', target = 'USER') {
    return (await this.management.udf.set(target, this.name('field'), kind, 'A label')).key;
  }

  // Creates an organization with a department. Returns their ids, and that of the root.
  async org() {
    const name = this.name('org');
    const org = await this.management.org.create(name, undefined, name);
    const node = { name: 'Sales', code: this.name('sales') };
    const { id } = await this.management.org.addNode(org.id, org.rootNode.id, node);
    return { org: org.id, root: org.rootNode.id, node: id, code: node.code };
  }

  // Says whether a user may do something. The SDK has no method for it that uses GraphQL.
  async may(userId, action = 'books:read', resource = 'books:1', namespace = 'default') {
    const query = `query($userId: String!, $action: String!, $resource: String!, $namespace: String) {
      isActionAllowed(userId: $userId, action: $action, resource: $resource, namespace: $namespace) }`;
    const variables = { userId, action, resource, namespace };
    return (await this.management.makeGraphqlRequest({ query, variables })).isActionAllowed;
  }

  // Expects a call to be rejected with this code. Returns the error.
  async rejects(code, call) {
    const error = await this.fails(call);
    assert.equal(error.code, code, `rejected with ${JSON.stringify(error)} ${error.stack ?? ''}, not ${code}`);
    assert.equal(typeof error.message, 'string');
    return error;
  }

  // Expects a call to fail. Returns what it throws, which need not be an Error.
  async fails(call) {
    let result;
    try {
      result = await call();
    } catch (error) {
      return error;
    }
    assert.fail(`failed not, but returned ${JSON.stringify(result)}`);
  }

  // Expects a call to send nothing. Returns its result.
  async withoutRequest(call) {
    const before = this.wire.exchanges.length;
    const result = await call();
    assert.equal(this.wire.exchanges.length, before, 'something was sent');
    return result;
  }

  // Applies `patch` to the variables of requests for management, during `call`.
  async patched(patch, call) {
    const { graphqlClient } = this.management;
    const send = graphqlClient.request;
    graphqlClient.request = (request) =>
      send.call(graphqlClient, { ...request, variables: patch(request.variables) });
    try {
      return await call();
    } finally {
      graphqlClient.request = send;
    }
  }

  // Changes the pool's settings during `call`.
  async withSettings(settings, after, call) {
    await this.management.userpool.update(settings);
    try {
      return await call();
    } finally {
      await this.management.userpool.update(after);
    }
  }

  // Requires a second factor of the app's users during `call`.
  async withAppMfa(policies, call) {
    await this.emulator.setUp('app_mfa', { app: this.app, policies });
    try {
      return await call();
    } finally {
      await this.emulator.setUp('app_mfa', { app: this.app, policies: [] });
    }
  }
}
