// OpenID Connect and OAuth 2.0. A user logs in on the provider's pages without a browser.

import assert from 'node:assert/strict';

import { PASSWORD } from '../context.mjs';
import { check, expect } from '../harness.mjs';
import { TOKEN, claims, isSignedWith } from '../shapes.mjs';

const CALLBACK = 'https://example.com/callback';

// Sends a request with the cookies, and returns where the response redirects to.
async function follow(url, cookies, form) {
  const headers = { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') };
  const body = form && new URLSearchParams(form);
  const response = await fetch(url, { method: form ? 'POST' : 'GET', headers, body, redirect: 'manual' });
  for (const cookie of response.headers.getSetCookie()) {
    const [name, value] = cookie.split(';')[0].split('=');
    cookies.set(name, value);
  }
  const location = response.headers.get('location');
  assert.ok(location, `${url}: ${response.status}`);
  return new URL(location, url);
}

// Logs in a user. Returns a client of the app, the user, and the code with its verifier.
async function loggedIn(t, options, scope = 'openid email') {
  await t.emulator.setUp('redirect_uris', { app: t.app, uri: CALLBACK });
  const { user } = await t.user();
  const client = t.client(undefined, { secret: t.appSecret, redirectUri: CALLBACK, ...options });
  const cookies = new Map();
  const codeVerifier = client.generateCodeChallenge();
  const codeChallenge = client.getCodeChallengeDigest({ codeChallenge: codeVerifier, method: 'S256' });
  const pkce = options?.protocol === 'oauth' ? {} : { codeChallenge, codeChallengeMethod: 'S256', scope };
  const page = await follow(client.buildAuthorizeUrl({ state: '4711', ...pkce }), cookies);
  let next = await follow(page, cookies, { action: 'password', account: user.email, password: PASSWORD });
  if (next.href === page.href) next = await follow(page, cookies, { action: 'consent' });
  assert.equal(`${next.origin}${next.pathname}`, CALLBACK);
  assert.equal(next.searchParams.get('state'), '4711');
  const code = next.searchParams.get('code');
  return { client, user, code, codeVerifier: pkce.codeChallenge && codeVerifier };
}

// Logs in a user, and returns the tokens, too.
async function withTokens(t, options, scope) {
  const { client, user, code, codeVerifier } = await loggedIn(t, options, scope);
  return { client, user, tokens: await client.getAccessTokenByCode(code, { codeVerifier }) };
}

// Expects a call to be rejected with this error of OAuth.
async function refused(t, code, call) {
  const { response } = await t.fails(call);
  assert.equal(response?.data?.error, code);
}

check('getAccessTokenByCode', async (t) => {
  for (const tokenEndPointAuthMethod of ['client_secret_post', 'client_secret_basic']) {
    const { user, tokens } = await withTokens(t, { tokenEndPointAuthMethod });
    expect(tokens, { access_token: TOKEN, id_token: TOKEN, token_type: 'Bearer', expires_in: Number, scope: 'openid email' });
    expect(claims(tokens.id_token), { sub: user.id, aud: t.app, email: user.email, nonce: String, iss: `${t.host}/oidc` });
    assert.ok(isSignedWith(tokens.id_token, t.appSecret));
    assert.equal(tokens.refresh_token, undefined);
    // It is the user's token, too.
    expect(await t.client(tokens.id_token).getCurrentUser(), { id: user.id });
  }
  const { tokens } = await withTokens(t, { protocol: 'oauth' });
  expect(tokens, { access_token: /^[0-9a-f]{40}$/, scope: 'user' });
  const { client, code, codeVerifier } = await loggedIn(t);
  await refused(t, 'invalid_grant', () => client.getAccessTokenByCode(code));
  await client.getAccessTokenByCode(code, { codeVerifier });
  await refused(t, 'invalid_grant', () => client.getAccessTokenByCode(code, { codeVerifier }));
  client.options.secret = 'wrong';
  await refused(t, 'invalid_client', () => client.getAccessTokenByCode(code, { codeVerifier }));
});

check('getNewAccessTokenByRefreshToken', async (t) => {
  const { client, user, tokens } = await withTokens(t, {}, 'openid offline_access');
  const refresh = () => client.getNewAccessTokenByRefreshToken(tokens.refresh_token);
  const next = expect(await refresh(), { access_token: TOKEN, id_token: TOKEN, refresh_token: String });
  expect(claims(next.id_token), { sub: user.id });
  await refused(t, 'invalid_grant', refresh);
});

check('getAccessTokenByClientCredentials', async (t) => {
  const client = t.client();
  const pair = (accessSecret) => ({ accessKey: t.app, accessSecret });
  const tokens = await client.getAccessTokenByClientCredentials('orders:read', pair(t.appSecret));
  expect(tokens, { access_token: TOKEN, scope: 'orders:read' });
  expect(claims(tokens.access_token), { aud: t.app });
  await refused(t, 'invalid_client', () => client.getAccessTokenByClientCredentials('orders:read', pair('wrong')));
});

check('getAccessTokenByIdToken', async (t) => {
  const { client, user, tokens } = await withTokens(t, {}, 'openid');
  const exchange = (idToken) =>
    client.getAccessTokenByIdToken({ redirectUri: client.options.redirectUri, idToken, scope: 'openid email' });
  const exchanged = expect(await exchange(tokens.id_token), { access_token: TOKEN, id_token: TOKEN, scope: 'openid email' });
  expect(claims(exchanged.id_token), { sub: user.id, email: user.email });
  await refused(t, 'invalid_grant', () => exchange('a.b.c'));
});

check('getUserInfoByAccessToken', async (t) => {
  for (const protocol of ['oidc', 'oauth']) {
    const { client, user, tokens } = await withTokens(t, { protocol });
    for (const options of [undefined, ...['query', 'header', 'body'].map((tokenPlace) => ({ method: 'POST', tokenPlace }))]) {
      const info = await client.getUserInfoByAccessToken(tokens.access_token, options);
      expect(info, { sub: user.id, email: user.email, email_verified: Boolean });
    }
    await refused(t, 'invalid_token', () => client.getUserInfoByAccessToken('a.b.c'));
  }
});

check('introspectToken', async (t) => {
  for (const introspectionEndPointAuthMethod of ['client_secret_post', 'client_secret_basic']) {
    const { client, user, tokens } = await withTokens(t, { introspectionEndPointAuthMethod });
    expect(await client.introspectToken(tokens.access_token), { active: true, sub: user.id, client_id: t.app });
    assert.deepEqual(await client.introspectToken('a.b.c'), { active: false });
  }
});

check('revokeToken', async (t) => {
  for (const revocationEndPointAuthMethod of ['client_secret_post', 'client_secret_basic']) {
    const { client, tokens } = await withTokens(t, { revocationEndPointAuthMethod });
    await client.revokeToken(tokens.access_token);
    assert.deepEqual(await client.introspectToken(tokens.access_token), { active: false });
  }
});

check('validateToken', async (t) => {
  const { client, user, tokens } = await withTokens(t);
  expect(await client.validateToken({ idToken: tokens.id_token }), { sub: user.id, email: user.email });
  expect(await client.validateToken({ accessToken: tokens.access_token }), { sub: user.id, jti: String });
  expect(await client.validateToken({ idToken: 'a.b.c' }), { code: 400, message: String });
});
