// OpenID Connect and OAuth 2.0: the calls that an app's server makes.

import assert from 'node:assert/strict';

import { PASSWORD } from '../context.mjs';
import { check, expect } from '../harness.mjs';
import { TOKEN } from '../shapes.mjs';

const CALLBACK = 'https://example.com/callback';

async function app(t) {
  await t.emulator.setUp('redirect_uris', { app: t.app, uri: CALLBACK });
  const { user } = await t.user();
  return { client: t.client(undefined, { secret: t.appSecret, redirectUri: CALLBACK }), user };
}

// Logs the user in on the page of the provider, and returns the code.
async function code(client, user, scope = 'openid email') {
  let cookie = '';
  const send = async (url, form) => {
    const body = form && new URLSearchParams(form);
    const response = await fetch(url, { method: form ? 'POST' : 'GET', body, headers: { cookie }, redirect: 'manual' });
    cookie = [cookie, ...response.headers.getSetCookie().map((set) => set.split(';')[0])].filter(Boolean).join('; ');
    return new URL(response.headers.get('location'), url);
  };
  const page = await send(client.buildAuthorizeUrl({ scope }));
  let done = await send(page, { action: 'password', account: user.email, password: PASSWORD });
  if (done.pathname.includes('interaction')) done = await send(page, { action: 'consent' });
  return done.searchParams.get('code');
}

async function tokens(t, scope) {
  const { client, user } = await app(t);
  return { client, user, found: await client.getAccessTokenByCode(await code(client, user, scope)) };
}

// Expects a call to be rejected with an error of OAuth.
async function refused(t, error, call) {
  expect((await t.fails(call)).response.data, { error });
}

check('getAccessTokenByCode', async (t) => {
  const { client, found } = await tokens(t);
  expect(found, { access_token: String, id_token: TOKEN, token_type: 'Bearer', expires_in: Number });
  await refused(t, 'invalid_grant', () => client.getAccessTokenByCode('a guess'));
});

check('getAccessTokenByIdToken', async (t) => {
  const { client, found } = await tokens(t);
  // The SDK sends no secret, which the app must present.
  const options = { redirectUri: CALLBACK, idToken: found.id_token };
  await refused(t, 'invalid_client', () => client.getAccessTokenByIdToken(options));
});

check('getAccessTokenByClientCredentials', async (t) => {
  const { client } = await app(t);
  const { id, secret } = await t.management.acl.createProgrammaticAccessAccount(t.app);
  const get = (accessSecret) => client.getAccessTokenByClientCredentials('books', { accessKey: id, accessSecret });
  expect(await get(secret), { access_token: String, scope: 'books' });
  await refused(t, 'invalid_client', () => get('a guess'));
});

check('getNewAccessTokenByRefreshToken', async (t) => {
  const { client, found } = await tokens(t, 'openid offline_access');
  expect(await client.getNewAccessTokenByRefreshToken(found.refresh_token), { access_token: String });
  await refused(t, 'invalid_grant', () => client.getNewAccessTokenByRefreshToken('a guess'));
});

check('getUserInfoByAccessToken', async (t) => {
  const { client, user, found } = await tokens(t);
  expect(await client.getUserInfoByAccessToken(found.access_token), { sub: user.id, email: user.email });
  await refused(t, 'invalid_token', () => client.getUserInfoByAccessToken('a guess'));
});

check('introspectToken', async (t) => {
  const { client, user, found } = await tokens(t);
  expect(await client.introspectToken(found.access_token), { active: true, sub: user.id, client_id: t.app });
  assert.deepEqual(await client.introspectToken('a guess'), { active: false });
});

check('validateToken', async (t) => {
  const { client, user, found } = await tokens(t);
  expect(await client.validateToken({ idToken: found.id_token }), { sub: user.id, aud: t.app });
  expect(await client.validateToken({ accessToken: found.access_token }), { sub: user.id });
});

check('revokeToken', async (t) => {
  const { client, found } = await tokens(t);
  assert.equal(await client.revokeToken(found.access_token), true);
  assert.deepEqual(await client.introspectToken(found.access_token), { active: false });
});
