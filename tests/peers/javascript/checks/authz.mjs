// Role-based access control.

import assert from 'node:assert/strict';

import { NOBODY } from '../context.mjs';
import { check, expect, listOf } from '../harness.mjs';
import { DONE, NAMED, USER } from '../shapes.mjs';

const ids = (page) => page.list.map((each) => each._id).sort();

// The methods of groups, roles and permissions with the same names and results.
for (const [kind, code] of [['Group', 3901], ['Role', 3903], ['Permission', 3905]]) {
  const one = kind.toLowerCase();

  check(`authz.create${kind}`, async (t) => {
    const name = t.name(one);
    const create = () => t.sdk.authz[`create${kind}`]({ name, description: '描述' });
    const created = await create();
    expect(created, { ...NAMED, name, description: '描述' });
    assert.notEqual((await create())._id, created._id, 'two have the same id');
  });

  check(`authz.${one}`, async (t) => {
    const id = await t[one]();
    expect(await t.sdk.authz[one](id), { ...NAMED, _id: id });
    await t.rejects(code, () => t.sdk.authz[one](NOBODY));
    await t.rejects(code, () => t.sdk.authz[one]('NOTEXIST'));
  });

  check(`authz.${one}List`, async (t) => {
    const [older, newer] = [await t[one](), await t[one]()];
    const newest = await t.sdk.authz[`${one}List`]({ sortBy: 'CREATEDAT_DESC', page: 0, count: 2 });
    expect(newest, { totalCount: Number, list: listOf(NAMED) });
    assert.deepEqual(newest.list.map(({ _id }) => _id), [newer, older]);
    const next = await t.sdk.authz[`${one}List`]({ sortBy: 'CREATEDAT_DESC', page: 1, count: 1 });
    assert.deepEqual(next.list.map(({ _id }) => _id), [older]);
    const all = await t.sdk.authz[`${one}List`]({ sortBy: 'CREATEDAT_ASC', page: 0, count: newest.totalCount });
    assert.deepEqual(all.list.slice(-2).map(({ _id }) => _id), [older, newer]);
  });

  check(`authz.update${kind}`, async (t) => {
    const id = await t[one]();
    const changed = await t.sdk.authz[`update${kind}`]({ _id: id, name: '新名字' });
    expect(changed, { ...NAMED, _id: id, name: '新名字', description: String });
    expect(await t.sdk.authz[one](id), changed);
    await t.rejects(code, () => t.sdk.authz[`update${kind}`]({ _id: NOBODY, name: 'x' }));
  });

  check(`authz.delete${kind}`, async (t) => {
    const id = await t[one]();
    expect(await t.sdk.authz[`delete${kind}`](id), DONE);
    await t.rejects(code, () => t.sdk.authz[one](id));
    await t.rejects(code, () => t.sdk.authz[`delete${kind}`](id));
  });

  check(`authz.delete${kind}Batch`, async (t) => {
    const [first, second, third] = [await t[one](), await t[one](), await t[one]()];
    await t.rejects(code, () => t.sdk.authz[`delete${kind}Batch`]([third, NOBODY]));
    expect(await t.sdk.authz[one](third), { _id: third });
    expect(await t.sdk.authz[`delete${kind}Batch`]([first, second]), DONE);
    await t.rejects(code, () => t.sdk.authz[one](first));
  });
}

// The methods that relate one thing to others: the method to add one, to add several, to remove one, to remove several, the
// inputs, the method that lists what is related, and the option to get it at once.
const user = async (t) => (await t.user())._id;
const RELATIONS = [
  ['addRoleToGroup', 'addRoleToGroupBatch', 'removeRoleFromGroup', 'removeRoleFromGroupBatch', 'group', 'groupId', 'roleId',
    'groupRoleList', 'fetchRoles', (t) => t.role(), 3903],
  ['addUserToGroup', 'addUserToGroupBatch', 'removeUserFromGroup', 'removeUserFromGroupBatch', 'group', 'groupId', 'userId',
    'groupUserList', 'fetchUsers', user, 2004],
  ['assignRoleToUser', 'assignRoleToUserBatch', 'revokeRoleFromUser', 'revokeRoleFromUserBatch', 'role', 'roleId', 'userId',
    'roleUserList', 'fetchUsers', user, 2004],
  ['addPermissionToRole', 'addPermissionToRoleBatch', 'removePermissionFromRole', 'removePermissionFromRoleBatch', 'role',
    'roleId', 'permissionId', 'rolePermissionList', 'fetchPermissions', (t) => t.permission(), 3905],
];
const done = { code: 200, message: String };

