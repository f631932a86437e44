// The managers of policies and access.

import assert from 'node:assert/strict';

import { NOBODY } from '../context.mjs';
import { ANY, check, expect, listOf } from '../harness.mjs';
import { DATE, DONE, TEXT } from '../shapes.mjs';

const POLICY = {
  namespace: String, code: String, description: TEXT, createdAt: DATE, updatedAt: DATE, statements: ANY,
};
const codes = ({ list }) => list.map((each) => each.code);

// Assigns a new policy to a new user. Returns both.
async function assigned(t, options) {
  const [code, id] = [await t.policy(options), await t.id()];
  await t.management.policies.addAssignments([code], 'USER', [id]);
  return { code, id };
}

check('management.policies.create', async (t) => {
  const code = t.name('policy');
  const condition = [{ param: 'UserPoolId', operator: 'StringEquals', value: { any: ['json', 1, null] } }];
  const statements = [{ resource: 'books:*', actions: ['books:read'], effect: 'DENY', condition }];
  const policy = await t.management.policies.create({ code, statements, description: 'a policy', namespace: 'shop' });
  expect(policy, { ...POLICY, code, description: 'a policy', isDefault: false, namespace: 'shop' });
  assert.deepEqual(policy.statements, statements);
  await t.rejects(500, () => t.management.policies.create({ code, statements, namespace: 'shop' }));
  expect(await t.management.policies.create({ code, statements }), { namespace: 'default' });
});

check('management.policies.detail', async (t) => {
  const code = await t.policy();
  const statement = { resource: 'books:*', actions: ['books:read'], effect: 'ALLOW' };
  expect(await t.management.policies.detail(code), { ...POLICY, code, statements: listOf(statement) });
  assert.equal(await t.management.policies.detail(code, 'another'), null);
});

check('management.policies.list', async (t) => {
  const code = await t.policy();
  const { totalCount } = await t.management.policies.list();
  const found = expect(await t.management.policies.list({ limit: totalCount }), { totalCount, list: listOf(POLICY) });
  assert.equal(found.list.length, totalCount);
  assert.ok(codes(found).includes(code) && codes(found).includes('AdministratorAccess'));
  expect(await t.management.policies.list({ page: totalCount + 1, limit: 1 }), { list: [] });
});

check('management.policies.update', async (t) => {
  const { code, id } = await assigned(t);
  const newCode = t.name('policy');
  const statements = [{ resource: 'books:*', actions: ['books:write'], effect: 'ALLOW' }];
  const changed = await t.management.policies.update(code, { statements, newCode, description: 'changed' });
  expect(changed, { code: newCode, description: 'changed' });
  assert.deepEqual([await t.may(id, 'books:write'), await t.may(id)], [true, false]);
  await t.rejects(500, () => t.management.policies.update('AdministratorAccess', { statements }));
  await t.rejects(500, () => t.management.policies.update(code, { statements }));
});

check('management.policies.delete', async (t) => {
  const { code, id } = await assigned(t);
  expect(await t.management.policies.delete(code), DONE);
  assert.equal(await t.management.policies.detail(code), null);
  assert.equal(await t.may(id), false);
  await t.rejects(500, () => t.management.policies.delete(code));
});

check('management.policies.deleteMany', async (t) => {
  const [one, two] = [await t.policy(), await t.policy()];
  await t.rejects(500, () => t.management.policies.deleteMany([one, 'AdministratorAccess']));
  expect(await t.management.policies.deleteMany([one, two]), DONE);
  assert.equal(await t.management.policies.detail(one), null);
});

check('management.policies.listAssignments', async (t) => {
  const { code, id } = await assigned(t);
  const role = await t.role();
  await t.management.policies.addAssignments([code], 'ROLE', [role]);
  const found = await t.management.policies.listAssignments({ code });
  expect(found, { totalCount: 2, list: listOf({ code, targetType: String, targetIdentifier: String }) });
  const targets = found.list.map((each) => `${each.targetType} ${each.targetIdentifier}`);
  assert.deepEqual(targets.sort(), [`ROLE ${role}`, `USER ${id}`]);
  assert.equal((await t.management.policies.listAssignments({ code, page: 2, limit: 1 })).list.length, 1);
});

