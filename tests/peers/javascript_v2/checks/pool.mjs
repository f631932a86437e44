// The user pool, its whitelists, and the client for management itself.

import assert from 'node:assert/strict';

import { PASSWORD } from '../context.mjs';
import { check, expect, listOf } from '../harness.mjs';
import { DATE, DONE, FIFTEEN_DAYS, TOKEN, claims, signed } from '../shapes.mjs';

check('management.tokenProvider.getToken', async (t) => {
  const management = t.manager();
  const token = expect(await management.tokenProvider.getToken(), TOKEN);
  const found = claims(token);
  assert.equal(found.exp - found.iat, FIFTEEN_DAYS);
  await management.users.list(1, 1);
  assert.equal(t.wire.last.headers.Authorization, `Bearer ${token}`);
  assert.equal(await t.withoutRequest(() => management.tokenProvider.getToken()), token);
  await t.rejects(1001, () => t.manager({ secret: '0'.repeat(32) }).tokenProvider.getToken());
  const { user } = await t.user();
  const now = Math.floor(Date.now() / 1000);
  const forged = signed({ ...found, exp: now + 7200 }, 'a guess');
  const expired = signed({ ...found, iat: now - 7200, exp: now - 3600 }, t.secret);
  for (const [accessToken, code] of [[user.token, 1001], [forged, 2207], [expired, 2206]]) {
    await t.rejects(code, () => t.manager({ accessToken }).users.list(1, 1));
  }
});

check('management.makeGraphqlRequest', async (t) => {
  const id = await t.id();
  const query = 'query ask($id: String) { user(id: $id) { id } }';
  assert.deepEqual(await t.management.makeGraphqlRequest({ query, variables: { id } }), { user: { id } });
  await t.rejects('ERR_BAD_REQUEST', () => t.management.makeGraphqlRequest({ query: '{ nothing }' }));
});

check('management.makeRestRequest', async (t) => {
  const request = { method: 'POST', url: `${t.host}/api/v2/sms/send`, data: { phone: t.phone() } };
  await t.management.makeRestRequest(request);
  expect(await t.emulator.message(request.data.phone), { kind: 'sms' });
  const { publicKey } = await t.management.makeRestRequest({ method: 'GET', url: `${t.host}/api/v2/.well-known` });
  assert.equal(publicKey, t.emulator.ready.publicKey);
  await t.rejects(2028, () => t.management.makeRestRequest({ ...request, data: { phone: '12a' } }));
});

check('management.checkLoginStatus', 'decodes the token, and checks neither its signature nor its end', async (t) => {
  const { user } = await t.user();
  const old = { ...claims(user.token), exp: 1 };
  for (const token of [user.token, signed(old, 'a guess')]) {
    expect(await t.withoutRequest(() => t.management.checkLoginStatus(token)), { id: user.id, userPoolId: t.pool });
  }
  assert.equal(await t.management.checkLoginStatus('no token'), null);
  expect(await t.client().checkLoginStatus(signed(old, 'a guess')), { code: 2207, status: false });
});

check('management.sendEmail', async (t) => {
  const email = t.email();
  expect(await t.management.sendEmail(email, 'CHANGE_EMAIL'), DONE);
  expect(await t.emulator.message(email), { kind: 'mail' });
  await t.rejects(2003, () => t.management.sendEmail('no address', 'CHANGE_EMAIL'));
});

check('management.userpool.update', async (t) => {
  const update = (settings) => t.management.userpool.update(settings);
  const loginFailCheck = { timeInterval: 300, limit: 50, enabled: true };
  const changes = { name: 'A shop', description: 'sells', tokenExpiresAfter: 600, loginFailCheck };
  const pool = await update(changes);
  const kept = { id: t.pool, secret: t.secret, registerDisabled: false, isDeleted: false, createdAt: DATE };
  expect(pool, { ...changes, ...kept });
  const { user } = await t.user();
  const found = claims(user.token);
  assert.equal(found.exp - found.iat, 600);
  const restored = await update({ tokenExpiresAfter: 1209600, loginFailCheck: { enabled: false } });
  expect(restored, { name: 'A shop', tokenExpiresAfter: 1209600 });
  await t.rejects('ERR_BAD_REQUEST', () => update({ noSetting: 1 }));
});

const WAYS = [
  ['EMAIL', 'emailEnabled', (t) => t.email(), (t, email) => t.client().registerByEmail(email, PASSWORD)],
  ['USERNAME', 'usernameEnabled', (t) => t.name('ada'), (t, name) => t.client().registerByUsername(name, PASSWORD)],
  ['PHONE', 'phoneEnabled', (t) => t.phone(), async (t, phone) =>
    t.client().registerByPhoneCode(phone, await t.smsCode(phone), PASSWORD)],
];
const values = (list) => list.map((each) => each.value);

check('management.whitelist.add', async (t) => {
  for (const [type, , make] of WAYS) {
    const [one, two] = [make(t), make(t)];
    const found = values(await t.management.whitelist.add(type, [one, two]));
    assert.ok(found.includes(one) && found.includes(two), type);
  }
  await t.rejects(2003, () => t.management.whitelist.add('EMAIL', ['no address']));
  await t.rejects(2028, () => t.management.whitelist.add('PHONE', ['12a']));
});

check('management.whitelist.list', async (t) => {
  const email = t.email();
  await t.management.whitelist.add('EMAIL', [email]);
  const found = expect(await t.management.whitelist.list('EMAIL'), listOf({ value: String, createdAt: DATE }));
  assert.ok(values(found).includes(email));
  assert.ok(!values(await t.management.whitelist.list('USERNAME')).includes(email));
});

check('management.whitelist.remove', async (t) => {
  const [one, two] = [t.email(), t.email()];
  await t.management.whitelist.add('EMAIL', [one, two]);
  const found = values(await t.management.whitelist.remove('EMAIL', [one]));
  assert.ok(!found.includes(one) && found.includes(two));
});

check('management.whitelist.enable', async (t) => {
  for (const [type, setting, make, register] of WAYS) {
    const [listed, other] = [make(t), make(t)];
    await t.management.whitelist.add(type, [listed]);
    await t.management.whitelist.enable(type);
    try {
      expect(t.wire.last.response.data.updateUserpool.whitelist, { [setting]: true });
      await t.rejects(2031, () => register(t, other));
      expect(await register(t, listed), { loginsCount: 0 });
    } finally {
      await t.management.whitelist.disable(type);
    }
  }
});

check('management.whitelist.disable', async (t) => {
  for (const [type, setting, make, register] of WAYS) {
    await t.management.whitelist.enable(type);
    await t.management.whitelist.disable(type);
    expect(t.wire.last.response.data.updateUserpool.whitelist, { [setting]: false });
    expect(await register(t, make(t)), { loginsCount: 0 });
  }
});