for (const [add, addAll, remove, removeAll, of, ofId, otherId, list, fetch, other, code] of RELATIONS) {
  const listed = async (t, id) => ids(await t.sdk.authz[list](id, { count: 100 }));
  // The document of these two is not closed if it selects the users.
  const isBroken = remove === 'revokeRoleFromUser';

  check(`authz.${add}`, async (t) => {
    const [id, first, second] = [await t[of](), await other(t), await other(t)];
    expect(await t.sdk.authz[add]({ [ofId]: id, [otherId]: first }), done);
    const added = await t.sdk.authz[add]({ [ofId]: id, [otherId]: second }, { [fetch]: true });
    assert.deepEqual(ids(added.data), [first, second]);
    expect(await t.sdk.authz[add]({ [ofId]: id, [otherId]: second }), done);
    assert.deepEqual(await listed(t, id), [first, second]);
    await t.rejects(code, () => t.sdk.authz[add]({ [ofId]: id, [otherId]: NOBODY }));
  });

  check(`authz.${addAll}`, async (t) => {
    const [id, first, second] = [await t[of](), await other(t), await other(t)];
    const several = { [ofId]: id, [`${otherId}List`]: [first, second] };
    const added = await t.sdk.authz[addAll]({ ...several }, { [fetch]: true });
    assert.deepEqual(ids(added.data), [first, second]);
    const bad = { [ofId]: await t[of](), [`${otherId}List`]: [first, NOBODY] };
    await t.rejects(code, () => t.sdk.authz[addAll]({ ...bad }));
    assert.deepEqual(await listed(t, bad[ofId]), []);
  });

  for (const name of [remove, removeAll]) {
    check(`authz.${name}`, async (t) => {
      const [id, first, second] = [await t[of](), await other(t), await other(t)];
      for (const each of [first, second]) await t.sdk.authz[add]({ [ofId]: id, [otherId]: each });
      const gone = name === remove ? { [otherId]: first } : { [`${otherId}List`]: [first] };
      if (isBroken) {
        const error = await t.fails(() => t.sdk.authz[name]({ [ofId]: id, ...gone }, { fetchUsers: true }));
        assert.equal(error.response.status, 400);
        expect(await t.sdk.authz[name]({ [ofId]: id, ...gone }), done);
      } else {
        assert.deepEqual(ids((await t.sdk.authz[name]({ [ofId]: id, ...gone }, { [fetch]: true })).data), [second]);
      }
      assert.deepEqual(await listed(t, id), [second]);
    });
  }

  check(`authz.${list}`, async (t) => {
    const [id, first, second] = [await t[of](), await other(t), await other(t)];
    expect(await t.sdk.authz[list](id), { totalCount: 0, list: [] });
    await t.sdk.authz[addAll]({ [ofId]: id, [`${otherId}List`]: [first, second] });
    const shape = otherId === 'userId' ? USER : NAMED;
    expect(await t.sdk.authz[list](id), { totalCount: 2, list: listOf(shape) });
    if (otherId === 'userId') {
      const page = await t.sdk.authz[list](id, { page: 1, count: 1, sortBy: 'CREATEDAT_DESC' });
      expect(page, { totalCount: 2, list: listOf({ _id: first }) });
    }
  });
}

// Gives a user a role directly, and another one by a group. Each role has a permission.
async function holder(t) {
  const { authz } = t.sdk;
  const [userId, groupId, own, inherited] = [await user(t), await t.group(), await t.role(), await t.role()];
  const permissions = [await t.permission(), await t.permission()];
  await authz.assignRoleToUser({ roleId: own, userId });
  await authz.addRoleToGroup({ groupId, roleId: inherited });
  await authz.addUserToGroup({ groupId, userId });
  await authz.addPermissionToRole({ roleId: own, permissionId: permissions[0] });
  await authz.addPermissionToRoleBatch({ roleId: inherited, permissionIdList: permissions });
  return { userId, groupId, roles: [own, inherited], permissions };
}

check('authz.groupPermissionList', async (t) => {
  const { groupId, permissions } = await holder(t);
  assert.deepEqual(ids(await t.sdk.authz.groupPermissionList(groupId)), permissions);
});

const counted = (number) => ({ totalCount: number, list: listOf(NAMED), rawList: listOf(String) });

check('userRoleList', async (t) => {
  const { userId, roles } = await holder(t);
  const found = expect(await t.sdk.userRoleList(userId), counted(2));
  assert.deepEqual(ids(found), roles);
  assert.equal(found.rawList.length, 2);
  await t.rejects(2004, () => t.sdk.userRoleList(NOBODY));
  await t.loggedIn();
  await t.rejects(2202, () => t.sdk.userRoleList(userId));
});

check('userGroupList', async (t) => {
  const { userId, groupId } = await holder(t);
  assert.deepEqual(ids(expect(await t.sdk.userGroupList(userId), counted(1))), [groupId]);
});

check('userPermissionList', async (t) => {
  const { userId, roles, permissions } = await holder(t);
  assert.deepEqual(ids(expect(await t.sdk.userPermissionList(userId), counted(2))), permissions);
  await t.sdk.authz.deletePermission(permissions[1]);
  expect(await t.sdk.userPermissionList(userId), counted(1));
  await t.sdk.authz.deleteRoleBatch(roles);
  expect(await t.sdk.userPermissionList(userId), counted(0));
  expect(await t.sdk.userRoleList(userId), { totalCount: 0 });
});
