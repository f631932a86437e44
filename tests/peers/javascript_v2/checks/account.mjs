// A user's own account: tokens, profile, password, email and phone.

import assert from 'node:assert/strict';

import { NEW, NOBODY, PASSWORD, WRONG } from '../context.mjs';
import { ANY, check, expect } from '../harness.mjs';
import { DONE, NODE, TOKEN, USER, claims, signed } from '../shapes.mjs';

check('checkPasswordStrength', async (t) => {
  expect(await t.client().checkPasswordStrength(PASSWORD), { valid: true, message: ANY });
  expect(await t.client().checkPasswordStrength('short'), { valid: false, message: String });
});

check('checkLoginStatus', async (t) => {
  const { client, user } = await t.user();
  const found = claims(user.token);
  const data = { id: user.id, userPoolId: t.pool, arn: user.arn };
  const valid = { code: 200, status: true, message: String, exp: found.exp, iat: found.iat, data };
  expect(await client.checkLoginStatus(), valid);
  expect(await t.client().checkLoginStatus(user.token), valid);
  const now = Math.floor(Date.now() / 1000);
  for (const [token, code] of [
    [signed(found, 'a guess'), 2207],
    [signed(found, t.secret), 2207],
    [signed({ ...found, sub: NOBODY, data: { ...found.data, id: NOBODY } }, t.appSecret), 2207],
    [signed({ ...found, iat: now - 7200, exp: now - 3600 }, t.appSecret), 2206],
    ['no token', 2207],
  ]) {
    const wrong = { code, status: false, message: String, exp: null, iat: null, data: null };
    expect(await client.checkLoginStatus(token), wrong);
    await t.rejects(code, () => t.client(token).refreshToken());
    assert.equal(await t.client(token).getCurrentUser(), null);
  }
  await t.rejects(2020, () => t.client().refreshToken());
});

check('getCurrentUser', async (t) => {
  const { client, user } = await t.user();
  const key = await t.field('BOOLEAN');
  await client.setUdv(key, true);
  const me = await client.getCurrentUser();
  expect(me, { ...USER, id: user.id, email: user.email, token: user.token });
  expect(me.customData, { [key]: true });
  expect(await t.client(user.token).getCurrentUser(), { id: user.id });
  // Whatever fails, it returns null.
  assert.equal(await t.client().getCurrentUser(), null);
});

check('refreshToken', async (t) => {
  const { client, user } = await t.user();
  const refreshed = await client.refreshToken();
  expect(refreshed, { token: TOKEN, iat: Number, exp: Number });
  assert.equal(client.tokenProvider.getToken(), refreshed.token);
  expect(claims(refreshed.token), { sub: user.id, iat: refreshed.iat, exp: refreshed.exp });
  expect(await client.getCurrentUser(), { id: user.id });
});

check('updateProfile', async (t) => {
  const { client, user } = await t.user();
  const changes = { nickname: 'Ada', company: 'Engines', birthdate: '1815-12-10', city: '北京' };
  expect(await client.updateProfile({ ...changes }), { ...USER, ...changes, id: user.id, token: TOKEN });
  expect(await client.updateProfile({ company: 'Looms' }), { nickname: 'Ada', company: 'Looms' });
  expect(await client.getCurrentUser(), { company: 'Looms' });
  await t.rejects(2225, () => client.updateProfile({ email: t.email() }));
  await t.rejects(2226, () => client.updateProfile({ phone: t.phone() }));
  const username = t.name('taken');
  await t.management.users.create({ username, password: PASSWORD });
  await t.rejects(2026, () => client.updateProfile({ username }));
  // The SDK drops a password.
  await client.updateProfile({ password: NEW, name: 'Ada' });
  expect(await t.client().loginByEmail(user.email, PASSWORD), { name: 'Ada' });
});

