// The managers of roles and groups, and the roles of an application.

import assert from 'node:assert/strict';

import { NOBODY } from '../context.mjs';
import { check, expect, listOf } from '../harness.mjs';
import { DATE, DONE, GROUP, ROLE, USER } from '../shapes.mjs';

const codes = ({ list }) => list.map((each) => each.code);
const idsOf = ({ list }) => list.map((each) => each.id);

check('management.roles.create', async (t) => {
  const code = t.name('role');
  const role = await t.management.roles.create(code, 'edits books');
  expect(role, { ...ROLE, code, description: 'edits books', namespace: 'default', createdAt: DATE });
  assert.equal(role.arn, `arn:cn:authing:${t.pool}:role:${role.id}`);
  await t.rejects(500, () => t.management.roles.create(code));
  await t.rejects(2231, () => t.management.roles.create(''));
  expect(await t.management.roles.create(code, undefined, 'shop'), { code, namespace: 'shop' });
});

for (const method of ['detail', 'findByCode']) {
  check(`management.roles.${method}`, async (t) => {
    const code = await t.role('a role');
    const find = (...given) => t.management.roles[method](...given);
    expect(await find(code), { ...ROLE, code, description: 'a role' });
    assert.equal(await find(t.name('unknown')), null);
    assert.equal(await find(code, 'another'), null);
  });
}

check('management.roles.list', async (t) => {
  const made = [];
  for (const _ of 'abc') made.unshift(await t.role(undefined, 'lists'));
  const found = await t.management.roles.list({ namespace: 'lists' });
  expect(found, { totalCount: 3, list: listOf({ ...ROLE, namespace: 'lists' }) });
  assert.deepEqual(codes(found), made, 'the newest roles are not the first');
  assert.deepEqual(codes(await t.management.roles.list({ namespace: 'lists', page: 2, limit: 2 })), [made[2]]);
});

check('management.roles.update', async (t) => {
  const { roles } = t.management;
  const [code, taken, newCode, id] = [await t.role(), await t.role(), t.name('role'), await t.id()];
  await roles.addUsers(code, [id]);
  expect(await roles.update(code, { description: 'changed', newCode }), { code: newCode, description: 'changed' });
  assert.equal(await roles.detail(code), null);
  assert.deepEqual(idsOf(await roles.listUsers(newCode)), [id]);
  await t.rejects(500, () => roles.update(code, { description: 'gone' }));
  await t.rejects(500, () => roles.update(newCode, { newCode: taken }));
});

check('management.roles.delete', async (t) => {
  const { roles } = t.management;
  const [code, id] = [await t.role(), await t.id()];
  await roles.addUsers(code, [id]);
  expect(await roles.delete(code), DONE);
  assert.equal(await roles.detail(code), null);
  expect(await t.management.users.listRoles(id), { totalCount: 0 });
  await t.rejects(500, () => roles.delete(code));
});

check('management.roles.deleteMany', async (t) => {
  const { roles } = t.management;
  const [one, two, unknown] = [await t.role(), await t.role(), t.name('unknown')];
  await t.rejects(500, () => roles.deleteMany([one, unknown]));
  expect(await roles.deleteMany([one, two]), DONE);
  assert.deepEqual([await roles.detail(one), await roles.detail(two)], [null, null]);
});

// Checks the pages of a role's or group's users, and their custom data.
async function listsUsers(t, code, manager) {
  const users = await t.ids(3);
  expect(await manager.listUsers(code), { totalCount: 0, list: [] });
  await manager.addUsers(code, users);
  const pages = [];
  for (const page of [1, 2]) pages.push(await manager.listUsers(code, { page, limit: 2 }));
  pages.forEach((page) => expect(page, { totalCount: 3, list: listOf(USER) }));
  assert.deepEqual(pages.flatMap(idsOf).sort(), [...users].sort());
  const key = await t.field();
  await t.management.users.setUdfValue(users[0], { [key]: 'v' });
  const { list } = await manager.listUsers(code, { withCustomData: true });
  const data = Object.fromEntries(list.map((user) => [user.id, user.customData]));
  assert.deepEqual(data, { [users[0]]: { [key]: 'v' }, [users[1]]: {}, [users[2]]: {} });
}

check('management.roles.listUsers', async (t) => {
  await listsUsers(t, await t.role(), t.management.roles);
  expect(await t.management.roles.listUsers(t.name('unknown')), { totalCount: 0, list: [] });
});
check('management.groups.listUsers', async (t) => listsUsers(t, await t.group(), t.management.groups));

