// Registration and login.

import assert from 'node:assert/strict';

import { NEW, PASSWORD, WRONG } from '../context.mjs';
import { check, expect, listOf, maybe } from '../harness.mjs';
import { DATE, DONE, TOKEN, USER, claims, isSignedWith, signed } from '../shapes.mjs';

// Registers in one of the ways: without a token, then with one, then with profile, custom data and login.
async function registers(t, register, source, shape) {
  expect(await register(t.client()), { ...USER, ...shape, token: null, loginsCount: 0, registerSource: [source] });
  const withToken = t.client();
  expect(await register(withToken, undefined, { generateToken: true }), { token: TOKEN, loginsCount: 0 });
  expect(await withToken.checkLoginStatus(withToken.tokenProvider.getToken()), { code: 200 });
  const key = await t.field('NUMBER');
  const client = t.client();
  const options = { forceLogin: true, clientIp: '192.0.2.1', customData: { [key]: 7 }, context: { from: 'a check' } };
  const user = await register(client, { nickname: 'Ada', company: 'Engines' }, options);
  expect(user, {
    nickname: 'Ada', company: 'Engines', lastIP: '192.0.2.1', token: TOKEN, loginsCount: 1, lastLogin: DATE,
  });
  assert.equal(client.tokenProvider.getToken(), user.token);
  expect(await t.management.users.getUdfValue(user.id), { [key]: 7 });
  return user;
}

check('registerByEmail', async (t) => {
  const register = (client, profile, options) =>
    client.registerByEmail(t.email().toUpperCase(), PASSWORD, profile, options);
  const user = await registers(t, register, 'basic:email', { username: null, phone: null });
  await t.rejects(2026, () => t.client().registerByEmail(user.email, PASSWORD));
  await t.rejects(2003, () => t.client().registerByEmail('no address', PASSWORD));
  await t.rejects(2029, () => t.client().registerByEmail(t.email(), 'short'));
  await t.withSettings({ registerDisabled: true }, { registerDisabled: false }, () =>
    t.rejects(2031, () => t.client().registerByEmail(t.email(), PASSWORD)));
});

check('registerByUsername', async (t) => {
  const register = (client, profile, options) => client.registerByUsername(t.name('ada'), PASSWORD, profile, options);
  const user = await registers(t, register, 'basic:username-password', { email: null, phone: null });
  await t.rejects(2026, () => t.client().registerByUsername(user.username, PASSWORD));
});

check('registerByPhoneCode', async (t) => {
  const register = async (client, profile, options) => {
    const phone = t.phone();
    const country = { phoneCountryCode: '+86', ...options };
    return client.registerByPhoneCode(phone, await t.smsCode(phone), PASSWORD, profile, country);
  };
  const shape = { email: null, username: null, phoneVerified: true, phoneCountryCode: '+86' };
  const user = await registers(t, register, 'basic:phone-code', shape);
  expect(await t.client().loginByPhonePassword(user.phone, PASSWORD), { id: user.id });
  const phone = t.phone();
  const code = await t.smsCode(phone);
  await t.rejects(2001, () => t.client().registerByPhoneCode(phone, '000000'));
  expect(await t.client().registerByPhoneCode(phone, code), { phone });
});