check('updatePassword', async (t) => {
  const { client, user } = await t.user();
  await t.rejects(2203, () => client.updatePassword(NEW, WRONG));
  await t.rejects(2201, () => client.updatePassword(NEW));
  await t.rejects(2029, () => client.updatePassword('short', PASSWORD));
  expect(await client.updatePassword(NEW, PASSWORD), { id: user.id });
  await t.rejects(2006, () => t.client().loginByEmail(user.email, PASSWORD));
  expect(await t.client().loginByEmail(user.email, NEW), { id: user.id });
  // A user without a password sets the first one.
  const phone = t.phone();
  const other = t.client();
  const { id } = await other.loginByPhoneCode(phone, await t.smsCode(phone));
  expect(await other.updatePassword(NEW), { id });
  expect(await t.client().loginByPhonePassword(phone, NEW), { id });
});

check('resetPasswordByEmailCode', async (t) => {
  const { user } = await t.user();
  const code = await t.emailCode(user.email, 'RESET_PASSWORD');
  const reset = (...given) => t.client().resetPasswordByEmailCode(...given);
  await t.rejects(2001, () => reset(user.email, '000000', NEW));
  await t.rejects(2029, () => reset(user.email, code, 'short'));
  expect(await reset(user.email, code, NEW), DONE);
  await t.rejects(2001, () => reset(user.email, code, PASSWORD));
  await t.rejects(2006, () => t.client().loginByEmail(user.email, PASSWORD));
  expect(await t.client().loginByEmail(user.email, NEW), { id: user.id });
  await t.rejects(2004, () => reset(t.email(), code, NEW));
});

check('resetPasswordByPhoneCode', async (t) => {
  const phone = t.phone();
  const { id } = await t.management.users.create({ phone, password: PASSWORD });
  const code = await t.smsCode(phone);
  await t.rejects(2001, () => t.client().resetPasswordByPhoneCode(phone, '000000', NEW));
  expect(await t.client().resetPasswordByPhoneCode(phone, code, NEW, '+86'), DONE);
  await t.rejects(2006, () => t.client().loginByPhonePassword(phone, PASSWORD));
  expect(await t.client().loginByPhonePassword(phone, NEW), { id });
});

// Creates a user with a username. Returns its client and id.
async function session(t, info) {
  const username = t.name('ada');
  const { id } = await t.management.users.create({ username, password: PASSWORD, ...info });
  const client = t.client();
  await client.loginByUsername(username, PASSWORD);
  return { client, id };
}

async function keepsLogin(client, id) {
  expect(client.tokenProvider.getToken(), TOKEN);
  expect(await client.getCurrentUser(), { id });
}

check('bindEmail', async (t) => {
  const { client, id } = await session(t);
  const [email, other, { user }] = [t.email(), t.email(), await t.user()];
  const code = await t.emailCode(email);
  await t.rejects(2001, () => client.bindEmail(email, '000000'));
  expect(await client.bindEmail(email, code), { id, email, emailVerified: true });
  await keepsLogin(client, id);
  const next = await t.emailCode(other);
  await t.rejects(500, () => client.bindEmail(other, next));
  const { client: second } = await session(t);
  const taken = await t.emailCode(user.email);
  await t.rejects(2026, () => second.bindEmail(user.email, taken));
  await t.rejects(2020, () => t.client().bindEmail(email, code));
});

check('bindPhone', async (t) => {
  const { client, id } = await session(t);
  const [phone, taken] = [t.phone(), t.phone()];
  const code = await t.smsCode(phone);
  await t.rejects(2001, () => client.bindPhone(phone, '000000'));
  expect(await client.bindPhone(phone, code, '+86'), { id, phone, phoneVerified: true, phoneCountryCode: '+86' });
  await keepsLogin(client, id);
  await session(t, { phone: taken });
  const { client: second } = await session(t);
  const next = await t.smsCode(taken);
  await t.rejects(2035, () => second.bindPhone(taken, next));
});

