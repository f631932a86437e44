// The roles of an application: those of the namespace that has its id.

import assert from 'node:assert/strict';

import { check, expect, listOf } from '../harness.mjs';
import { DONE, ROLE, USER } from '../shapes.mjs';

async function role(t) {
  const code = t.name('role');
  await t.management.applications.createRole(t.app, { code, description: 'of the app' });
  return code;
}

check('management.applications.createRole', async (t) => {
  const code = t.name('role');
  const made = await t.management.applications.createRole(t.app, { code, description: 'reads' });
  expect(made, { ...ROLE, code, namespace: t.app, description: 'reads' });
  assert.equal(await t.management.roles.detail(code), null);
});

check('management.applications.findRole', async (t) => {
  const code = await role(t);
  expect(await t.management.applications.findRole(t.app, code), { ...ROLE, code, namespace: t.app });
  assert.equal(await t.management.applications.findRole('another', code), null);
});

check('management.applications.getRoles', async (t) => {
  const code = await role(t);
  const found = await t.management.applications.getRoles(t.app, { page: 1, limit: 1 });
  expect(found, { totalCount: Number, list: listOf({ code, namespace: t.app }) });
});

check('management.applications.updateRole', async (t) => {
  const [code, newCode] = [await role(t), t.name('role')];
  const changes = { code, newCode, description: 'changed' };
  expect(await t.management.applications.updateRole(t.app, changes), { code: newCode, description: 'changed' });
  assert.equal(await t.management.applications.findRole(t.app, code), null);
});

check('management.applications.deleteRole', async (t) => {
  const code = await role(t);
  expect(await t.management.applications.deleteRole(t.app, code), DONE);
  await t.rejects(500, () => t.management.applications.deleteRole(t.app, code));
});

check('management.applications.deleteRoles', async (t) => {
  const codes = [await role(t), await role(t)];
  expect(await t.management.applications.deleteRoles(t.app, codes), DONE);
  assert.equal(await t.management.applications.findRole(t.app, codes[0]), null);
});

check('management.applications.addUsersToRole', async (t) => {
  const [code, id] = [await role(t), await t.id()];
  expect(await t.management.applications.addUsersToRole(t.app, code, [id]), DONE);
  assert.equal(await t.management.users.hasRole(id, code, t.app), true);
  await t.rejects(500, () => t.management.applications.addUsersToRole('another', code, [id]));
});

check('management.applications.getUsersByRoleCode', async (t) => {
  const [code, id] = [await role(t), await t.id()];
  await t.management.applications.addUsersToRole(t.app, code, [id]);
  const found = await t.management.applications.getUsersByRoleCode(t.app, code);
  expect(found, { totalCount: 1, list: listOf({ ...USER, id }) });
});

check('management.applications.removeUsersFromRole', async (t) => {
  const [code, id] = [await role(t), await t.id()];
  await t.management.applications.addUsersToRole(t.app, code, [id]);
  expect(await t.management.applications.removeUsersFromRole(t.app, code, [id]), DONE);
  expect(await t.management.applications.getUsersByRoleCode(t.app, code), { totalCount: 0 });
});

check('management.applications.listAuthorizedResourcesByRole', async (t) => {
  const [code, resource] = [await role(t), t.name('books')];
  const opts = [{ targetType: 'ROLE', targetIdentifier: code, actions: ['read'] }];
  await t.management.acl.authorizeResource({ namespace: t.app, resource, opts });
  const found = await t.management.applications.listAuthorizedResourcesByRole(t.app, code);
  expect(found, { totalCount: 1, list: listOf({ code: resource, actions: ['read'] }) });
});
