// Organizations, which are trees of groups.

import assert from 'node:assert/strict';

import { NOBODY } from '../context.mjs';
import { check, expect, listOf } from '../harness.mjs';
import { DONE, ID, NAMED, USER } from '../shapes.mjs';

// Creates an organization: the root with two children, the first of which has one.
async function org(t) {
  const [root, first, second, below] = [await t.group(), await t.group(), await t.group(), await t.group()];
  const { _id } = await t.sdk.org.createOrg({ rootGroupId: root });
  const add = (groupId, parentGroupId) => t.sdk.org.addNode({ orgId: _id, groupId, parentGroupId });
  await add(first, root);
  await add(second, root);
  await add(below, first);
  return { _id, root, first, second, below };
}

check('org.createOrg', async (t) => {
  const root = await t.group();
  const created = await t.sdk.org.createOrg({ rootGroupId: root });
  expect(created, { _id: ID, nodes: listOf({ ...NAMED, _id: root, children: [], root: true }), tree: { _id: root } });
  await t.rejects(3901, () => t.sdk.org.createOrg({ rootGroupId: NOBODY }));
});

check('org.addNode', async (t) => {
  const { _id: orgId, root, first } = await org(t);
  const groupId = await t.group();
  expect(await t.sdk.org.addNode({ orgId, groupId, parentGroupId: first }), { _id: orgId });
  await t.rejects(500, () => t.sdk.org.addNode({ orgId, groupId, parentGroupId: root }));
  await t.rejects(3901, () => t.sdk.org.addNode({ orgId, groupId: root, parentGroupId: NOBODY }));
  assert.equal((await t.sdk.org.findById(orgId)).nodes.length, 5);
});

check('org.findById', async (t) => {
  const { _id, root, first, second, below } = await org(t);
  const found = await t.sdk.org.findById(_id);
  const children = Object.fromEntries(found.nodes.map((node) => [node._id, node.children]));
  assert.deepEqual(children, { [root]: [first, second], [first]: [below], [second]: [], [below]: [] });
  assert.equal(found.tree._id, root);
  assert.deepEqual(found.tree.children.map((node) => node._id), [first, second]);
  await t.rejects(3901, () => t.sdk.org.findById(NOBODY));
});

check('org.all', async (t) => {
  const { _id } = await org(t);
  const { totalCount, list } = await t.sdk.org.all();
  assert.equal(list.length, totalCount);
  assert.equal(list.at(-1)._id, _id);
});

check('org.removeNode', async (t) => {
  const { _id: orgId, root, first, below } = await org(t);
  expect(await t.sdk.org.removeNode({ orgId, groupId: first }), { _id: orgId });
  assert.equal((await t.sdk.org.findById(orgId)).nodes.length, 2);
  expect(await t.sdk.authz.group(below), { _id: below });
  await t.rejects(500, () => t.sdk.org.removeNode({ orgId, groupId: root }));
  await t.rejects(3901, () => t.sdk.org.removeNode({ orgId, groupId: first }));
});

check('org.dropById', async (t) => {
  const { _id } = await org(t);
  expect(await t.sdk.org.dropById(_id), DONE);
  await t.rejects(3901, () => t.sdk.org.findById(_id));
});

check('org.isRootNode', async (t) => {
  const { _id: orgId, root, first } = await org(t);
  assert.equal(await t.sdk.org.isRootNode({ orgId, groupId: root }), true);
  assert.equal(await t.sdk.org.isRootNode({ orgId, groupId: first }), false);
});

check('org.childrenNodes', async (t) => {
  const { _id: orgId, root, first, second, below } = await org(t);
  const children = async (groupId) => (await t.sdk.org.childrenNodes({ orgId, groupId })).map(({ group }) => group._id);
  assert.deepEqual(await children(root), [first, second]);
  assert.deepEqual(await children(below), []);
  await t.rejects(3901, () => children(NOBODY));
});

check('org.rootNode', async (t) => {
  const { _id, root } = await org(t);
  expect(await t.sdk.org.rootNode(_id), { ...NAMED, _id: root });
});

check('org.searchUser', async (t) => {
  const { _id: orgId, first, below } = await org(t);
  const user = await t.user();
  await t.sdk.authz.addUserToGroup({ groupId: below, userId: user._id });
  const query = user.email.split('@')[0];
  const search = (includeChildrenNodes) =>
    t.sdk.org.searchUser({ orgId, nodeId: first, query, includeChildrenNodes });
  expect(await search(false), { totalCount: 0, list: [] });
  expect(await search(true), { totalCount: 1, list: listOf({ ...USER, _id: user._id }) });
});
