// Registering, logging in, tokens, and a user's own account.

import assert from 'node:assert/strict';

import { NEW, NOBODY, PASSWORD, WRONG } from '../context.mjs';
import { check, expect, maybe } from '../harness.mjs';
import { DATE, FIFTEEN_DAYS, ID, SENT, TEXT, TOKEN, USER, claims } from '../shapes.mjs';

for (const name of ['register', 'createUser']) {
  check(name, async (t) => {
    const email = t.email();
    const register = (options) => t.sdk[name](options);
    expect(await register({ email, password: PASSWORD, nickname: '小明' }), {
      ...USER, email, nickname: '小明', token: null, registerInClient: t.pool, signedUp: DATE,
    });
    const username = t.name('username');
    expect(await register({ username, password: PASSWORD }), { ...USER, username, email: null });
    const unionid = t.name('unionid');
    expect(await register({ unionid, openid: 'open', oauth: '{"name":"x"}' }), { ...USER, unionid, openid: 'open' });
    const logged = await register({ email: t.email(), password: PASSWORD, forceLogin: true });
    expect(logged, { ...USER, token: TOKEN });
    await t.rejects(2026, () => register({ email, password: PASSWORD }));
    await t.rejects(2026, () => register({ unionid }));
    await t.rejects(2029, () => register({ email: t.email(), password: 'short' }));
    await t.rejects(2032, () => register({ username: t.name('username') }));
  });
}

check('login', async (t) => {
  const { _id, email, username } = await t.user({ username: t.name('username') });
  for (const account of [{ email }, { username }]) {
    const user = await t.sdk.login({ ...account, password: PASSWORD });
    expect(user, { ...USER, _id, email, token: TOKEN, lastLogin: DATE, isDeleted: false, bindedUserInfo: TEXT });
    assert.equal(claims(user.token).data.id, _id);
    await t.sdk.user({ id: _id });
    assert.equal(t.wire.token, user.token, 'the login did not change the token');
  }
  await t.rejects(2006, () => t.sdk.login({ email, password: WRONG }));
  await t.rejects(2004, () => t.sdk.login({ email: t.email(), password: PASSWORD }));
  t.reset();
  const unionid = t.name('unionid');
  const registered = await t.sdk.register({ unionid, openid: 'open' });
  const user = await t.sdk.login({ unionid, openid: 'open' });
  expect(user, { ...USER, _id: registered._id, unionid, openid: 'open', token: TOKEN });
  await t.rejects(2004, () => t.sdk.login({ unionid: 'nobody' }));
});

check('loginByPhoneCode', async (t) => {
  const { _id, phone } = await t.phoneUser();
  let code;
  // The SDK sends the code as a number.
  do code = await t.loginCode(phone); while (code.startsWith('0'));
  await t.rejects(2001, () => t.sdk.loginByPhoneCode({ phone, phoneCode: `${Number(code) - 1}` }));
  expect(await t.sdk.loginByPhoneCode({ phone, phoneCode: code }), { _id, phone, token: TOKEN, loginsCount: 1 });
  await t.rejects(2001, () => t.sdk.loginByPhoneCode({ phone, phoneCode: code }));
});

check('loginByPhonePassword', async (t) => {
  const { _id, phone } = await t.phoneUser();
  expect(await t.sdk.loginByPhonePassword({ phone, password: PASSWORD }), { _id, phone, token: TOKEN });
  await t.rejects(2006, () => t.sdk.loginByPhonePassword({ phone, password: WRONG }));
});

check('loginByLDAP', async (t) => {
  const [username, email] = [t.name('tesla'), t.email()];
  await t.emulator.setUp('ldap_accounts', { username, password: PASSWORD, email });
  expect(await t.sdk.loginByLDAP({ username, password: PASSWORD }), { ...USER, username, email, token: TOKEN });
  await t.rejects(2006, () => t.sdk.loginByLDAP({ username, password: WRONG }));
});

async function connector(t, enabled = true) {
  const query = `mutation($pool: String!) { createAdConnector(name: "AD", userPoolId: $pool) { _id secret enabled } }`;
  const { _id } = await t.sdk.UserServiceGql.request({ query, variables: { pool: t.pool } });
  if (!enabled) await t.sdk.UserServiceGql.request({ query: `mutation { disableAdConnector(_id: "${_id}") }` });
  return _id;
}

check('loginByAd', async (t) => {
  const username = t.name('tesla');
  await t.emulator.setUp('ldap_accounts', { username, password: PASSWORD, email: t.email() });
  const account = { adConnectorId: await connector(t), username, password: PASSWORD };
  const disabled = await connector(t, false);
  expect(await t.sdk.loginByAd({ ...account }), { ...USER, username, token: TOKEN });
  await t.rejects(2006, () => t.sdk.loginByAd({ ...account, password: WRONG }));
  await t.rejects(1001, () => t.sdk.loginByAd({ ...account, adConnectorId: disabled }));
  await t.rejects(500, () => t.sdk.loginByAd({ ...account, adConnectorId: NOBODY }));
});

