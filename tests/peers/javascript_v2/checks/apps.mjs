// The apps of the pool at the REST endpoints: access, agreements, and accounts for programs.

import assert from 'node:assert/strict';

import { NOBODY } from '../context.mjs';
import { check, expect, listOf } from '../harness.mjs';
import { ID } from '../shapes.mjs';

const CALLBACKS = ['https://shop.example/callback'];

function created(t) {
  const options = { name: 'A shop', identifier: t.name('shop'), redirectUris: CALLBACKS };
  return t.management.applications.create(options);
}

check('management.applications.create', async (t) => {
  const { identifier } = expect(await created(t), { id: ID, name: 'A shop', secret: String });
  const again = { name: 'A shop', identifier, redirectUris: [] };
  await t.rejects(500, () => t.management.applications.create(again));
});

check('management.applications.list', async (t) => {
  const { id } = await created(t);
  const { list } = await t.management.applications.list({ page: 1, limit: 1000 });
  assert.ok(list.some((app) => app.id === id));
});

check('management.applications.findById', async (t) => {
  const { id } = await created(t);
  expect(await t.management.applications.findById(id), { id, redirectUris: listOf(CALLBACKS[0]) });
  assert.equal(await t.management.applications.findById(NOBODY), null);
});

check('management.applications.delete', async (t) => {
  const { id } = await created(t);
  await t.management.applications.delete(id);
  await t.rejects(500, () => t.management.applications.delete(id));
});

check('management.applications.changeApplicationType', async (t) => {
  const { id } = await created(t);
  expect(await t.management.applications.changeApplicationType(id, 'INTERNAL'), { id, appType: 'INTERNAL' });
});

check('management.applications.refreshApplicationSecret', async (t) => {
  const { id, secret } = await created(t);
  assert.notEqual((await t.management.applications.refreshApplicationSecret(id)).secret, secret);
});

check('management.applications.activeUsers', async (t) => {
  await t.user();
  const { totalCount } = await t.management.applications.activeUsers(t.app);
  assert.ok(totalCount > 0);
  const { id } = await created(t);
  expect(await t.management.applications.activeUsers(id), { totalCount: 0 });
});

// Says whether the user may use the app.
async function mayUse(client, app) {
  const { list } = await client.listApplications({ page: 1, limit: 1000 });
  return list.some((each) => each.id === app);
}

// The changes of a user's access by each of the two parts of the SDK that have them.
const PARTS = {
  acl: {
    allow: 'allowAccessApplication', deny: 'denyAccessApplication', enable: 'enableApplicationAccessPolicy',
    disable: 'disableApplicationAccessPolicy', remove: 'deleteApplicationAccessPolicy',
    list: 'getApplicationAccessPolicies', setDefault: 'updateDefaultApplicationAccessPolicy',
  },
  applications: {
    allow: 'allowAccess', deny: 'denyAccess', enable: 'enableAccessPolicy', disable: 'disableAccessPolicy',
    remove: 'deleteAccessPolicy', list: 'getAccessPolicies', setDefault: 'updateDefaultAccessPolicy',
  },
};

for (const [part, names] of Object.entries(PARTS)) {
  const change = (t, name, appId, user) => {
    const options = { appId, targetType: 'USER', targetIdentifiers: [user], namespace: 'default' };
    const method = t.management[part][names[name]].bind(t.management[part]);
    return part === 'acl' ? method(options) : method(appId, options);
  };
  const setDefault = (t, appId, defaultStrategy) => (part === 'acl'
    ? t.management.acl[names.setDefault]({ appId, defaultStrategy })
    : t.management.applications[names.setDefault](appId, defaultStrategy));
  const checkAccess = (name, changes, expected) => check(`management.${part}.${names[name]}`, async (t) => {
    const [{ id }, { client, user }] = [await created(t), await t.user()];
    if (name === 'allow') await setDefault(t, id, 'DENY_ALL');
    for (const each of changes) await change(t, each, id, user.id);
    assert.equal(await mayUse(client, id), expected);
  });
  checkAccess('allow', ['allow'], true);
  checkAccess('deny', ['deny'], false);
  checkAccess('disable', ['deny', 'disable'], true);
  checkAccess('enable', ['deny', 'disable', 'enable'], false);
  checkAccess('remove', ['deny', 'remove'], true);

  check(`management.${part}.${names.setDefault}`, async (t) => {
    const [{ id }, { client }] = [await created(t), await t.user()];
    const found = await setDefault(t, id, 'DENY_ALL');
    expect(found, { permissionStrategy: { defaultStrategy: 'DENY_ALL' } });
    assert.equal(await mayUse(client, id), false);
  });

  check(`management.${part}.${names.list}`, async (t) => {
    const [{ id }, user] = [await created(t), await t.id()];
    await change(t, 'deny', id, user);
    const options = { appId: id, page: 1, limit: 10 };
    const found = part === 'acl'
      ? await t.management.acl[names.list](options)
      : await t.management.applications[names.list](id, options);
    expect(found, { totalCount: 1, list: listOf({ targetIdentifier: user, effect: 'DENY', enabled: true }) });
  });
}

