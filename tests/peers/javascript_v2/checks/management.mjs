// What the management client does at the REST endpoints.

import assert from 'node:assert/strict';

import { NOBODY, PASSWORD } from '../context.mjs';
import { ANY, check, expect, listOf } from '../harness.mjs';
import { NODE, USER } from '../shapes.mjs';

check('management.isPasswordValid', async (t) => {
  expect(await t.management.isPasswordValid(PASSWORD), listOf({ valid: true, message: ANY }));
  expect(await t.management.isPasswordValid('short'), listOf({ valid: false, message: String }));
});

check('management.users.detail', async (t) => {
  const [id, key] = [await t.id(), await t.field()];
  await t.management.users.setUdfValue(id, { [key]: 'v' });
  const found = await t.management.users.detail(id, { withCustomData: true });
  expect(found, { ...USER, id, lastIp: null, customData: { [key]: 'v' } });
  assert.equal(await t.management.users.detail(NOBODY), null);
});

check('management.users.batch', async (t) => {
  const [one, other] = await t.ids(2);
  const found = await t.management.users.batch([other, NOBODY, one]);
  assert.deepEqual(found.map((user) => user.id), [other, one]);
  await t.rejects(2030, () => t.management.users.batch(Array(81).fill(NOBODY)));
});

check('management.users.listOrgs', async (t) => {
  const [id, { root, node }] = [await t.id(), await t.org()];
  await t.management.org.addMembers(node, [id]);
  const [path] = await t.management.users.listOrgs(id);
  assert.deepEqual(path.map((each) => each.id), [root, node]);
  expect(path[0], NODE);
  await t.rejects(2004, () => t.management.users.listOrgs(NOBODY));
});

check('management.users.kick', async (t) => {
  const { user } = await t.user();
  expect(await t.management.users.kick([user.id]), { code: 200 });
  await t.rejects(2206, () => t.client(user.token).getSecurityLevel());
  await t.rejects(2004, () => t.management.users.kick([NOBODY]));
});

check('management.users.logout', async (t) => {
  const { user } = await t.user();
  expect(await t.management.users.logout({ userId: user.id, appId: t.app }), { code: 200 });
  await t.rejects(2206, () => t.client(user.token).getSecurityLevel());
  await t.rejects(2004, () => t.management.users.logout({ userId: NOBODY }));
});

check('management.users.checkLoginStatus', async (t) => {
  const { user } = await t.user();
  const found = await t.management.users.checkLoginStatus(user.id);
  expect(found, { isLogin: true, user: { id: user.id }, application: listOf({ id: t.app }) });
  assert.deepEqual(await t.management.users.checkLoginStatus(await t.id()), { isLogin: false });
});

check('management.users.linkIdentity', async (t) => {
  const identity = { userId: await t.id(), userIdInIdp: t.name('id'), isSocial: true, type: 'github' };
  await t.management.users.linkIdentity(identity);
  const { identities } = await t.management.users.detail(identity.userId);
  expect(identities[0], { provider: 'github', userIdInIdp: identity.userIdInIdp });
});

check('management.users.unlinkIdentity', async (t) => {
  const { user } = await t.user();
  const identity = { userId: user.id, userIdInIdp: t.name('id'), isSocial: true, type: 'github' };
  await t.management.users.linkIdentity(identity);
  await t.management.users.unlinkIdentity(identity);
  assert.deepEqual((await t.management.users.detail(user.id)).identities, []);
});

check('management.roles.findUsers', async (t) => {
  const [code, id] = [await t.role(), await t.id()];
  await t.management.roles.addUsers(code, [id]);
  expect(await t.management.roles.findUsers(code), { totalCount: 1, list: listOf({ id }) });
  expect(await t.management.roles.findUsers(code, { search: 'nobody' }), { totalCount: 0 });
});

const ACTION = { operation_name: 'login', timestamp: String };

check('management.users.listUserActions', async (t) => {
  const { user } = await t.user();
  const found = await t.management.users.listUserActions({ userIds: [user.id], page: 1, limit: 10 });
  expect(found, { totalCount: 1 });
});

check('management.statistics.listUserActions', async (t) => {
  const { user } = await t.user();
  const found = await t.management.statistics.listUserActions({ userId: user.id, appId: t.app });
  expect(found, { totalCount: 1, list: listOf({ ...ACTION, operator_arn: user.arn, app_id: t.app }) });
  expect(await t.management.statistics.listUserActions({ clientIp: '198.51.100.1' }), { totalCount: 0 });
});

check('management.userAction.list', async (t) => {
  const { user } = await t.user();
  const found = await t.management.userAction.list({ operatoArn: user.arn, page: 1, limit: 10 });
  expect(found, { totalCount: 1, list: listOf({ ...ACTION, operator_arn: user.arn }) });
});

check('management.statistics.listAuditLogs', async (t) => {
  const { user } = await t.user();
  const found = await t.management.statistics.listAuditLogs({ page: 1, limit: 1 });
  expect(found.list[0], { userId: user.id, eventType: 'login', eventResultCode: 'success' });
});

check('management.userpool.detail', async (t) => {
  expect(await t.management.userpool.detail(), { id: t.pool, name: String });
});

check('management.userpool.addEnv', async (t) => {
  await t.management.userpool.addEnv(t.name('key'), 'v');
});

check('management.userpool.listEnv', async (t) => {
  const key = t.name('key');
  await t.management.userpool.addEnv(key, 'v');
  const found = await t.management.userpool.listEnv();
  assert.ok(found.some((variable) => variable.key === key && variable.value === 'v'));
});

check('management.userpool.removeEnv', async (t) => {
  const key = t.name('key');
  await t.management.userpool.addEnv(key, 'v');
  await t.management.userpool.removeEnv(key);
  await t.rejects(500, () => t.management.userpool.removeEnv(key));
});

check('management.org.getAllOrgs', async (t) => {
  const { org } = await t.org();
  const { totalCount, list } = await t.management.org.getAllOrgs(1, 1000);
  assert.ok(totalCount === list.length && list.some((each) => each.id === org));
});

check('management.org.exportAll', async (t) => {
  const { root } = await t.org();
  assert.ok((await t.management.org.exportAll()).some((tree) => tree.id === root));
});

check('management.org.exportByOrgId', async (t) => {
  const { org, root, node } = await t.org();
  expect(await t.management.org.exportByOrgId(org), { id: root, children: listOf({ id: node }) });
  await t.rejects(500, () => t.management.org.exportByOrgId(NOBODY));
});