check('management.policies.addAssignments', async (t) => {
  const { code, id } = await assigned(t);
  assert.equal(await t.may(id), true);
  const denied = await t.policy({ effect: 'DENY' });
  expect(await t.management.policies.addAssignments([denied], 'USER', [id]), DONE);
  assert.equal(await t.may(id), false);
  const [group, { node }, [byGroup, byNode]] = [await t.group(), await t.org(), await t.ids(2)];
  await t.management.groups.addUsers(group, [byGroup]);
  await t.management.org.addMembers(node, [byNode]);
  await t.management.policies.addAssignments([code], 'GROUP', [group]);
  await t.management.policies.addAssignments([code], 'ORG', [node], { inheritByChildren: true });
  assert.deepEqual([await t.may(byGroup), await t.may(byNode)], [true, true]);
  const unknown = t.name('unknown');
  await t.rejects(500, () => t.management.policies.addAssignments([unknown], 'USER', [id]));
});

check('management.policies.removeAssignments', async (t) => {
  const { code, id } = await assigned(t);
  expect(await t.management.policies.removeAssignments([code], 'USER', [id]), DONE);
  assert.equal(await t.may(id), false);
});

check('management.policies.disableAssignment', async (t) => {
  const { code, id } = await assigned(t);
  expect(await t.management.policies.disableAssignment(code, 'USER', id), DONE);
  assert.equal(await t.may(id), false);
  await t.rejects(500, () => t.management.policies.disableAssignment(code, 'USER', NOBODY));
});

check('management.policies.enableAssignment', async (t) => {
  const { code, id } = await assigned(t);
  await t.management.policies.disableAssignment(code, 'USER', id);
  expect(await t.management.policies.enableAssignment(code, 'USER', id), DONE);
  assert.equal(await t.may(id), true);
  await t.rejects(500, () => t.management.policies.enableAssignment(code, 'USER', NOBODY));
});

check('management.acl.allow', async (t) => {
  const id = await t.id();
  expect(await t.management.acl.allow(id, 'books:1', 'books:read', 'default'), DONE);
  assert.deepEqual([await t.may(id), await t.may(id, 'books:write')], [true, false]);
  assert.deepEqual([await t.may(id, 'books:read', 'books:2'), await t.may(id, 'books:read', 'books:1', 'shop')],
    [false, false]);
  await t.rejects(2004, () => t.management.acl.allow(NOBODY, 'books:1', 'books:read', 'default'));
});

// Authorizes a new resource. Returns its code.
async function authorized(t, targets) {
  const resource = t.name('books');
  const opts = targets.map(([targetType, targetIdentifier, ...actions]) => ({ targetType, targetIdentifier, actions }));
  const done = await t.management.acl.authorizeResource({ namespace: 'default', resource, opts });
  expect(done, DONE);
  return resource;
}

check('management.acl.authorizeResource', async (t) => {
  const id = await t.id();
  const resource = await authorized(t, [['USER', id, 'read']]);
  const found = await t.management.acl.listAuthorizedResources('USER', id, 'default');
  expect(found, { totalCount: 1, list: listOf({ code: resource, actions: ['read'] }) });
  await t.rejects(2231, () => t.management.acl.authorizeResource({ namespace: 'default', opts: [] }));
});

check('management.acl.listAuthorizedResources', async (t) => {
  const { node } = await t.org();
  const targets = [
    ['USER', await t.id(), 'a'], ['ROLE', await t.role(), 'b'], ['GROUP', await t.group(), 'c'], ['ORG', node, 'd'],
  ];
  const resource = await authorized(t, targets);
  for (const [type, target, action] of targets) {
    const list = (options) => t.management.acl.listAuthorizedResources(type, target, 'default', options);
    expect(await list(), { totalCount: 1, list: listOf({ code: resource, actions: [action] }) });
    expect(await list({ resourceType: 'MENU' }), { totalCount: 0, list: [] });
  }
  await t.rejects(2004, () => t.management.acl.listAuthorizedResources('USER', NOBODY, 'default'));
});

check('management.acl.getAuthorizedTargets', async (t) => {
  const [id, role] = [await t.id(), await t.role()];
  const resource = await authorized(t, [['USER', id, 'read', 'write'], ['ROLE', role, 'read']]);
  const targets = async (options) => {
    const asked = { namespace: 'default', resourceType: 'DATA', resource, ...options };
    const found = await t.management.acl.getAuthorizedTargets(asked);
    expect(found, { totalCount: found.list.length, list: listOf({ targetType: String, actions: listOf(String) }) });
    return found.list.map((each) => each.targetIdentifier).sort();
  };
  assert.deepEqual(await targets(), [id, role].sort());
  assert.deepEqual(await targets({ targetType: 'ROLE' }), [role]);
  assert.deepEqual(await targets({ actions: { op: 'AND', list: ['read', 'write'] } }), [id]);
  assert.deepEqual(await targets({ actions: { op: 'OR', list: ['read', 'write'] } }), [id, role].sort());
});