for (const part of ['roles', 'groups']) {
  const make = (t) => (part === 'roles' ? t.role() : t.group());

  check(`management.${part}.addUsers`, async (t) => {
    const manager = t.management[part];
    const [code, id, unknown] = [await make(t), await t.id(), t.name('unknown')];
    for (const _ of 'ab') expect(await manager.addUsers(code, [id]), DONE);
    expect(await manager.listUsers(code), { totalCount: 1 });
    await t.rejects(500, () => manager.addUsers(unknown, [id]));
    await t.rejects(2004, () => manager.addUsers(code, [NOBODY]));
  });

  check(`management.${part}.removeUsers`, async (t) => {
    const manager = t.management[part];
    const [code, [one, two]] = [await make(t), await t.ids(2)];
    await manager.addUsers(code, [one, two]);
    expect(await manager.removeUsers(code, [one]), DONE);
    assert.deepEqual(idsOf(await manager.listUsers(code)), [two]);
  });

  check(`management.${part}.listAuthorizedResources`, async (t) => {
    const manager = t.management[part];
    const [code, resource] = [await make(t), t.name('books')];
    expect(await manager.listAuthorizedResources(code, 'default'), { totalCount: 0, list: [] });
    const targetType = part === 'roles' ? 'ROLE' : 'GROUP';
    const opts = [{ targetType, targetIdentifier: code, actions: ['read'] }];
    await t.management.acl.authorizeResource({ namespace: 'default', resource, opts });
    const found = expect(await manager.listAuthorizedResources(code, 'default'), { totalCount: 1 });
    expect(found.list[0], { code: resource, actions: ['read'] });
    expect(await manager.listAuthorizedResources(code, 'default', { resourceType: 'MENU' }), { totalCount: 0 });
    assert.ok((await t.fails(() => manager.listAuthorizedResources(t.name('unknown'), 'default'))) instanceof Error);
  });
}

check('management.roles.listPolicies', async (t) => {
  const [role, policy] = [await t.role(), await t.policy()];
  expect(await t.management.roles.listPolicies(role), { totalCount: 0, list: [] });
  await t.management.policies.addAssignments([policy], 'ROLE', [role]);
  const found = expect(await t.management.roles.listPolicies(role), { totalCount: 1 });
  expect(found.list[0], { code: policy, targetType: 'ROLE', targetIdentifier: role });
});

const FOR_USERS = 'sends the target type `USER`, so a user with the id of the role is meant';
const asRole = (variables) => ({ ...variables, targetType: 'ROLE' });

check('management.roles.addPolicies', FOR_USERS, async (t) => {
  const { roles } = t.management;
  const [role, policy, id] = [await t.role(), await t.policy(), await t.id()];
  await roles.addUsers(role, [id]);
  await roles.addPolicies(role, [policy]);
  assert.equal(t.wire.variables.targetType, 'USER');
  assert.equal(await t.may(id), false);
  expect(await t.patched(asRole, () => roles.addPolicies(role, [policy])), DONE);
  assert.equal(await t.may(id), true);
  const unknown = t.name('unknown');
  await t.rejects(500, () => roles.addPolicies(role, [unknown]));
});

check('management.roles.removePolicies', FOR_USERS, async (t) => {
  const { roles } = t.management;
  const [role, policy] = [await t.role(), await t.policy()];
  await t.management.policies.addAssignments([policy], 'ROLE', [role]);
  await t.fails(() => roles.removePolicies(role, [policy])).catch(() => null);
  expect(await roles.listPolicies(role), { totalCount: 1 });
  expect(await t.patched(asRole, () => roles.removePolicies(role, [policy])), DONE);
  expect(await roles.listPolicies(role), { totalCount: 0 });
});

check('management.groups.create', async (t) => {
  const code = t.name('group');
  const group = { ...GROUP, code, name: 'Readers', description: 'who read' };
  expect(await t.management.groups.create(code, 'Readers', 'who read'), group);
  await t.rejects(500, () => t.management.groups.create(code, 'Readers'));
});

check('management.groups.detail', async (t) => {
  const code = await t.group();
  expect(await t.management.groups.detail(code), { ...GROUP, code, name: 'A group' });
  assert.equal(await t.management.groups.detail(t.name('unknown')), null);
});

check('management.groups.list', async (t) => {
  const made = [await t.group(), await t.group()];
  const found = expect(await t.management.groups.list(1, 2), { totalCount: Number, list: listOf(GROUP) });
  assert.deepEqual(codes(found), made.reverse(), 'the newest groups are not the first');
});

check('management.groups.update', async (t) => {
  const [code, newCode] = [await t.group(), t.name('group')];
  const changes = { name: 'Writers', description: 'who write' };
  expect(await t.management.groups.update(code, { ...changes, newCode }), { ...changes, code: newCode });
  assert.equal(await t.management.groups.detail(code), null);
  await t.rejects(500, () => t.management.groups.update(code, { name: 'gone' }));
});

check('management.groups.delete', async (t) => {
  const code = await t.group();
  expect(await t.management.groups.delete(code), DONE);
  assert.equal(await t.management.groups.detail(code), null);
  await t.rejects(500, () => t.management.groups.delete(code));
});

check('management.groups.deleteMany', async (t) => {
  const [one, two, unknown] = [await t.group(), await t.group(), t.name('unknown')];
  await t.rejects(500, () => t.management.groups.deleteMany([one, unknown]));
  expect(await t.management.groups.deleteMany([one, two]), DONE);
  assert.equal(await t.management.groups.detail(one), null);
});
