// Fields of custom data, and their values for users and roles.

import assert from 'node:assert/strict';

import { NOBODY } from '../context.mjs';
import { check, expect } from '../harness.mjs';
import { DONE } from '../shapes.mjs';

const VALUES = [['STRING', 'v'], ['NUMBER', 1.5], ['BOOLEAN', false], ['OBJECT', { a: [1] }]];
const named = (list) => Object.fromEntries(list.map(({ key, value }) => [key, value]));

check('setUdv', async (t) => {
  const { client } = await t.user();
  for (const [dataType, value] of VALUES) {
    const key = await t.field(dataType);
    const found = (await client.setUdv(key, value)).find((each) => each.key === key);
    assert.deepEqual(found, { key, dataType, value, label: 'A label' });
  }
  const [number, undefined_] = [await t.field('NUMBER'), t.name('undefined')];
  await t.rejects(500, () => client.setUdv(number, 'text'));
  await t.rejects(500, () => client.setUdv(undefined_, 'v'));
});

check('listUdv', async (t) => {
  const { client } = await t.user();
  assert.deepEqual(await client.listUdv(), []);
  const [text, flag] = [await t.field(), await t.field('BOOLEAN')];
  await client.setUdfValue({ [text]: 'v', [flag]: true });
  assert.deepEqual(named(await client.listUdv()), { [text]: 'v', [flag]: true });
});

check('removeUdv', async (t) => {
  const { client } = await t.user();
  const [one, two] = [await t.field(), await t.field()];
  await client.setUdfValue({ [one]: '1', [two]: '2' });
  assert.deepEqual(named(await client.removeUdv(one)), { [two]: '2' });
});

check('getUdfValue', async (t) => {
  const { client } = await t.user();
  const key = await t.field('DATETIME');
  assert.deepEqual(await client.getUdfValue(), {});
  const day = new Date('1815-12-10T00:00:00Z');
  await client.setUdfValue({ [key]: day });
  assert.deepEqual(await client.getUdfValue(), { [key]: day });
});

check('setUdfValue', async (t) => {
  const { client, user } = await t.user();
  const [text, number] = [await t.field(), await t.field('NUMBER')];
  await client.setUdfValue({ [text]: 'v', [number]: 2 });
  assert.deepEqual(await t.management.users.getUdfValue(user.id), { [text]: 'v', [number]: 2 });
  await t.rejects(500, () => client.setUdfValue({ [text]: 'w', [number]: 'x' }));
  assert.deepEqual(await client.getUdfValue(), { [text]: 'v', [number]: 2 });
  await t.withoutRequest(() => t.fails(() => client.setUdfValue({})));
});

check('removeUdfValue', async (t) => {
  const { client } = await t.user();
  const key = await t.field();
  await client.setUdfValue({ [key]: 'v' });
  await client.removeUdfValue(key);
  assert.deepEqual(await client.getUdfValue(), {});
});

check('management.udf.set', async (t) => {
  const key = t.name('field');
  const field = { targetType: 'USER', key, dataType: 'NUMBER', label: 'A size' };
  expect(await t.management.udf.set('USER', key, 'NUMBER', 'A size'), field);
  expect(await t.management.udf.set('USER', key, 'STRING', 'Another'), { dataType: 'STRING', label: 'Another' });
});

check('management.udf.list', async (t) => {
  const [user, role] = [await t.field(), await t.field('STRING', 'ROLE')];
  const keys = async (type) => (await t.management.udf.list(type)).map((each) => each.key);
  const [users, roles] = [await keys('USER'), await keys('ROLE')];
  assert.ok(users.includes(user) && roles.includes(role) && !roles.includes(user));
});

check('management.udf.remove', async (t) => {
  const key = await t.field();
  expect(await t.management.udf.remove('USER', key), DONE);
  assert.ok(!(await t.management.udf.list('USER')).some((each) => each.key === key));
  await t.rejects(500, () => t.management.udf.remove('USER', key));
});

