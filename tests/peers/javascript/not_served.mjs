// The methods whose endpoint, root field or grant the emulator does not serve, and those that can't be run here.

import { NOBODY } from './context.mjs';

const APP = { client_id: NOBODY, client_secret: 'secret' };

// The method, what it needs, and arguments.
export const NOT_SERVED = [
  ['loginByOidc', 'Grant password', { ...APP, email: 'a@example.com', password: 'password' }],
  ['authingTokenToOidcToken', 'Grant authingToken', { ...APP, token: 'token' }],
  ['genQRCode', 'GET /oauth/oauth/wxapp/qrcode'],
  ['checkQR', 'POST /oauth/oauth/wxapp/confirm/qr', 'code'],
  ['casLogout', 'GET /users/cas/logout'],
  ['qrlogin.geneCode', 'GET /oauth/qrcode/gene', { scene: 'APP_AUTH' }],
  ['qrlogin.checkCodeStatus', 'GET /oauth/qrcode/check', { scene: 'APP_AUTH', qrcodeId: NOBODY }],
  ['qrlogin.exchangeUserInfo', 'POST /oauth/oauth/scan-qrcode/exchangeUserInfoWithTicket', 'ticket'],
  ['refreshThirdPartyToken', 'Mutation refreshThirdPartyToken', NOBODY],
];

// The method, and why.
export const NOT_RUN = [
  ['pipeline.templates', 'reads a fixed URL of another provider'],
  ['qrlogin.pollingCodeStatus', 'asks for the state of a code again and again, as `qrlogin.checkCodeStatus` does once'],
  ['qrlogin.startScanning', 'shows a QR code in a browser'],
];
