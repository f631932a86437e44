// The manager of organizations.

import assert from 'node:assert/strict';

import { NOBODY } from '../context.mjs';
import { ANY, check, expect, listOf } from '../harness.mjs';
import { DONE, NODE, USER } from '../shapes.mjs';

const ids = (nodes) => nodes.map((node) => node.id);

check('management.org.create', async (t) => {
  const name = t.name('org');
  const org = await t.management.org.create(name, 'a company', name);
  const root = { ...NODE, name, code: name, description: 'a company', root: true, depth: 0 };
  expect(org, { rootNode: root });
  assert.deepEqual(ids(org.nodes), [org.rootNode.id]);
});

check('management.org.addNode', async (t) => {
  const { org, root, node } = await t.org();
  const data = { name: 'Shops', code: t.name('shops'), order: 3, nameI18n: 'magasins', description: 'sells',
    descriptionI18n: 'vend' };
  const shops = await t.management.org.addNode(org, node, data);
  expect(shops, { ...NODE, ...data, depth: 2, root: false, orgId: org, children: [] });
  assert.deepEqual(shops.path, [root, node, shops.id]);
  assert.deepEqual((await t.management.org.getNodeById(node)).children, [shops.id]);
  await t.rejects(500, () => t.management.org.addNode(org, node, data));
  await t.rejects(500, () => t.management.org.addNode(org, NOBODY, { name: 'Lost' }));
});

check('management.org.list', async (t) => {
  const [one, two] = [await t.org(), await t.org()];
  const { list } = await t.management.org.list(1, 2);
  assert.deepEqual(ids(list), [two.org, one.org]);
  expect(list[0].tree, { ...NODE, id: two.root, children: listOf({ ...NODE, id: two.node }) });
});

check('management.org.findById', async (t) => {
  const { org, root, node } = await t.org();
  const found = await t.management.org.findById(org);
  assert.deepEqual(ids(found.nodes).sort(), [root, node].sort());
  expect(found, { id: org, rootNode: { id: root }, tree: { id: root, children: listOf({ id: node }) } });
  await t.rejects(500, () => t.management.org.findById(NOBODY));
});

check('management.org.deleteById', async (t) => {
  const { org, node } = await t.org();
  expect(await t.management.org.deleteById(org), DONE);
  assert.equal(await t.management.org.getNodeById(node), null);
  await t.rejects(500, () => t.management.org.deleteById(org));
});

check('management.org.getNodeById', async (t) => {
  const { org, node } = await t.org();
  expect(await t.management.org.getNodeById(node), { ...NODE, id: node, orgId: org, root: false });
  assert.equal(await t.management.org.getNodeById(NOBODY), null);
});

check('management.org.getNodeByCode', async (t) => {
  const { org, node, code } = await t.org();
  expect(await t.management.org.getNodeByCode(org, code), { ...NODE, id: node, code });
  assert.equal(await t.management.org.getNodeByCode(org, t.name('unknown')), null);
});

check('management.org.updateNode', async (t) => {
  const { node } = await t.org();
  const changes = { name: 'Selling', code: t.name('code'), description: 'changed' };
  expect(await t.management.org.updateNode(node, changes), { ...changes, id: node });
  expect(await t.management.org.updateNode(node, { name: 'Sales' }), { name: 'Sales', code: changes.code });
  await t.rejects(500, () => t.management.org.updateNode(NOBODY, { name: 'x' }));
});

check('management.org.updateNode(order, nameI18n)', 'drops what the schema has no argument for', async (t) => {
  const { node } = await t.org();
  const changed = await t.management.org.updateNode(node, { name: 'Sales', order: 5, nameI18n: 'ventes' });
  assert.deepEqual(t.wire.variables, { id: node, name: 'Sales' });
  expect(changed, { order: null, nameI18n: null });
});

check('management.org.deleteNode', async (t) => {
  const { org, root, node } = await t.org();
  const below = await t.management.org.addNode(org, node, { name: 'Shops' });
  expect(await t.management.org.deleteNode(org, node), DONE);
  assert.equal(await t.management.org.getNodeById(below.id), null);
  await t.rejects(500, () => t.management.org.deleteNode(org, root));
});

check('management.org.moveNode', async (t) => {
  const { org, root, node } = await t.org();
  const { id } = await t.management.org.addNode(org, node, { name: 'Shops' });
  await t.rejects(500, () => t.management.org.moveNode(org, node, id));
  const moved = await t.management.org.moveNode(org, id, root);
  assert.deepEqual(ids(moved.tree.children).sort(), [node, id].sort());
});

