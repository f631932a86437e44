// Resources and their namespaces at the REST endpoints.

import assert from 'node:assert/strict';

import { NOBODY } from '../context.mjs';
import { check, expect } from '../harness.mjs';
import { DATE, ID } from '../shapes.mjs';

const ACTIONS = [{ name: 'read', description: 'reads' }];
const RESOURCE = { id: ID, code: String, type: 'DATA', actions: ACTIONS, createdAt: DATE };

function created(t, namespace = 'default') {
  return t.management.acl.createResource({ code: t.name('books'), type: 'DATA', namespace, actions: ACTIONS });
}

check('management.acl.createResource', async (t) => {
  const { code } = expect(await created(t), RESOURCE);
  const again = { code, type: 'DATA', namespace: 'default', actions: ACTIONS };
  await t.rejects(500, () => t.management.acl.createResource(again));
});

check('management.acl.updateResource', async (t) => {
  const { code } = await created(t);
  const changes = { namespace: 'default', description: 'All' };
  expect(await t.management.acl.updateResource(code, changes), { ...RESOURCE, code, description: 'All' });
  await t.rejects(500, () => t.management.acl.updateResource(code, { namespace: 'another' }));
});

check('management.acl.deleteResource', async (t) => {
  const { code } = await created(t);
  assert.equal(await t.management.acl.deleteResource(code, 'default'), true);
  await t.rejects(500, () => t.management.acl.deleteResource(code, 'default'));
});

for (const name of ['listResources', 'getResources']) {
  check(`management.acl.${name}`, async (t) => {
    const namespace = t.name('space');
    const resource = await created(t, namespace);
    assert.deepEqual(await t.management.acl[name]({ namespace }), { totalCount: 1, list: [resource] });
    assert.deepEqual(await t.management.acl[name]({ namespace, type: 'API' }), { totalCount: 0, list: [] });
  });
}

check('management.acl.getResourceById', async (t) => {
  const resource = await created(t);
  assert.deepEqual(await t.management.acl.getResourceById(resource.id), resource);
  await t.rejects(500, () => t.management.acl.getResourceById(NOBODY));
});

check('management.acl.getResourceByCode', async (t) => {
  const resource = await created(t);
  const { code, namespace } = resource;
  assert.deepEqual(await t.management.acl.getResourceByCode({ code, namespace }), resource);
  await t.rejects(500, () => t.management.acl.getResourceByCode({ code, namespace: 'another' }));
});

check('management.applications.createResource', async (t) => {
  const options = { code: t.name('books'), type: 'DATA', actions: ACTIONS };
  expect(await t.management.applications.createResource(t.app, options), { ...RESOURCE, namespace: t.app });
});

check('management.applications.listResources', async (t) => {
  const { id } = await created(t, t.app);
  const { list } = await t.management.applications.listResources(t.app, { page: 1, limit: 1000 });
  assert.ok(list.some((resource) => resource.id === id));
});

check('management.applications.updateResource', async (t) => {
  const { code } = await created(t, t.app);
  expect(await t.management.applications.updateResource(t.app, { code, type: 'API', actions: ACTIONS }), { type: 'API' });
});

check('management.applications.deleteResource', async (t) => {
  const { code } = await created(t, t.app);
  assert.equal(await t.management.applications.deleteResource(t.app, code), true);
});

check('management.acl.isAllowed', async (t) => {
  const [id, resource] = [await t.id(), t.name('books')];
  assert.equal(await t.management.acl.isAllowed(id, resource, 'read', { namespace: 'default' }), false);
  await t.management.acl.authorizeResources(several(id, resource));
  assert.equal(await t.management.acl.isAllowed(id, resource, 'read', { namespace: 'default' }), true);
});

function several(id, code) {
  const resources = [{ code, actions: ['read'], resourceType: 'DATA' }];
  return { namespace: 'default', opts: [{ targetType: 'USER', targetIdentifiers: [id], resources }] };
}

check('management.acl.authorizeResources', async (t) => {
  const [id, resource] = [await t.id(), t.name('books')];
  await t.management.acl.authorizeResources(several(id, resource));
  assert.equal(await t.may(id, 'read', resource), true);
});

check('management.acl.revokeResources', async (t) => {
  const [id, resource] = [await t.id(), t.name('books')];
  await t.management.acl.authorizeResources(several(id, resource));
  await t.management.acl.revokeResources(several(id, resource));
  assert.equal(await t.may(id, 'read', resource), false);
});

check('management.acl.revokeResource', async (t) => {
  const [id, resource] = [await t.id(), t.name('books')];
  await t.management.acl.authorizeResources(several(id, resource));
  const opts = [{ targetType: 'USER', targetIdentifier: id }];
  await t.management.acl.revokeResource({ namespace: 'default', resource, opts });
  assert.equal(await t.may(id, 'read', resource), false);
});

check('management.acl.listAuthorizedResourcesBatch', async (t) => {
  const [id, resource] = [await t.id(), t.name('books')];
  await t.management.acl.authorizeResources(several(id, resource));
  const targets = [{ targetType: 'USER', targetIdentifier: id }];
  const { list } = await t.management.acl.listAuthorizedResourcesBatch({ namespace: 'default', targets });
  assert.equal(list[0].list[0].code, resource);
});

function space(t) {
  return t.management.acl.createNamespace(t.name('space'), 'A space');
}

check('management.acl.createNamespace', async (t) => {
  const { code } = expect(await space(t), { id: Number, code: String, name: 'A space' });
  await t.rejects(500, () => t.management.acl.createNamespace(code, 'A space'));
});

check('management.acl.listNamespaces', async (t) => {
  const { code } = await space(t);
  const { list } = await t.management.acl.listNamespaces(1, 1000);
  assert.ok(list.some((namespace) => namespace.code === code));
});

check('management.acl.updateNamespace', async (t) => {
  const { code } = await space(t);
  expect(await t.management.acl.updateNamespace(code, { name: 'Another' }), { code, name: 'Another' });
  await t.rejects(3005, () => t.management.acl.updateNamespace('unknown', { name: 'Another' }));
});

check('management.acl.deleteNamespace', async (t) => {
  const { code } = await space(t);
  await t.management.acl.deleteNamespace(code);
  await t.rejects(3005, () => t.management.acl.deleteNamespace(code));
});

check('management.tenant.batchInsertResource', async (t) => {
  const resources = [0, 1].map(() => ({ code: t.name('books'), type: 'DATA', namespace: 'default', actions: ACTIONS }));
  await t.management.tenant.batchInsertResource({ bulk: resources });
  for (const { code } of resources) expect(await t.management.acl.getResourceByCode({ namespace: 'default', code }), RESOURCE);
});