// Logs in in one of the ways, with the password.
async function logsIn(t, way, info, unknown) {
  const login = (client, name, password, options) => client[way](name, password, options);
  const [name] = Object.values(info);
  const { id } = await t.management.users.create({ ...info, password: PASSWORD });
  const key = await t.field('NUMBER');
  const client = t.client();
  const options = { clientIp: '192.0.2.2', customData: { [key]: 3 }, context: { a: 1 } };
  const user = await login(client, name, PASSWORD, options);
  expect(user, { ...USER, ...info, id, token: TOKEN, loginsCount: 1, lastIP: '192.0.2.2', newlyCreated: false });
  assert.deepEqual(user.customData, { ...user.customData, [key]: 3 });
  assert.equal(client.tokenProvider.getToken(), user.token);
  const found = claims(user.token);
  assert.ok(isSignedWith(user.token, t.appSecret), "the token is not signed with the app's secret");
  expect(found, { sub: id, aud: t.app, userpool_id: t.pool, iss: `${t.host}/oidc` });
  expect(found.data, { id, userPoolId: t.pool, appId: t.app, type: 'user' });

  await t.rejects(2006, () => login(t.client(), name, WRONG));
  await t.rejects(2004, () => login(t.client(), unknown, PASSWORD));
  expect(await login(t.client(), unknown, PASSWORD, { autoRegister: true }), { newlyCreated: true, loginsCount: 1 });
  // A client sends the token that it has, even if it is void by now.
  const expired = { ...found, iat: found.iat - 1e7, exp: found.iat - 1 };
  for (const old of ['no token', signed(found, 'a guess'), signed(expired, t.appSecret)]) {
    expect(await login(t.client(old), name, PASSWORD), { id });
  }
  await t.management.users.update(id, { blocked: true });
  await t.rejects(2005, () => login(t.client(), name, PASSWORD));
}

check('loginByEmail', async (t) => {
  await logsIn(t, 'loginByEmail', { email: t.email() }, t.email());
  const { user } = await t.user();
  await t.withSettings({ loginRequireEmailVerified: true }, { loginRequireEmailVerified: false }, () =>
    t.rejects(2042, () => t.client().loginByEmail(user.email, PASSWORD)));
  await t.withAppMfa(['SMS', 'OTP'], async () => {
    const { data } = await t.rejects(1636, () => t.client().loginByEmail(user.email, PASSWORD));
    const policy = { mfaPolicy: /^(SMS|OTP)$/, status: 1, sort: Number };
    expect(data, {
      mfaToken: TOKEN, email: user.email, phone: null, username: null, nickname: null, avatar: maybe(String),
      faceMfaEnabled: false, totpMfaEnabled: false, applicationMfa: listOf(policy),
    });
    expect(claims(data.mfaToken), { data: { userId: user.id, userPoolId: t.pool, stage: 1 } });
    // It is no user's token.
    assert.equal(await t.client(data.mfaToken).getCurrentUser(), null);
  });
  expect(await t.client().loginByEmail(user.email, PASSWORD), { loginsCount: 2 });
});

check('loginByUsername', (t) => logsIn(t, 'loginByUsername', { username: t.name('ada') }, t.name('bob')));

check('loginByPhonePassword', (t) => logsIn(t, 'loginByPhonePassword', { phone: t.phone() }, t.phone()));

check('loginByPhoneCode', async (t) => {
  const phone = t.phone();
  const client = t.client();
  const code = await t.smsCode(phone);
  await t.rejects(2001, () => client.loginByPhoneCode(phone, '000000'));
  const first = await client.loginByPhoneCode(phone, code, { phoneCountryCode: '+86', clientIp: '192.0.2.3' });
  expect(first, {
    phone, phoneVerified: true, token: TOKEN, loginsCount: 1, lastIP: '192.0.2.3', newlyCreated: true,
    phoneCountryCode: '+86',
  });
  assert.equal(client.tokenProvider.getToken(), first.token);
  await t.rejects(2001, () => client.loginByPhoneCode(phone, code));
  const again = await client.loginByPhoneCode(phone, await t.smsCode(phone));
  expect(again, { id: first.id, loginsCount: 2, newlyCreated: false });
});

check('loginBySubAccount', async (t) => {
  const name = t.name('ada');
  const { id } = await t.management.users.create({ username: name, password: PASSWORD });
  const client = t.client();
  const user = await client.loginBySubAccount(name, PASSWORD, { clientIp: '192.0.2.4' });
  expect(user, { id, token: TOKEN, loginsCount: 1, lastIP: '192.0.2.4' });
  expect(await client.getCurrentUser(), { id });
  await t.rejects(2006, () => client.loginBySubAccount(name, WRONG));
  await t.rejects(2004, () => client.loginBySubAccount(t.name('nobody'), PASSWORD));
});

