// The manager of users.

import assert from 'node:assert/strict';

import { NOBODY, NEW, PASSWORD } from '../context.mjs';
import { ANY, check, expect, listOf } from '../harness.mjs';
import { DONE, GROUP, NODE, ROLE, TOKEN, USER, claims } from '../shapes.mjs';

const codes = ({ list }) => list.map((each) => each.code);
const idsOf = ({ list }) => list.map((each) => each.id);

// What identifies a user in four ways.
function names(t) {
  return { email: t.email(), phone: t.phone(), username: t.name('ada'), externalId: t.name('external') };
}

check('management.users.create', async (t) => {
  const { users } = t.management;
  const info = { ...names(t), nickname: 'Ada', emailVerified: true, gender: 'F', phoneCountryCode: '+86' };
  const identity = { provider: 'github', userIdInIdp: t.name('octocat') };
  const user = await users.create({ ...info, email: info.email.toUpperCase(), password: PASSWORD }, { identity });
  expect(user, { ...USER, ...info, token: null, loginsCount: 0 });
  expect(await t.client().loginByUsername(info.username, PASSWORD), { id: user.id });
  for (const name of ['email', 'phone', 'username', 'externalId']) {
    await t.rejects(2026, () => users.create({ [name]: info[name] }));
  }
  await t.rejects(2215, () => users.create({ username: t.name('bob') }, { identity }));
  await t.rejects(2231, () => users.create({ nickname: 'nobody' }));
  await t.rejects(2003, () => users.create({ email: 'no address' }));
  const hashed = t.name('hashed');
  await users.create({ username: hashed, password: PASSWORD }, { keepPassword: true });
  await t.rejects(2006, () => t.client().loginByUsername(hashed, PASSWORD));
  await t.withSettings({ registerDisabled: true }, { registerDisabled: false }, async () =>
    expect(await users.create({ email: t.email() }), { emailVerified: Boolean }));
});

check('management.users.update', async (t) => {
  const { users } = t.management;
  const { user } = await t.user();
  const changes = { nickname: 'Bob', username: t.name('bob'), phone: t.phone(), phoneCountryCode: '+86' };
  expect(await users.update(user.id, { ...changes }), { ...changes, id: user.id, email: user.email });
  await users.update(user.id, { password: NEW });
  await t.rejects(2006, () => t.client().loginByEmail(user.email, PASSWORD));
  expect(await t.client().loginByEmail(user.email, NEW), { nickname: 'Bob' });
  const other = await t.id();
  await t.rejects(2200, () => users.update(other, { email: user.email }));
  await t.rejects(2026, () => users.update(other, { username: changes.username }));
  await t.rejects(2004, () => users.update(NOBODY, { nickname: 'nobody' }));
  expect(await users.update(user.id, { blocked: true }), { blocked: true, status: 'Suspended' });
  await t.rejects(2005, () => t.client().loginByEmail(user.email, NEW));
});

check('management.users.delete', async (t) => {
  const { user } = await t.user();
  expect(await t.management.users.delete(user.id), DONE);
  await t.rejects(2004, () => t.client().loginByEmail(user.email, PASSWORD));
  expect(await t.client().checkLoginStatus(user.token), { code: 2207 });
  await t.rejects(2210, () => t.management.users.delete(user.id));
});

check('management.users.deleteMany', async (t) => {
  const ids = await t.ids(2);
  await t.rejects(2210, () => t.management.users.deleteMany([ids[0], NOBODY]));
  expect(await t.management.users.deleteMany(ids), DONE);
  for (const id of ids) await t.rejects(2210, () => t.management.users.delete(id));
});

check('management.users.list', async (t) => {
  const { users } = t.management;
  const [oldest, older, newest] = await t.ids(3);
  const first = expect(await users.list(1, 2), { totalCount: Number, list: listOf(USER) });
  assert.deepEqual(idsOf(first), [newest, older], 'the newest users are not the first');
  assert.equal(idsOf(await users.list(2, 2))[0], oldest);
  const seen = new Set();
  for (let page = 1; seen.size < first.totalCount; page += 1) {
    const batch = idsOf(await users.list(page, 50));
    assert.ok(batch.length > 0 && batch.every((id) => !seen.has(id)));
    batch.forEach((id) => seen.add(id));
  }
  const key = await t.field();
  await users.setUdfValue(newest, { [key]: 'v' });
  const [user] = (await users.list(1, 1, { withCustomData: true })).list;
  assert.deepEqual(user.customData, { [key]: 'v' });
  const { node } = await t.org();
  await t.management.org.addMembers(node, [newest]);
  const outside = idsOf(await users.list(1, 2, { excludeUsersInOrg: true }));
  assert.deepEqual(outside, [older, oldest]);
});