check('adConnectorByProvider', async (t) => {
  const provider = { providerId: t.app, providerType: 'OIDC' };
  assert.equal(await t.sdk.adConnectorByProvider({ ...provider }), null);
  const adConnectorId = await connector(t);
  const query = `mutation($providerId: String!, $providerType: providerType!, $adConnectorId: String!) {
    enableAdConnectorForProvider(providerId: $providerId, providerType: $providerType, adConnectorId: $adConnectorId) }`;
  assert.equal(await t.sdk.UserServiceGql.request({ query, variables: { ...provider, adConnectorId } }), true);
  expect(await t.sdk.adConnectorByProvider(provider), { _id: adConnectorId, name: 'AD', logo: TEXT, status: true });
});

check('signIn', async (t) => {
  const { _id, email, phone } = await t.user();
  const user = await t.sdk.signIn({ email, password: PASSWORD });
  expect(user, {
    _id, sub: _id, email, phone_number: phone, token: TOKEN, access_token: TOKEN, id_token: TOKEN, refresh_token: String,
    token_type: 'Bearer', expires_in: Number, scope: /openid/, register_in_userpool: t.pool, logins_count: 1,
  });
  assert.equal(claims(user.id_token).sub, _id);
  t.reset();
  await t.rejects(2006, () => t.sdk.signIn({ email, password: WRONG }));
  await t.rejects(2004, () => t.sdk.signIn({ username: t.name(), password: PASSWORD }));
  await t.rejects(4212, () => t.sdk.signIn({ email, password: PASSWORD, oidcAppId: NOBODY }));
});

check('refreshSignInToken', async (t) => {
  const { email } = await t.user();
  const { refresh_token: refreshToken } = await t.sdk.signIn({ email, password: PASSWORD, oidcAppId: t.app });
  const tokens = { id_token: TOKEN, access_token: TOKEN, refresh_token: String, scope: String, expires_in: Number };
  const renewed = await t.sdk.refreshSignInToken({ oidcAppId: t.app, refreshToken });
  expect(renewed, tokens);
  expect(await t.sdk.refreshSignInToken({ refreshToken: renewed.refresh_token }), tokens);
  await t.rejects(2207, () => t.sdk.refreshSignInToken({ refreshToken }));
});

check('refreshOidcToken', async (t) => {
  const { email } = await t.user();
  const { refresh_token: token } = await t.sdk.signIn({ email, password: PASSWORD, oidcAppId: t.app });
  const app = { client_id: t.app, client_secret: t.emulator.ready.v2.appSecret };
  const tokens = { id_token: TOKEN, access_token: TOKEN, refresh_token: String, scope: String, expires_in: Number };
  expect(await t.sdk.refreshOidcToken({ ...app, refresh_token: token }), tokens);
  await assert.rejects(t.sdk.refreshOidcToken({ ...app, refresh_token: token }), (error) => error.response.data.error === 'invalid_grant');
});

check('logout', async (t) => {
  const { _id, token } = await t.loggedIn();
  expect(await t.sdk.logout(_id), { _id, tokenExpiredAt: '0' });
  t.use(token);
  expect(await t.sdk.checkLoginStatus(token), { status: false });
});

check('checkLoginStatus', async (t) => {
  const { _id, token } = await t.loggedIn();
  const valid = { status: true, code: 200, message: String, token: { data: { id: _id, clientId: t.pool }, exp: Number } };
  expect(await t.sdk.checkLoginStatus(), valid);
  expect(await t.sdk.checkLoginStatus(token), valid);
  expect(await t.sdk.checkLoginStatus('no token'), { status: false, code: 2207, token: null });
});

check('decodeToken', async (t) => {
  const { _id, email, token } = await t.loggedIn();
  const { iat, exp } = claims(token);
  expect(await t.sdk.decodeToken(token), { data: { id: _id, email }, status: { code: 200 }, iat: `${iat}`, exp });
  expect(await t.sdk.decodeToken('no token'), { data: null, status: { code: 2207 } });
});

check('refreshToken', async (t) => {
  const { _id } = await t.loggedIn();
  const { token, iat, exp } = await t.sdk.refreshToken({ user: _id });
  assert.equal(Number(exp) - Number(iat), FIFTEEN_DAYS);
  assert.equal(claims(token).data.id, _id);
  await t.rejects(2004, () => t.sdk.refreshToken({ user: NOBODY }));
});

