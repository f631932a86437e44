// Users, as the owner sees them, their metadata and social accounts, and the old roles.

import assert from 'node:assert/strict';

import { NOBODY, PASSWORD } from '../context.mjs';
import { ANY, check, expect, listOf } from '../harness.mjs';
import { DATE, ID, TEXT, USER } from '../shapes.mjs';

check('user', async (t) => {
  const { _id, email } = await t.user({ nickname: '小明' });
  expect(await t.sdk.user({ id: _id }), {
    ...USER, _id, email, nickname: '小明', userLoginHistory: { totalCount: 0, list: [] }, thirdPartyIdentity: ANY,
  });
  assert.equal(await t.sdk.user({ id: NOBODY }), null);
  await t.rejects(500, () => t.sdk.user({ id: 'no id' }));
});

check('list', async (t) => {
  const { _id } = await t.user();
  const { totalCount } = await t.sdk.list();
  const page = await t.sdk.list(totalCount, 1);
  expect(page, { totalCount, list: listOf(USER) });
  assert.equal(page.list[0]._id, _id);
});

check('userPatch', async (t) => {
  const [one, two] = [await t.user(), await t.user()];
  const found = await t.sdk.userPatch({ ids: `${one._id},${two._id},${NOBODY}` });
  expect(found, { totalCount: 2, list: listOf(USER) });
  await t.rejects(2030, () => t.sdk.userPatch({ ids: Array(81).fill(one._id).join(',') }));
});

check('search', async (t) => {
  const { _id, email } = await t.user();
  const found = await t.sdk.search(email);
  expect(found, { totalCount: 1, list: listOf({ _id, email }) });
  assert.equal((await t.sdk.search(email, { type: 'phone', page: 0, count: 10 })).totalCount, 0);
  await t.rejects(2015, () => t.sdk.search(email, { type: 'shoe' }));
});

check('userExist', async (t) => {
  const { email } = await t.user();
  assert.equal(await t.sdk.userExist(t.pool, { email }), true);
  assert.equal(await t.sdk.userExist(t.pool, { email: t.email() }), false);
});

check('update', async (t) => {
  const { _id, email } = await t.user();
  const changed = await t.sdk.update({ _id, nickname: '鲍勃', company: '例子公司', photo: 'https://example.com/a.png' });
  expect(changed, { ...USER, _id, email, nickname: '鲍勃', company: '例子公司', photo: 'https://example.com/a.png' });
  await t.rejects(2203, () => t.sdk.update({ _id, password: `new ${PASSWORD}`, oldPassword: 'wrong password' }));
  await t.rejects(2004, () => t.sdk.update({ _id: NOBODY, nickname: 'nobody' }));
  // In Node.js the SDK has no function to upload a photo.
  assert.ok((await t.fails(() => t.sdk.update({ _id, photo: {} }))) instanceof TypeError);
});

check('remove', async (t) => {
  const [one, two] = [await t.user(), await t.user()];
  assert.deepEqual(await t.sdk.remove(one._id), [{ _id: one._id }]);
  assert.deepEqual(await t.sdk.remove([two._id], NOBODY), [{ _id: two._id }]);
  assert.equal(await t.sdk.user({ id: one._id }), null);
  await t.rejects(2210, () => t.sdk.remove(one._id));
});

const pairs = (...list) => ({ totalCount: list.length, list: list.map(([key, value]) => ({ key, value })) });

check('metadata', async (t) => {
  const { _id } = await t.user();
  assert.deepEqual(await t.sdk.metadata(_id), pairs());
  await t.sdk.setMetadata({ _id, key: 'color', value: '蓝' });
  assert.deepEqual(await t.sdk.metadata(_id), pairs(['color', '蓝']));
  await t.rejects(2004, () => t.sdk.metadata(NOBODY));
  await t.loggedIn();
  await t.rejects(2202, () => t.sdk.metadata(_id));
});

check('setMetadata', async (t) => {
  const { _id } = await t.user();
  await t.sdk.setMetadata({ _id, key: 'b', value: '1' });
  await t.sdk.setMetadata({ _id, key: 'a', value: '2' });
  assert.deepEqual(await t.sdk.setMetadata({ _id, key: 'b', value: '3' }), pairs(['a', '2'], ['b', '3']));
  await t.rejects(2004, () => t.sdk.setMetadata({ _id: NOBODY, key: 'a', value: '1' }));
});

check('removeMetadata', async (t) => {
  const { _id } = await t.user();
  await t.sdk.setMetadata({ _id, key: 'a', value: '1' });
  await t.sdk.setMetadata({ _id, key: 'b', value: '2' });
  assert.deepEqual(await t.sdk.removeMetadata({ _id, key: 'a' }), pairs(['b', '2']));
});

const account = (t, type = 'github') => {
  const unionid = t.name('unionid');
  return { type, unionid, userInfo: JSON.stringify({ openid: `open ${unionid}` }), client: t.pool };
};

check('bindOAuth', async (t) => {
  const { _id: user } = await t.user();
  const bound = account(t);
  expect(await t.sdk.bindOAuth({ ...bound, user }), { _id: ID, ...bound, user, createdAt: DATE });
  await t.rejects(2213, () => t.sdk.bindOAuth({ ...account(t), user }));
});