check('updateEmail', async (t) => {
  const { client, user } = await t.user();
  const [old, email] = [user.email, t.email()];
  const [code, oldCode] = [await t.emailCode(email, 'CHANGE_EMAIL'), await t.emailCode(old, 'CHANGE_EMAIL')];
  await t.rejects(2001, () => client.updateEmail(email, '000000', old, oldCode));
  await t.rejects(2001, () => client.updateEmail(email, code, old, '000000'));
  await t.rejects(500, () => client.updateEmail(email, code));
  await t.rejects(2037, () => client.updateEmail(email, code, t.email(), oldCode));
  await t.rejects(2229, () => client.updateEmail(old, oldCode, old, oldCode));
  expect(await client.updateEmail(email, code, old, oldCode), { id: user.id, email, token: TOKEN });
  await keepsLogin(client, user.id);
  await t.rejects(2004, () => t.client().loginByEmail(old, PASSWORD));
  expect(await t.client().loginByEmail(email, PASSWORD), { id: user.id });
});

check('updatePhone', async (t) => {
  const [old, phone] = [t.phone(), t.phone()];
  const { client, id } = await session(t, { phone: old });
  const [code, oldCode] = [await t.smsCode(phone), await t.smsCode(old)];
  await t.rejects(2001, () => client.updatePhone(phone, '000000', old, oldCode));
  await t.rejects(500, () => client.updatePhone(phone, code));
  await t.rejects(2038, () => client.updatePhone(phone, code, t.phone(), oldCode));
  await t.rejects(2230, () => client.updatePhone(old, oldCode, old, oldCode));
  const changed = await client.updatePhone(phone, code, old, oldCode, '+86', '+86');
  expect(changed, { id, phone, phoneCountryCode: '+86', token: TOKEN });
  await keepsLogin(client, id);
  expect(await t.client().loginByPhonePassword(phone, PASSWORD), { id });
});

check('unbindEmail', async (t) => {
  const { client, id } = await session(t, { email: t.email(), phone: t.phone() });
  expect(await client.unbindEmail(), { id, email: null, emailVerified: false });
  await keepsLogin(client, id);
  await t.rejects(2219, () => client.unbindEmail());
  const { client: only } = await t.user();
  await t.rejects(2217, () => only.unbindEmail());
});

check('unbindPhone', async (t) => {
  const { client, id } = await session(t, { email: t.email(), phone: t.phone() });
  expect(await client.unbindPhone(), { id, phone: null, phoneVerified: false });
  await keepsLogin(client, id);
  await t.rejects(2028, () => client.unbindPhone());
});

check('listDepartments', async (t) => {
  const { client, user } = await t.user();
  expect(await client.listDepartments(), { totalCount: 0, list: [] });
  const { node } = await t.org();
  await t.management.org.addMembers(node, [user.id]);
  const found = await client.listDepartments();
  expect(found.list[0], { isMainDepartment: true, joinedAt: String, department: { ...NODE, id: node } });
});

check('hasRole', async (t) => {
  const { client, user } = await t.user();
  const [role, other] = [await t.role(), await t.role(undefined, 'shop')];
  assert.equal(await client.hasRole(role), false);
  await t.management.users.addRoles(user.id, [role]);
  await t.management.users.addRoles(user.id, [other], 'shop');
  assert.deepEqual([await client.hasRole(role), await client.hasRole(other, 'shop')], [true, true]);
  assert.equal(await client.hasRole(role, 'shop'), false);
});

check('listAuthorizedResources', async (t) => {
  const { client, user } = await t.user();
  const resource = t.name('books');
  expect(await client.listAuthorizedResources('default'), { totalCount: 0, list: [] });
  const opts = [{ targetType: 'USER', targetIdentifier: user.id, actions: ['read'] }];
  await t.management.acl.authorizeResource({ namespace: 'default', resource, opts });
  const found = await client.listAuthorizedResources('default');
  expect(found.list[0], { code: resource, actions: ['read'] });
  expect(await client.listAuthorizedResources('default', { resourceType: 'MENU' }), { totalCount: 0 });
});