check('management.users.listArchivedUsers', async (t) => {
  expect(await t.management.users.listArchivedUsers(), { totalCount: 0, list: [] });
});

check('management.users.exists', async (t) => {
  const info = names(t);
  await t.management.users.create({ ...info });
  for (const [name, value] of Object.entries(info)) {
    assert.equal(await t.management.users.exists({ [name]: value }), true, name);
  }
  assert.equal(await t.management.users.exists({ email: t.email() }), false);
});

check('management.users.find', async (t) => {
  const { users } = t.management;
  const info = names(t);
  const identity = { provider: 'github', userIdInIdp: t.name('octocat') };
  const { id } = await users.create({ ...info }, { identity });
  for (const [name, value] of Object.entries({ ...info, identity })) {
    expect(await users.find({ [name]: value }), { ...USER, id });
  }
  assert.equal(await users.find({ username: t.name('nobody') }), null);
  const key = await t.field();
  await users.setUdfValue(id, { [key]: 'v' });
  const found = await users.find({ username: info.username, withCustomData: true });
  assert.deepEqual(found.customData, { [key]: 'v' });
});

const FIND = 'reads the custom data of a user who was not found, and drops `identity`';

check('management.users.find(withCustomData)', FIND, async (t) => {
  const { users } = t.management;
  const error = await t.fails(() => users.find({ username: t.name('nobody'), withCustomData: true }));
  assert.ok(error instanceof TypeError, error);
  expect(t.wire.last.response, { data: { findUser: null } });
  const identity = { provider: 'github', userIdInIdp: t.name('octocat') };
  await users.create({ username: t.name('ada') }, { identity });
  await t.fails(() => users.find({ identity, withCustomData: true }));
  assert.deepEqual(t.wire.variables, {});
});

check('management.users.search', async (t) => {
  const { users } = t.management;
  const word = t.name('searched');
  const made = [];
  for (const letter of 'ab') made.push(await users.create({ username: word + letter, nickname: `nick${word}` }));
  const [one, two] = made.map((user) => user.id);
  const found = await users.search(word);
  assert.deepEqual(new Set(idsOf(found)), new Set([one, two]));
  expect(found, { totalCount: 2 });
  assert.equal((await users.search(word, { page: 1, limit: 1 })).list.length, 1);
  expect(await users.search(t.name('nobody')), { totalCount: 0, list: [] });
  expect(await users.search(`nick${word}`, { fields: ['nickname'] }), { totalCount: 2 });
  expect(await users.search(`nick${word}`, { fields: ['username'] }), { totalCount: 0 });
  const [role, group, { node }] = [await t.role(), await t.group(), await t.org()];
  await users.addRoles(one, [role]);
  await users.addGroup(two, group);
  await t.management.org.addMembers(node, [two]);
  for (const [options, expected] of [
    [{ roleOpts: [{ code: role }] }, one], [{ groupOpts: [{ code: group }] }, two],
    [{ departmentOpts: [{ departmentId: node }] }, two],
  ]) {
    assert.deepEqual(idsOf(await users.search(word, options)), [expected], JSON.stringify(options));
  }
  const key = await t.field();
  await users.setUdfValue(one, { [key]: 'v' });
  const [user] = (await users.search(`${word}a`, { withCustomData: true })).list;
  assert.deepEqual(user.customData, { [key]: 'v' });
});

check('management.users.refreshToken', async (t) => {
  const { client, user } = await t.user();
  const result = await t.management.users.refreshToken(user.id);
  expect(result, { token: TOKEN, iat: Number, exp: Number });
  expect(claims(result.token), { sub: user.id, exp: result.exp });
  expect(await client.checkLoginStatus(result.token), { code: 200, data: { id: user.id } });
  await t.rejects(2004, () => t.management.users.refreshToken(NOBODY));
});

check('management.users.listGroups', async (t) => {
  const { users } = t.management;
  const [id, group] = [await t.id(), await t.group()];
  expect(await users.listGroups(id), { totalCount: 0, list: [] });
  await users.addGroup(id, group);
  const found = expect(await users.listGroups(id), { totalCount: 1, list: listOf(GROUP) });
  assert.deepEqual(codes(found), [group]);
  // It reads the groups of a user who was not found.
  assert.ok((await t.fails(() => users.listGroups(NOBODY))) instanceof TypeError);
});