check('sendSmsCode', async (t) => {
  const phone = t.phone();
  await t.client().sendSmsCode(phone, '+86');
  expect(t.wire.last.response, DONE);
  expect(await t.emulator.message(phone), { kind: 'sms', code: /^\d{4}$/ });
  await t.client().sendSmsCode(phone, undefined, 'REGISTER_VERIFY_CODE');
  const { code } = await t.emulator.message(phone);
  await t.rejects(2001, () => t.client().loginByPhoneCode(phone, code));
  expect(await t.client().registerByPhoneCode(phone, code), { phone });
  await t.rejects(2028, () => t.client().sendSmsCode('12a'));
});

check('sendEmail', async (t) => {
  const { user } = await t.user();
  for (const scene of ['RESET_PASSWORD', 'VERIFY_EMAIL', 'CHANGE_EMAIL', 'MFA_VERIFY', 'VERIFY_CODE',
    'RESET_PASSWORD_VERIFY_CODE', 'EMAIL_BIND_VERIFY_CODE', 'REGISTER_VERIFY_CODE', 'LOGIN_VERIFY_CODE']) {
    expect(await t.client().sendEmail(user.email, scene), DONE);
    expect(await t.emulator.message(user.email), { kind: 'mail' });
  }
  await t.rejects(2003, () => t.client().sendEmail('no address', 'CHANGE_EMAIL'));
  await t.rejects(2004, () => t.client().sendEmail(t.email(), 'RESET_PASSWORD'));
  await t.rejects('ERR_BAD_REQUEST', () => t.client().sendEmail(user.email, 'NO_SCENE'));
});

check('isUserExists', async (t) => {
  const info = { email: t.email(), phone: t.phone(), username: t.name('ada'), externalId: t.name('external') };
  await t.management.users.create({ ...info });
  for (const [name, value] of Object.entries(info)) {
    assert.equal(await t.client().isUserExists({ [name]: value }), true, name);
  }
  assert.equal(await t.client().isUserExists({ username: t.name('nobody') }), false);
});

check('resetPasswordByFirstLoginToken', async (t) => {
  const username = t.name('ada');
  const { id } = await t.management.users.create({ username, password: PASSWORD }, { resetPasswordOnFirstLogin: true });
  const { data } = await t.rejects(1639, () => t.client().loginByUsername(username, PASSWORD));
  const reset = (token, password) => t.client().resetPasswordByFirstLoginToken({ token, password });
  await t.rejects(2207, () => reset('no token', NEW));
  await t.rejects(2029, () => reset(data.token, 'short'));
  expect(await reset(data.token, NEW), DONE);
  expect(await t.client().loginByUsername(username, NEW), { id });
  await t.rejects(2207, () => reset(data.token, PASSWORD));
});

check('resetPasswordByForceResetToken', async (t) => {
  const { user } = await t.user();
  const policy = (enabled) => ({ passwordUpdatePolicy: { enabled, forcedCycle: 0 } });
  await t.withSettings(policy(true), policy(false), async () => {
    const { data } = await t.rejects(2058, () => t.client().loginByEmail(user.email, PASSWORD));
    const reset = (oldPassword) =>
      t.client().resetPasswordByForceResetToken({ token: data.token, oldPassword, newPassword: NEW });
    await t.rejects(2203, () => reset(WRONG));
    expect(await reset(PASSWORD), DONE);
  });
  expect(await t.client().loginByEmail(user.email, NEW), { id: user.id });
  const wrong = { token: 'no token', oldPassword: PASSWORD, newPassword: NEW };
  await t.rejects(2207, () => t.client().resetPasswordByForceResetToken(wrong));
});
