// The second factor.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';

import { NOBODY, PASSWORD } from '../context.mjs';
import { check, expect } from '../harness.mjs';
import { TOKEN, USER } from '../shapes.mjs';

const KEY = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const TOTP = { authenticatorType: 'totp', source: 'SELF' };

// Returns the current code of an authenticator app (RFC 6238).
function totp(secret) {
  const bits = [...secret].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000)));
  const hash = createHmac('sha1', key).update(step).digest();
  const number = hash.readUInt32BE(hash[19] & 15) & 0x7fffffff;
  return String(number % 1e6).padStart(6, '0');
}

async function confirmed(t) {
  const { client, user } = await t.user();
  const app = await client.mfa.assosicateMfaAuthenticator(TOTP);
  const code = totp(app.secret);
  await client.mfa.confirmAssosicateMfaAuthenticator({ ...TOTP, totp: code });
  return { client, user, app, code };
}

// Logs in, which is a challenge, and returns its token.
async function challenge(t, user, code) {
  const { data } = await t.rejects(code, () => t.client().loginByEmail(user.email, PASSWORD));
  return data.mfaToken;
}

async function withAppMfa(t, policies, run) {
  await t.emulator.setUp('app_mfa', { app: t.app, policies });
  try {
    await run();
  } finally {
    await t.emulator.setUp('app_mfa', { app: t.app, policies: [] });
  }
}

check('mfa.assosicateMfaAuthenticator', async (t) => {
  const { client } = await t.user();
  const app = { authenticator_type: 'totp', secret: String, qrcode_uri: String, recovery_code: String };
  expect(await client.mfa.assosicateMfaAuthenticator(TOTP), app);
  await t.rejects(2207, () => t.client('no token').mfa.assosicateMfaAuthenticator(TOTP));
});

check('mfa.confirmAssosicateMfaAuthenticator', async (t) => {
  const { client } = await t.user();
  const app = await client.mfa.assosicateMfaAuthenticator(TOTP);
  const confirm = (code) => client.mfa.confirmAssosicateMfaAuthenticator({ ...TOTP, totp: code });
  await t.rejects(6001, () => confirm('000000'));
  expect(await confirm(totp(app.secret)), { code: 200 });
});

check('mfa.getMfaAuthenticators', async (t) => {
  const { client, user } = await confirmed(t);
  const [found] = await client.mfa.getMfaAuthenticators({ type: 'totp', source: 'SELF' });
  expect(found, { userId: user.id, authenticatorType: 'totp', enable: true });
});

check('mfa.deleteMfaAuthenticator', async (t) => {
  const { client } = await confirmed(t);
  expect(await client.mfa.deleteMfaAuthenticator(), { code: 200 });
  assert.deepEqual(await client.mfa.getMfaAuthenticators({ type: 'totp', source: 'SELF' }), []);
});

check('mfa.verifyTotpMfa', async (t) => {
  const { user, code } = await confirmed(t);
  const mfaToken = await challenge(t, user, 1635);
  const client = t.client();
  await t.rejects(6001, () => client.mfa.verifyTotpMfa({ totp: '000000', mfaToken }));
  expect(await client.mfa.verifyTotpMfa({ totp: code, mfaToken }), { ...USER, id: user.id, token: TOKEN });
  await t.rejects(2207, () => client.mfa.verifyTotpMfa({ totp: code, mfaToken: 'no token' }));
});

check('mfa.verifyTotpRecoveryCode', async (t) => {
  const { user, app } = await confirmed(t);
  const mfaToken = await challenge(t, user, 1635);
  const recover = (recoveryCode) => t.client().mfa.verifyTotpRecoveryCode({ recoveryCode, mfaToken });
  await t.rejects(6002, () => recover('wrong'));
  const found = await recover(app.recovery_code);
  expect(found, { id: user.id, token: TOKEN, recoveryCode: String });
  await t.rejects(6002, () => recover(app.recovery_code));
  await recover(found.recoveryCode);
});

check('mfa.verifyAppSmsMfa', async (t) => {
  const [{ user }, phone] = [await t.user(), t.phone()];
  await withAppMfa(t, ['SMS'], async () => {
    const mfaToken = await challenge(t, user, 1636);
    const verify = (code) => t.client().mfa.verifyAppSmsMfa({ phone, code, mfaToken });
    await t.rejects(2001, () => verify('none'));
    expect(await verify(await t.smsCode(phone)), { id: user.id, phone, token: TOKEN });
  });
});

check('mfa.verifyAppEmailMfa', async (t) => {
  const { user } = await t.user();
  await withAppMfa(t, ['EMAIL'], async () => {
    const mfaToken = await challenge(t, user, 1636);
    const verify = (code) => t.client().mfa.verifyAppEmailMfa({ email: user.email, code, mfaToken });
    await t.rejects(2001, () => verify('none'));
    expect(await verify(await t.emailCode(user.email, 'MFA_VERIFY')), { id: user.id, token: TOKEN });
  });
});

check('mfa.phoneOrEmailBindable', async (t) => {
  const [{ user }, other] = [await t.user(), await t.user()];
  await withAppMfa(t, ['SMS', 'EMAIL'], async () => {
    const mfaToken = await challenge(t, user, 1636);
    assert.equal(await t.client().mfa.phoneOrEmailBindable({ phone: t.phone(), mfaToken }), true);
    assert.equal(await t.client().mfa.phoneOrEmailBindable({ email: other.user.email, mfaToken }), false);
  });
});

check('management.mfa.importTotp', async (t) => {
  const id = await t.id();
  expect(await t.management.mfa.importTotp(id, KEY, 'recovery'), { userId: id });
  await t.rejects(500, () => t.management.mfa.importTotp(id, 'short'));
});

check('management.mfa.getStatus', async (t) => {
  const id = await t.id();
  assert.deepEqual(await t.management.mfa.getStatus(id), { OTP: false, FACE: false });
  await t.management.mfa.importTotp(id, KEY);
  assert.deepEqual(await t.management.mfa.getStatus(id), { OTP: true, FACE: false });
  await t.rejects(2004, () => t.management.mfa.getStatus(NOBODY));
});

check('management.mfa.unAssociateMfa', async (t) => {
  const id = await t.id();
  await t.management.mfa.importTotp(id, KEY);
  assert.equal(await t.management.mfa.unAssociateMfa(id, 'OTP'), true);
  assert.deepEqual(await t.management.mfa.getStatus(id), { OTP: false, FACE: false });
});