check('management.org.isRootNode', async (t) => {
  const { org, root, node } = await t.org();
  const { org: orgs } = t.management;
  assert.deepEqual([await orgs.isRootNode(org, root), await orgs.isRootNode(org, node)], [true, false]);
});

check('management.org.listChildren', async (t) => {
  const { root, node } = await t.org();
  assert.deepEqual(ids(await t.management.org.listChildren(root)), [node]);
  assert.deepEqual(await t.management.org.listChildren(node), []);
  await t.rejects(500, () => t.management.org.listChildren(NOBODY));
});

check('management.org.rootNode', async (t) => {
  const { org, root } = await t.org();
  expect(await t.management.org.rootNode(org), { ...NODE, id: root, root: true });
  await t.rejects(500, () => t.management.org.rootNode(NOBODY));
});

check('management.org.searchNodes', async (t) => {
  const [{ node }, name] = [await t.org(), t.name('Unique')];
  await t.management.org.updateNode(node, { name: `The ${name} one` });
  assert.deepEqual(ids(await t.management.org.searchNodes(name)), [node]);
  assert.deepEqual(await t.management.org.searchNodes(t.name('nothing')), []);
});

check('management.org.addMembers', async (t) => {
  const [{ node }, id] = [await t.org(), await t.id()];
  expect(await t.management.org.addMembers(node, [id]), { totalCount: 1, list: listOf({ ...USER, id }) });
  await t.rejects(2004, () => t.management.org.addMembers(node, [NOBODY]));
  await t.rejects(500, () => t.management.org.addMembers(NOBODY, [id]));
});

check('management.org.listMembers', async (t) => {
  const [{ root, node }, users] = [await t.org(), await t.ids(3)];
  const members = (...given) => t.management.org.listMembers(...given);
  await t.management.org.addMembers(node, users);
  const pages = [await members(node, { page: 1, limit: 2 }), await members(node, { page: 2, limit: 2 })];
  pages.forEach((page) => expect(page, { totalCount: 3, list: listOf(USER) }));
  assert.deepEqual(pages.flatMap(({ list }) => ids(list)).sort(), [...users].sort());
  // The schema's default is true, whatever the SDK's comment says.
  for (const options of [undefined, { includeChildrenNodes: true }]) {
    expect(await members(root, options), { totalCount: 3 });
  }
  expect(await members(root, { includeChildrenNodes: false }), { totalCount: 0 });
});

check('management.org.moveMembers', async (t) => {
  const [{ root, node }, id] = [await t.org(), await t.id()];
  await t.management.org.addMembers(node, [id]);
  const move = { userIds: [id], sourceNodeId: node, targetNodeId: root };
  assert.equal(await t.management.org.moveMembers(move), true);
  expect(await t.management.org.listMembers(root), { totalCount: 1, list: listOf({ id }) });
  expect(await t.management.org.listMembers(node), { totalCount: 0, list: [] });
});

check('management.org.removeMembers', async (t) => {
  const [{ node }, [one, two]] = [await t.org(), await t.ids(2)];
  await t.management.org.addMembers(node, [one, two]);
  expect(await t.management.org.removeMembers(node, [one]), { totalCount: 1, list: listOf({ id: two }) });
});

check('management.org.setMainDepartment', async (t) => {
  const [{ root, node }, other, id] = [await t.org(), await t.org(), await t.id()];
  for (const department of [root, node]) await t.management.org.addMembers(department, [id]);
  expect(await t.management.org.setMainDepartment(id, node), DONE);
  const { list } = await t.management.users.listDepartment(id);
  const main = list.filter((each) => each.isMainDepartment).map((each) => each.department.id);
  assert.deepEqual(main, [node]);
  await t.rejects(500, () => t.management.org.setMainDepartment(id, other.root));
});

for (const [method, target] of [
  ['listAuthorizedResourcesByNodeId', ({ node }) => [node]],
  ['listAuthorizedResourcesByNodeCode', ({ org, code }) => [org, code]],
]) {
  check(`management.org.${method}`, async (t) => {
    const [made, resource] = [await t.org(), t.name('books')];
    const opts = [{ targetType: 'ORG', targetIdentifier: made.node, actions: ['read'] }];
    await t.management.acl.authorizeResource({ namespace: 'default', resource, opts });
    const list = (...given) => t.management.org[method](...given);
    const expected = { totalCount: 1, list: listOf({ code: resource, actions: ['read'] }) };
    expect(await list(...target(made), 'default'), expected);
    expect(await list(...target(made), 'default', { resourceType: 'MENU' }), { totalCount: 0, list: ANY });
    const unknown = { org: made.org, node: NOBODY, code: t.name('unknown') };
    assert.ok((await t.fails(() => list(...target(unknown), 'default'))) instanceof Error);
  });
}