// Agreements are in two parts of the SDK, too.
for (const part of ['', 'agreements.']) {
  const name = (verb) => (part ? verb : `${verb}Agreement`);
  const of = (t, verb) => {
    const owner = part ? t.management.applications.agreements : t.management.applications;
    return owner[name(verb)].bind(owner);
  };
  const checkAgreement = (verb, run) => check(`management.applications.${part}${name(verb)}`, async (t) => {
    const { id } = await created(t);
    const terms = { title: 'Terms', required: true, lang: 'zh-CN' };
    await run(t, id, await of(t, 'create')(id, terms));
  });
  const titles = async (t, id) => (await of(t, 'list')(id)).list.map((agreement) => agreement.title);
  checkAgreement('create', (t, id, agreement) => expect(agreement, { id: Number, title: 'Terms', required: true }));
  checkAgreement('list', async (t, id) => assert.deepEqual(await titles(t, id), ['Terms']));
  checkAgreement('modify', async (t, id, agreement) => {
    await of(t, 'modify')(id, agreement.id, { title: 'Other', required: false, lang: 'zh-CN' });
    assert.deepEqual(await titles(t, id), ['Other']);
    await t.rejects(500, () => of(t, 'modify')(id, 0, { title: 'Other' }));
  });
  checkAgreement('delete', async (t, id, agreement) => {
    await of(t, 'delete')(id, agreement.id);
    assert.deepEqual(await titles(t, id), []);
  });
  checkAgreement('sort', async (t, id, agreement) => {
    const other = await of(t, 'create')(id, { title: 'Other', required: true, lang: 'zh-CN' });
    await of(t, 'sort')(id, [other.id, agreement.id]);
    assert.deepEqual(await titles(t, id), ['Other', 'Terms']);
  });
}

function account(t) {
  return t.management.acl.createProgrammaticAccessAccount(t.app, { tokenLifetime: 600, remarks: 'a robot' });
}

check('management.acl.createProgrammaticAccessAccount', async (t) => {
  expect(await account(t), { id: ID, appId: t.app, secret: String, remarks: 'a robot', tokenLifetime: 600 });
});

check('management.acl.programmaticAccessAccountList', async (t) => {
  const { id } = await account(t);
  const { list } = await t.management.acl.programmaticAccessAccountList(t.app, 1, 1000);
  assert.ok(list.some((each) => each.id === id));
});

check('management.acl.disableProgrammaticAccessAccount', async (t) => {
  const { id } = await account(t);
  expect(await t.management.acl.disableProgrammaticAccessAccount(id), { enabled: false });
});

check('management.acl.enableProgrammaticAccessAccount', async (t) => {
  const { id } = await account(t);
  await t.management.acl.disableProgrammaticAccessAccount(id);
  expect(await t.management.acl.enableProgrammaticAccessAccount(id), { enabled: true });
});

check('management.acl.refreshProgrammaticAccessAccountSecret', async (t) => {
  const { id, secret } = await account(t);
  assert.notEqual((await t.management.acl.refreshProgrammaticAccessAccountSecret(id)).secret, secret);
});

check('management.acl.deleteProgrammaticAccessAccount', async (t) => {
  const { id } = await account(t);
  await t.management.acl.deleteProgrammaticAccessAccount(id);
  await t.rejects(500, () => t.management.acl.deleteProgrammaticAccessAccount(id));
});