check('changeMFA', async (t) => {
  const { _id: userId, email } = await t.loggedIn();
  const changed = await t.sdk.changeMFA({ userId, enable: true });
  expect(changed, { _id: ID, userId, userPoolId: t.pool, enable: true, shareKey: /^[A-Z2-7]{16,}$/ });
  await t.rejects(1635, () => t.sdk.login({ email, password: PASSWORD }));
  await t.rejects(2202, () => t.sdk.changeMFA({ userId: NOBODY, enable: true }));
});

check('queryMFA', async (t) => {
  const { _id: userId } = await t.loggedIn();
  assert.equal(await t.sdk.queryMFA({ userId }), null);
  const changed = await t.sdk.changeMFA({ userId, enable: true });
  expect(await t.sdk.queryMFA({ userId }), changed);
});

async function sendsCode(t, name) {
  const phone = t.phone();
  expect(await t.sdk[name](phone), { code: 200, message: String });
  expect(await t.emulator.message(phone), { kind: 'sms', code: /^\d{4,6}$/ });
  assert.match((await t.fails(() => t.sdk[name]('12a'))).message, /"code":500/);
}

for (const name of ['getVerificationCode', 'sendOneTimePhoneCode', 'sendRegisterPhoneCode']) {
  check(name, (t) => sendsCode(t, name));
}

check('verifyPhoneCode', async (t) => {
  const phone = t.phone();
  const phoneCode = await t.loginCode(phone);
  expect(await t.sdk.verifyPhoneCode({ phone, phoneCode }), { status: true });
  await t.rejects(2001, () => t.sdk.verifyPhoneCode({ phone, phoneCode: '000000' }));
});

check('updatePhone', async (t) => {
  const { _id } = await t.loggedIn();
  const phone = t.phone();
  const phoneCode = await t.loginCode(phone);
  await t.rejects(2001, () => t.sdk.updatePhone({ phone, phoneCode: '000000' }));
  expect(await t.sdk.updatePhone({ phone, phoneCode }), { ...USER, _id, phone });
});

check('sendChangeEmailVerifyCode', async (t) => {
  const email = t.email();
  expect(await t.sdk.sendChangeEmailVerifyCode({ email }), SENT);
  expect(await t.emulator.message(email), { kind: 'mail' });
});

check('updateEmail', async (t) => {
  const { _id } = await t.loggedIn();
  const email = t.email();
  await t.sdk.sendChangeEmailVerifyCode({ email });
  const emailCode = (await t.emulator.message(email)).code;
  await t.rejects(2001, () => t.sdk.updateEmail({ email, emailCode: '000000' }));
  expect(await t.sdk.updateEmail({ email, emailCode }), { ...USER, _id, email, emailVerified: true });
});

check('unbindEmail', async (t) => {
  const { _id } = await t.user({ username: t.name('username') });
  expect(await t.sdk.unbindEmail({ user: _id, client: t.pool }), { ...USER, _id, email: null });
  await t.rejects(2219, () => t.sdk.unbindEmail({ user: _id }));
});

check('sendVerifyEmail', async (t) => {
  const { email } = await t.user();
  expect(await t.sdk.sendVerifyEmail({ email }), SENT);
  expect(await t.emulator.message(email), { link: /^http/ });
  await t.rejects(2004, () => t.sdk.sendVerifyEmail({ email: t.email() }));
});

check('sendActivationEmail', async (t) => {
  const { email } = await t.user();
  expect(await t.sdk.sendActivationEmail({ email }), { message: String });
  expect(await t.emulator.message(email), { link: /^http/ });
});

async function resetCode(t, email) {
  await t.sdk.sendResetPasswordEmail({ email });
  return (await t.emulator.message(email)).code;
}

check('sendResetPasswordEmail', async (t) => {
  const { email } = await t.user();
  expect(await t.sdk.sendResetPasswordEmail({ email }), { message: String, code: maybe(Number) });
  await t.rejects(2004, () => t.sdk.sendResetPasswordEmail({ email: t.email() }));
});

check('verifyResetPasswordVerifyCode', async (t) => {
  const { email } = await t.user();
  const verifyCode = await resetCode(t, email);
  expect(await t.sdk.verifyResetPasswordVerifyCode({ email, verifyCode }), { message: String });
  await t.rejects(2001, () => t.sdk.verifyResetPasswordVerifyCode({ email, verifyCode: '000000' }));
});

check('changePassword', async (t) => {
  const { _id, email } = await t.user();
  const verifyCode = await resetCode(t, email);
  await t.rejects(2001, () => t.sdk.changePassword({ email, verifyCode: '000000', password: NEW }));
  expect(await t.sdk.changePassword({ email, verifyCode, password: NEW }), { ...USER, _id });
  await t.rejects(2006, () => t.sdk.login({ email, password: PASSWORD }));
  expect(await t.sdk.login({ email, password: NEW }), { _id });
});
