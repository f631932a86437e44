// Methods that send nothing.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';

import { check, expect } from '../harness.mjs';

check('checkLoggedIn', async (t) => {
  const { client, user } = await t.user();
  assert.equal(client.checkLoggedIn(), user.id);
  assert.equal(t.client(user.token).checkLoggedIn(), user.id);
  assert.throws(() => t.client().checkLoggedIn(), Error);
});

check('setCurrentUser', async (t) => {
  const { user } = await t.user();
  const client = t.client();
  client.setCurrentUser(user);
  assert.equal(client.tokenProvider.getToken(), user.token);
  expect(await client.getCurrentUser(), { id: user.id });
});

check('setToken', async (t) => {
  const { user } = await t.user();
  const client = t.client();
  client.setToken(user.token);
  expect(await client.getCurrentUser(), { id: user.id });
});

check('tokenProvider.setToken', async (t) => {
  const { user } = await t.user();
  const client = t.client();
  client.tokenProvider.setToken(user.token);
  expect(await client.getCurrentUser(), { id: user.id });
});

check('tokenProvider.getToken', async (t) => {
  const { client, user } = await t.user();
  assert.equal(client.tokenProvider.getToken(), user.token);
  assert.ok(!t.client().tokenProvider.getToken());
});

check('tokenProvider.getUser', async (t) => {
  const { client, user } = await t.user();
  assert.deepEqual(client.tokenProvider.getUser(), user);
});

check('tokenProvider.setUser', async (t) => {
  const { user } = await t.user();
  const client = t.client();
  client.tokenProvider.setUser(user);
  assert.equal(client.checkLoggedIn(), user.id);
});

check('tokenProvider.clearUser', async (t) => {
  const { client } = await t.user();
  client.tokenProvider.clearUser();
  assert.equal(await client.getCurrentUser(), null);
});

check('setRequestFrom', async (t) => {
  const { client } = await t.user();
  client.setRequestFrom('a check');
  await client.getCurrentUser();
  assert.equal(t.wire.last.headers['x-authing-request-from'], 'a check');
});

check('setLang', async (t) => {
  const { client } = await t.user();
  client.setLang('en-US');
  await client.getCurrentUser();
  assert.equal(t.wire.last.headers['x-authing-lang'], 'en-US');
});

check('management.setLang', async (t) => {
  const management = t.manager();
  management.setLang('en-US');
  expect(await management.users.list(1, 1), { totalCount: Number });
  assert.equal(t.wire.last.headers['x-authing-lang'], 'en-US');
});

check('computedPasswordSecurityLevel', async (t) => {
  const level = (password) => t.client().computedPasswordSecurityLevel(password);
  const levels = ['short', 'Passw0rd', 'Passw0rd Passw0rd'].map(level);
  assert.deepEqual(levels, [1, 2, 3]);
});

check('generateCodeChallenge', async (t) => {
  const [one, two] = [t.client().generateCodeChallenge(), t.client().generateCodeChallenge()];
  assert.ok(one.length >= 43 && one !== two, one);
});

check('getCodeChallengeDigest', async (t) => {
  const codeChallenge = 'v'.repeat(43);
  const digest = (method) => t.client().getCodeChallengeDigest({ codeChallenge, method });
  assert.equal(digest('S256'), createHash('sha256').update(codeChallenge).digest('base64url'));
  assert.equal(digest('plain'), codeChallenge);
});

check('buildAuthorizeUrl', async (t) => {
  const options = { redirectUri: 'https://example.com/callback' };
  const client = t.client(undefined, options);
  const url = new URL(client.buildAuthorizeUrl({ state: 's', scope: 'openid offline_access', codeChallenge: 'c' }));
  assert.equal(`${url.origin}${url.pathname}`, `${t.host}/oidc/auth`);
  expect(Object.fromEntries(url.searchParams), {
    client_id: t.app, redirect_uri: options.redirectUri, response_type: 'code', state: 's', nonce: String,
    scope: 'openid offline_access', prompt: 'consent', code_challenge: 'c',
  });
  for (const [protocol, path] of [
    ['oauth', '/oauth/auth'], ['saml', `/api/v2/saml-idp/${t.app}`], ['cas', `/cas-idp/${t.app}`],
  ]) {
    assert.equal(new URL(t.client(undefined, { ...options, protocol }).buildAuthorizeUrl({})).pathname, path);
  }
});

check('buildLogoutUrl', async (t) => {
  const redirectUri = 'https://example.com';
  for (const [options, path] of [
    [{ redirectUri }, '/login/profile/logout'],
    [{ expert: true, redirectUri, idToken: 'token' }, '/oidc/session/end'],
  ]) {
    const url = new URL(t.client().buildLogoutUrl(options));
    assert.equal(url.pathname, path);
    assert.ok(url.search.includes(redirectUri), url.search);
  }
});

check('wxqrcode.stopPolling', async (t) => {
  const timer = setInterval(() => assert.fail('it goes on'), 1);
  await t.client().wxqrcode.stopPolling(timer);
  await new Promise((resolve) => setTimeout(resolve, 10));
});
