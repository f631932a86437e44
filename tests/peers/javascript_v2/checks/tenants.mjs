// Tenants and their members.

import assert from 'node:assert/strict';

import { NOBODY } from '../context.mjs';
import { check, expect, listOf } from '../harness.mjs';
import { DATE, ID } from '../shapes.mjs';

const TENANT = { id: ID, name: 'Corp', createdAt: DATE, updatedAt: DATE };

function created(t) {
  return t.management.tenant.create({ name: 'Corp', appIds: t.app });
}

// Creates a tenant with a member. Returns their ids.
async function withMember(t) {
  const [{ id }, user] = [await created(t), await t.id()];
  await t.management.tenant.addMembers(id, [user]);
  return { id, user };
}

async function members(t, id) {
  return (await t.management.tenant.members(id, { page: 1, limit: 10 })).list;
}

check('management.tenant.create', async (t) => {
  expect(await created(t), TENANT);
  await t.rejects(500, () => t.management.tenant.create({ name: 'Corp', appIds: NOBODY }));
});

check('management.tenant.list', async (t) => {
  const { id } = await created(t);
  const { list } = await t.management.tenant.list({ page: 1, limit: 1000 });
  assert.ok(list.some((tenant) => tenant.id === id));
});

check('management.tenant.details', async (t) => {
  const { id } = await created(t);
  expect(await t.management.tenant.details(id), { ...TENANT, id });
});

check('management.tenant.update', async (t) => {
  const { id } = await created(t);
  await t.management.tenant.update(id, { name: 'Other' });
  expect(await t.management.tenant.details(id), { name: 'Other' });
});

check('management.tenant.config', async (t) => {
  const { id } = await created(t);
  await t.management.tenant.config(id, { css: 'body {}' });
  expect(await t.management.tenant.details(id), { name: 'Corp', css: 'body {}' });
});

check('management.tenant.delete', async (t) => {
  const { id } = await created(t);
  await t.management.tenant.delete(id);
  assert.equal(await t.management.tenant.details(id), null);
});

check('management.tenant.addMembers', async (t) => {
  const { id } = await withMember(t);
  await t.rejects(2004, () => t.management.tenant.addMembers(id, [NOBODY]));
});

check('management.tenant.members', async (t) => {
  const { id, user } = await withMember(t);
  expect(await members(t, id), listOf({ user: { id: user }, tenantId: id }));
});

check('management.tenant.removeMembers', async (t) => {
  const { id, user } = await withMember(t);
  await t.management.tenant.removeMembers(id, user);
  assert.deepEqual(await members(t, id), []);
});

check('management.tenant.updateTenantMember', async (t) => {
  const { id, user } = await withMember(t);
  await t.management.tenant.updateTenantMember(id, user, false);
  expect(await members(t, id), listOf({ isEnabled: false }));
});

check('management.tenant.setTanentAdmin', async (t) => {
  const { id, user } = await withMember(t);
  assert.equal(await t.management.tenant.setTanentAdmin(id, { userIds: [user] }), true);
  expect(await members(t, id), listOf({ isTenantAdmin: true }));
});

check('management.tenant.deleteTanentAdmin', async (t) => {
  const { id, user } = await withMember(t);
  await t.management.tenant.setTanentAdmin(id, { userIds: [user] });
  assert.equal(await t.management.tenant.deleteTanentAdmin(id, user), true);
  expect(await members(t, id), listOf({ isTenantAdmin: false }));
});

check('management.users.getUserTenants', async (t) => {
  const { id, user } = await withMember(t);
  expect(await t.management.users.getUserTenants(user), { tenants: listOf({ id }) });
});

check('management.applications.applicationTenants', async (t) => {
  const { id } = await created(t);
  const { tenants } = await t.management.applications.applicationTenants(t.app);
  assert.ok(tenants.some((tenant) => tenant.id === id));
});

check('management.org.getOrgByTenantId', async (t) => {
  const { id } = await created(t);
  await t.rejects(500, () => t.management.org.getOrgByTenantId(id));
});
