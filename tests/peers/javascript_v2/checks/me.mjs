// A user's own account at the REST endpoints, and the logins that GraphQL does not have.

import assert from 'node:assert/strict';

import { PASSWORD, WRONG } from '../context.mjs';
import { check, expect } from '../harness.mjs';
import { NODE, TOKEN, USER } from '../shapes.mjs';

const DONE = { code: 200 };

check('registerByEmailCode', async (t) => {
  const [client, email] = [t.client(), t.email()];
  const register = (code) => client.registerByEmailCode(email, code, { nickname: 'Ada' });
  await t.rejects(2001, () => register('none'));
  expect(await register(await t.emailCode(email)), { ...USER, email, nickname: 'Ada', emailVerified: true });
});

check('loginByEmailCode', async (t) => {
  const { user } = await t.user();
  // Without it the SDK makes a relative URL.
  const client = t.client(undefined, { host: t.host });
  await t.rejects(2001, () => client.loginByEmailCode(user.email, 'none'));
  const found = await client.loginByEmailCode(user.email, await t.emailCode(user.email));
  expect(found, { id: user.id, token: TOKEN });
});

async function directory(t, client, method) {
  const username = t.name('tesla');
  await t.emulator.setUp('ldap_accounts', { username, password: PASSWORD, email: null });
  expect(await client[method](username, PASSWORD), { ...USER, username, token: TOKEN });
  await t.rejects(2006, () => client[method](username, WRONG));
}

check('loginByLdap', (t) => directory(t, t.client(), 'loginByLdap'));

check('loginByAd', (t) => directory(t, t.client(undefined, { websocketHost: t.host }), 'loginByAd'));

check('linkAccount', async (t) => {
  const [first, second] = [await t.user(), await t.user()];
  const identity = { userId: second.user.id, userIdInIdp: t.name('id'), isSocial: true, type: 'github' };
  await t.management.users.linkIdentity(identity);
  const options = { primaryUserToken: first.user.token, secondaryUserToken: second.user.token };
  expect(await first.client.linkAccount(options), DONE);
  const { identities } = await first.client.getCurrentUser();
  expect(identities[0], { provider: 'github', userIdInIdp: identity.userIdInIdp });
  await t.rejects(2216, () => first.client.linkAccount(options));
});

check('unLinkAccount', async (t) => {
  const { client, user } = await t.user();
  const identity = { userId: user.id, userIdInIdp: t.name('id'), isSocial: true, type: 'github' };
  await t.management.users.linkIdentity(identity);
  const options = { primaryUserToken: user.token, provider: 'github' };
  expect(await client.unLinkAccount(options), DONE);
  await t.rejects(2216, () => client.unLinkAccount(options));
});

check('logout', async (t) => {
  const { client, user } = await t.user();
  await client.logout();
  await t.rejects(2206, () => t.client(user.token).getSecurityLevel());
});

check('logoutCurrent', async (t) => {
  const { client, user } = await t.user();
  await client.logoutCurrent();
  await t.rejects(2206, () => t.client(user.token).getSecurityLevel());
});

check('listOrgs', async (t) => {
  const { client, user } = await t.user();
  assert.deepEqual(await client.listOrgs(), []);
  const { root, node } = await t.org();
  await t.management.org.addMembers(node, [user.id]);
  const [path] = await client.listOrgs();
  assert.deepEqual(path.map((each) => each.id), [root, node]);
  expect(path[0], NODE);
});

check('getSecurityLevel', async (t) => {
  const { client } = await t.user();
  expect(await client.getSecurityLevel(), { score: 50, email: true, phone: false, password: true, mfa: false });
  await t.rejects(2207, () => t.client('no token').getSecurityLevel());
});

check('listApplications', async (t) => {
  const { client } = await t.user();
  const { list } = await client.listApplications({ page: 1, limit: 1000 });
  assert.ok(list.some((app) => app.id === t.app && !('secret' in app)));
});

check('wxqrcode.geneCode', async (t) => {
  expect(await t.client().wxqrcode.geneCode(), { random: String, url: String });
});

// Creates a QR code, and takes the steps with it.
async function scanned(t, ...steps) {
  const { client, user } = await t.user();
  const { random } = await client.wxqrcode.geneCode();
  for (const step of steps) await t.emulator.setUp('qr_codes', { random, user: user.id, step });
  return { client, user, random };
}

check('wxqrcode.checkStatus', async (t) => {
  for (const [steps, status] of [[[], 0], [['SCAN'], 1], [['SCAN', 'ALLOW'], 2], [['SCAN', 'CANCEL'], 3]]) {
    const { client, random } = await scanned(t, ...steps);
    expect(await client.wxqrcode.checkStatus(random), { random, status });
  }
  expect(await t.client().wxqrcode.checkStatus('unknown'), { status: -1 });
});

check('wxqrcode.exchangeUserInfo', async (t) => {
  const { client, user, random } = await scanned(t, 'SCAN', 'ALLOW');
  const { ticket } = await client.wxqrcode.checkStatus(random);
  expect(await client.wxqrcode.exchangeUserInfo(ticket), { ...USER, id: user.id, token: TOKEN });
  await t.rejects(500, () => client.wxqrcode.exchangeUserInfo(ticket));
});

check('wxqrcode.startPolling', async (t) => {
  const { client, user, random } = await scanned(t, 'SCAN', 'ALLOW');
  const found = await new Promise((onSuccess, onError) => {
    client.wxqrcode.startPolling(random, { interval: 1, onSuccess, onError });
  });
  expect(found, { id: user.id });
});