check('management.users.addGroup', async (t) => {
  const [id, group, unknown] = [await t.id(), await t.group(), t.name('unknown')];
  expect(await t.management.users.addGroup(id, group), DONE);
  assert.deepEqual(idsOf(await t.management.groups.listUsers(group)), [id]);
  await t.rejects(500, () => t.management.users.addGroup(id, unknown));
  await t.rejects(2004, () => t.management.users.addGroup(NOBODY, group));
});

check('management.users.removeGroup', async (t) => {
  const [id, group] = [await t.id(), await t.group()];
  await t.management.users.addGroup(id, group);
  expect(await t.management.users.removeGroup(id, group), DONE);
  expect(await t.management.users.listGroups(id), { totalCount: 0 });
});

check('management.users.listRoles', async (t) => {
  const { users } = t.management;
  const [id, role] = [await t.id(), await t.role()];
  expect(await users.listRoles(id), { totalCount: 0, list: [] });
  await users.addRoles(id, [role]);
  const found = expect(await users.listRoles(id), { totalCount: 1, list: listOf(ROLE) });
  expect(found.list[0], { code: role, namespace: 'default' });
  assert.ok((await t.fails(() => users.listRoles(NOBODY))) instanceof Error);
});

check('management.users.addRoles', async (t) => {
  const { users } = t.management;
  const [id, role] = [await t.id(), await t.role(undefined, 'shop')];
  await t.rejects(500, () => users.addRoles(id, [role]));
  expect(await users.addRoles(id, [role], 'shop'), DONE);
  assert.deepEqual(codes(await users.listRoles(id, 'shop')), [role]);
  expect(await users.listRoles(id, 'default'), { totalCount: 0 });
  await t.rejects(2004, () => users.addRoles(NOBODY, [role], 'shop'));
});

check('management.users.removeRoles', async (t) => {
  const { users } = t.management;
  const [id, one, two] = [await t.id(), await t.role(), await t.role()];
  await users.addRoles(id, [one, two]);
  expect(await users.removeRoles(id, [one]), DONE);
  assert.deepEqual(codes(await users.listRoles(id)), [two]);
});

check('management.users.hasRole', async (t) => {
  const { users } = t.management;
  const [id, role] = [await t.id(), await t.role()];
  assert.equal(await users.hasRole(id, role), false);
  await users.addRoles(id, [role]);
  assert.deepEqual([await users.hasRole(id, role), await users.hasRole(id, role, 'shop')], [true, false]);
});

check('management.users.listDepartment', async (t) => {
  const [id, { node }] = [await t.id(), await t.org()];
  expect(await t.management.users.listDepartment(id), { totalCount: 0, list: [] });
  await t.management.org.addMembers(node, [id]);
  const [entry] = (await t.management.users.listDepartment(id)).list;
  expect(entry, { isMainDepartment: true, joinedAt: String, department: { ...NODE, id: node } });
  // It reads the departments of a user who was not found.
  assert.ok((await t.fails(() => t.management.users.listDepartment(NOBODY))) instanceof TypeError);
});

check('management.users.listAuthorizedResources', async (t) => {
  const [id, role, resource] = [await t.id(), await t.role(), t.name('books')];
  expect(await t.management.users.listAuthorizedResources(id, 'default'), { totalCount: 0, list: [] });
  await t.management.users.addRoles(id, [role]);
  const opts = [
    { targetType: 'ROLE', targetIdentifier: role, actions: ['read'] },
    { targetType: 'USER', targetIdentifier: id, actions: ['write'] },
  ];
  await t.management.acl.authorizeResource({ namespace: 'default', resource, opts });
  const found = expect(await t.management.users.listAuthorizedResources(id, 'default'), { totalCount: 1, list: ANY });
  expect(found.list[0], { code: resource });
  assert.deepEqual(found.list[0].actions.sort(), ['read', 'write']);
});

check('management.users.sendFirstLoginVerifyEmail', async (t) => {
  const { user } = await t.user();
  const send = (userId) => t.management.users.sendFirstLoginVerifyEmail({ userId, appId: t.app });
  assert.equal(await send(user.id), true);
  expect(await t.emulator.message(user.email), { kind: 'mail' });
  const without = await t.id();
  await t.rejects(2004, () => send(NOBODY));
  await t.rejects(2219, () => send(without));
});
