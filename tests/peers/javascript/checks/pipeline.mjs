// Rules, and their environment variables.

import assert from 'node:assert/strict';

import { NOBODY } from '../context.mjs';
import { check, expect } from '../harness.mjs';
import { DATE, DONE, ID } from '../shapes.mjs';

const RULE = {
  _id: ID, name: String, type: 'PRE_REGISTER', enabled: true, faasUrl: /^http/, code: String, createdAt: DATE,
  updatedAt: DATE,
};
const rule = (t) => t.sdk.pipeline.createRule({ name: t.name('rule'), type: 'PRE_REGISTER', code: 'function pipe() {}' });

check('pipeline.createRule', async (t) => {
  expect(await rule(t), RULE);
});

check('pipeline.ruleById', async (t) => {
  const created = await rule(t);
  expect(await t.sdk.pipeline.ruleById(created._id), created);
  await t.rejects(500, () => t.sdk.pipeline.ruleById(NOBODY));
});

check('pipeline.all', async (t) => {
  const { _id } = await rule(t);
  const { totalCount, list } = await t.sdk.pipeline.all();
  assert.equal(list.length, totalCount);
  assert.equal(list.at(-1)._id, _id);
});

check('pipeline.updateRule', async (t) => {
  const { _id, name, code } = await rule(t);
  const changed = await t.sdk.pipeline.updateRule({ _id, type: 'POST_REGISTER', enabled: false });
  expect(changed, { ...RULE, _id, name, code, type: 'POST_REGISTER', enabled: false });
  expect(await t.sdk.pipeline.ruleById(_id), changed);
  await t.rejects(500, () => t.sdk.pipeline.updateRule({ _id: NOBODY, name: 'x' }));
});

check('pipeline.deleteById', async (t) => {
  const { _id } = await rule(t);
  expect(await t.sdk.pipeline.deleteById(_id), DONE);
  await t.rejects(500, () => t.sdk.pipeline.ruleById(_id));
});

const value = (found, key) => found.list.find((each) => each.key === key)?.value;

check('pipeline.setEnv', async (t) => {
  const key = t.name('KEY');
  assert.equal(value(await t.sdk.pipeline.setEnv(key, '1'), key), '1');
  assert.equal(value(await t.sdk.pipeline.setEnv(key, '2'), key), '2');
});

check('pipeline.env', async (t) => {
  const key = t.name('KEY');
  await t.sdk.pipeline.setEnv(key, '1');
  const found = await t.sdk.pipeline.env();
  assert.equal(found.totalCount, found.list.length);
  assert.equal(value(found, key), '1');
});

check('pipeline.removeEnv', async (t) => {
  const key = t.name('KEY');
  await t.sdk.pipeline.setEnv(key, '1');
  assert.equal(value(await t.sdk.pipeline.removeEnv(key), key), undefined);
  await t.rejects(500, () => t.sdk.pipeline.removeEnv(key));
});