check('unbindOAuth', async (t) => {
  const { _id: user } = await t.user();
  await t.sdk.bindOAuth({ ...account(t), user });
  expect(await t.sdk.unbindOAuth({ type: 'github', user, client: t.pool }), { user, type: 'github' });
  await t.rejects(2216, () => t.sdk.unbindOAuth({ type: 'github', user }));
});

check('readOAuthList', async (t) => {
  const list = await t.sdk.readOAuthList();
  assert.ok(list.length > 1);
  expect(list, listOf({ _id: ID, name: String, enabled: true, client: t.pool, url: TEXT, alias: String }));
});

check('readUserOAuthList', async (t) => {
  const { _id: user } = await t.loggedIn();
  const bound = account(t);
  await t.sdk.bindOAuth({ ...bound, user });
  const list = await t.sdk.readUserOAuthList({ user, client: t.pool });
  const github = { type: 'github', binded: true, unionid: bound.unionid, openid: `open ${bound.unionid}` };
  assert.deepEqual(list.find((each) => each.type === 'github'), github);
  const others = list.filter((each) => each.type !== 'github');
  assert.ok(others.length > 0);
  for (const each of others) expect(each, { binded: false, unionid: null, openid: null });
});

async function authorized(t, kind) {
  const { _id: user } = await t.user();
  const { id: app } = await t.emulator.setUp('apps', { kind, name: 'An app' });
  await t.emulator.setUp('authorizations', { user, app, scope: 'openid' });
  return { user, app };
}

check('getAuthedAppList', async (t) => {
  const { user, app } = await authorized(t, 'oidc');
  const found = await t.sdk.getAuthedAppList({ userId: user, page: 1, count: 10 });
  expect(found, { totalCount: 1, OAuthApps: [], OIDCApps: listOf({ _id: app, name: 'An app', client_id: app }) });
});

check('revokeAuthedApp', async (t) => {
  const { user: userId, app: appId } = await authorized(t, 'oauth');
  expect(await t.sdk.revokeAuthedApp({ userId, appId }), { isRevoked: 'true', appId, userId, type: 'oauth' });
  await t.rejects(2221, () => t.sdk.revokeAuthedApp({ userId, appId }));
});

const oldRole = async (t) => (await t.sdk.createRole({ name: t.name('role'), descriptions: 'A role' }))._id;

check('createRole', async (t) => {
  const role = await t.sdk.createRole({ name: '管理员', descriptions: 'May do all' });
  expect(role, { _id: ID, name: '管理员', client: t.pool, descriptions: 'May do all' });
});

check('queryRoles', async (t) => {
  const role = await oldRole(t);
  const { totalCount } = await t.sdk.queryRoles({ page: 1, count: 1 });
  const { list } = await t.sdk.queryRoles({ page: 1, count: totalCount });
  assert.equal(list.at(-1)._id, role);
});

check('assignUserToRole', async (t) => {
  const [roleId, { _id: user }] = [await oldRole(t), await t.user()];
  const found = await t.sdk.assignUserToRole({ roleId, user });
  expect(found, { totalCount: 1, list: listOf({ _id: ID, user: { _id: user } }) });
  await t.rejects(2004, () => t.sdk.assignUserToRole({ roleId, user: NOBODY }));
});

check('getUsersByRole', async (t) => {
  const [roleId, { _id: user }] = [await oldRole(t), await t.user()];
  await t.sdk.assignUserToRole({ roleId, user });
  expect(await t.sdk.getUsersByRole({ roleId }), { totalCount: 1, list: listOf({ user: { _id: user } }) });
});

check('updateRolePermissions', async (t) => {
  const [roleId, permissions] = [await oldRole(t), '{"articles":"write"}'];
  expect(await t.sdk.updateRolePermissions({ roleId, name: 'editor', permissions }), { _id: roleId, permissions });
});

check('queryPermissions', async (t) => {
  const [roleId, { _id: user }] = [await oldRole(t), await t.user()];
  await t.sdk.assignUserToRole({ roleId, user });
  expect(await t.sdk.queryPermissions(user), { totalCount: 1, list: listOf({ group: { name: String } }) });
});

check('removeUserFromRole', async (t) => {
  const [roleId, { _id: user }] = [await oldRole(t), await t.user()];
  await t.sdk.assignUserToRole({ roleId, user });
  expect(await t.sdk.removeUserFromRole({ roleId, user }), { group: { _id: roleId }, user: { _id: user } });
  expect(await t.sdk.getUsersByRole({ roleId }), { totalCount: 0 });
});

check('getUserPoolSettings', async (t) => {
  expect(await t.sdk.getUserPoolSettings(), { name: String, registerDisabled: false, jwtExpired: 1296000 });
});

check('preflightFun', async (t) => {
  assert.deepEqual((await t.sdk.preflightFun()).map(({ status }) => status), [200, 200]);
});

check('cdnPreflightFun', async (t) => assert.equal((await t.sdk.cdnPreflightFun()).status, 200));

check('checkPreflight', async (t) => {
  const results = await Promise.all(t.sdk.checkPreflight());
  assert.deepEqual(results, ['ok', 'ok']);
});