check('management.udf.listUdv', async (t) => {
  const [id, key] = [await t.id(), await t.field('NUMBER')];
  await t.management.users.setUdfValue(id, { [key]: 2 });
  const found = await t.management.udf.listUdv('USER', id);
  assert.deepEqual(found, [{ key, dataType: 'NUMBER', value: 2, label: 'A label' }]);
  await t.rejects(2004, () => t.management.udf.listUdv('USER', NOBODY));
});

check('management.udf.setUdvBatch', async (t) => {
  const [id, text, flag] = [await t.id(), await t.field(), await t.field('BOOLEAN')];
  const list = [{ key: text, value: 'v' }, { key: flag, value: true }];
  assert.deepEqual(named(await t.management.udf.setUdvBatch('USER', id, list)), { [text]: 'v', [flag]: true });
});

check('management.users.getUdfValue', async (t) => {
  const id = await t.id();
  assert.deepEqual(await t.management.users.getUdfValue(id), {});
  const values = {};
  for (const [kind, value] of VALUES) values[await t.field(kind)] = value;
  await t.management.users.setUdfValue(id, values);
  assert.deepEqual(await t.management.users.getUdfValue(id), values);
});

// The four methods for the values of several users or roles.
function batches(part, make) {
  const target = part === 'users' ? 'USER' : 'ROLE';
  const idName = part === 'users' ? 'userId' : 'roleId';

  check(`management.${part}.getUdfValueBatch`, async (t) => {
    const [one, two, key] = [await make(t), await make(t), await t.field('STRING', target)];
    await t.management[part].setUdfValue(one, { [key]: 'v' });
    assert.deepEqual(await t.management[part].getUdfValueBatch([one, two]), { [one]: { [key]: 'v' }, [two]: {} });
    await t.withoutRequest(() => t.fails(() => t.management[part].getUdfValueBatch([])));
  });

  check(`management.${part}.setUdfValueBatch`, async (t) => {
    const [one, two, key] = [await make(t), await make(t), await t.field('NUMBER', target)];
    const input = [{ [idName]: one, data: { [key]: 1 } }, { [idName]: two, data: { [key]: 2 } }];
    await t.management[part].setUdfValueBatch(input);
    const expected = { [one]: { [key]: 1 }, [two]: { [key]: 2 } };
    assert.deepEqual(await t.management[part].getUdfValueBatch([one, two]), expected);
  });

  check(`management.${part}.setUdfValue`, async (t) => {
    const [id, text, number] = [await make(t), await t.field('STRING', target), await t.field('NUMBER', target)];
    await t.management[part].setUdfValue(id, { [text]: 'v' });
    await t.rejects(500, () => t.management[part].setUdfValue(id, { [text]: 'w', [number]: 'x' }));
    assert.deepEqual(await t.management[part].getUdfValue(id), { [text]: 'v' });
  });

  check(`management.${part}.removeUdfValue`, async (t) => {
    const [id, one, two] = [await make(t), await t.field('STRING', target), await t.field('STRING', target)];
    await t.management[part].setUdfValue(id, { [one]: '1', [two]: '2' });
    await t.management[part].removeUdfValue(id, one);
    assert.deepEqual(await t.management[part].getUdfValue(id), { [two]: '2' });
  });
}

const newRole = async (t) => (await t.management.roles.create(t.name('role'))).id;

batches('users', (t) => t.id());
batches('roles', newRole);

check('management.roles.getUdfValue', async (t) => {
  const [id, key] = [await newRole(t), await t.field('OBJECT', 'ROLE')];
  assert.deepEqual(await t.management.roles.getUdfValue(id), {});
  await t.management.roles.setUdfValue(id, { [key]: { a: 1 } });
  assert.deepEqual(await t.management.roles.getUdfValue(id), { [key]: { a: 1 } });
  await t.rejects(500, () => t.management.roles.getUdfValue(NOBODY));
});

check('management.roles.getSpecificUdfValue', async (t) => {
  const [id, one, two] = [await newRole(t), await t.field('STRING', 'ROLE'), await t.field('STRING', 'ROLE')];
  await t.management.roles.setUdfValue(id, { [one]: '1', [two]: '2' });
  assert.deepEqual(await t.management.roles.getSpecificUdfValue(id, two), { [two]: '2' });
});
