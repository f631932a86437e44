// The methods whose endpoint the emulator does not have yet, and those that need a browser or the like.

import { NOBODY } from './context.mjs';

const PERSON = { type: 'P', name: 'Ada', idCard: 'id card', bankCard: 'bank card' };

// The method, its endpoint, and arguments.
export const NOT_YET = [
  ['signinByCredentials', 'POST /api/v3/signin', { connection: 'PASSWORD', passwordPayload: {}, options: {} }],
  ['validateTicketV1', 'GET /cas-idp/{}/validate', 'ticket', 'https://example.com'],
  ['validateTicketV2', 'GET /cas-idp/{}/serviceValidate', 'ticket', 'https://example.com', 'JSON'],
  ['trackSession', 'GET /cas/session'],
  ['mfa.associateFaceByUrl', 'POST /api/v2/mfa/face/associate', { baseFace: 'a', compareFace: 'b' }],
  ['mfa.verifyFaceMfa', 'POST /api/v2/mfa/face/verify', 'photo', 'token'],
  ['social.generateLinkExtIdpUrl', 'GET /api/v3/generate-link-extidp-url', { idToken: 'token' }],
  ['social.unlinkExtIdp', 'POST /api/v3/unlink-extidp', { extIdpId: NOBODY }],
  ['social.getIdentities', 'GET /api/v3/get-identities'],
  ['principal.detail', 'GET /api/v2/users/principal_authentication'],
  ['principal.authenticate', 'POST /api/v2/users/principal_authentication', PERSON],
  ['event.pub', 'POST /api/v3/pub-userEvent', 'event', 'data'],
  ['browserFingerprint.myDevicesList', 'GET /api/v3/mydevices/list'],
  ['browserFingerprint.myDevicesUnbind', 'POST /api/v3/mydevices/unbind', NOBODY],
  ['browserFingerprint.myDevicesLogout', 'POST /api/v3/mydevices/revoke-session', NOBODY],
  ['management.users.filter', 'POST /api/v2/users/filter', {}],
  ['management.users.getApplicationLoginUserNum', 'GET /api/v2/analysis/total-login-count', { appId: NOBODY }],
  ['management.users.getUdfFieldUserNum', 'GET /api/v2/analysis/exist-defined-field-count', { definedFieldKey: 'x' }],
  ['management.users.resignUser', 'POST /api/v3/resign-user', NOBODY],
  ['management.users.resignUserBatch', 'POST /api/v3/resign-user-batch', [NOBODY]],
  ['management.org.importByJson', 'POST /api/v2/orgs/import', {}],
  ['management.org.startSync', 'POST /connections/enterprise/{}/start-sync', { providerType: 'dingtalk' }],
  ['management.acl.getPoliciesAssignmentsCondition', 'GET /api/v2/policies/assignments/by-target', 'a', 'b', 'USER'],
  ['management.principal.detail', 'GET /api/v2/users/{}/management/principal_authentication', NOBODY],
  ['management.principal.authenticate', 'POST /api/v2/users/{}/management/principal_authentication', NOBODY, PERSON],
  ['management.event.pub', 'POST /api/v3/pub-event', 'event', 'data'],
  ['management.tenant.listExtIdp', 'GET /api/v2/extIdp', NOBODY],
  ['management.tenant.extIdpDetail', 'GET /api/v2/extIdp/{}', NOBODY],
  ['management.tenant.createExtIdp', 'POST /api/v2/extIdp', {}],
  ['management.tenant.updateExtIdp', 'PUT /api/v2/extIdp/{}', NOBODY, {}],
  ['management.tenant.deleteExtIdp', 'DELETE /api/v2/extIdp/{}', NOBODY],
  ['management.tenant.createExtIdpConnection', 'POST /api/v2/extIdpConn', {}],
  ['management.tenant.updateExtIdpConnection', 'PUT /api/v2/extIdpConn/{}', NOBODY, {}],
  ['management.tenant.deleteExtIdpConnection', 'DELETE /api/v2/extIdpConn/{}', NOBODY],
  ['management.tenant.checkExtIdpConnectionIdentifierUnique', 'POST /api/v2/check/extIdpConn/identifier', 'a'],
  ['management.tenant.changeExtIdpConnectionState', 'PUT /api/v2/extIdpConn/{}/state', NOBODY, {}],
  ['management.tenant.batchChangeExtIdpConnectionState', 'PUT /api/v2/extIdp/{}/connState', NOBODY, {}],
  ['management.browserFingerprint.getDeviceList', 'POST /api/v3/metadata/filter'],
  ['management.browserFingerprint.getDeviceDetails', 'GET /api/v3/metadata/get-row', NOBODY],
  ['management.browserFingerprint.getDeviceStatus', 'POST /api/v3/device-status', NOBODY],
  ['management.browserFingerprint.delDevice', 'POST /api/v3/delete-device', NOBODY],
  ['management.browserFingerprint.disableDevice', 'POST /api/v3/disable-device', NOBODY],
  ['management.browserFingerprint.enableDevice', 'POST /api/v3/enable-device', NOBODY],
  ['management.browserFingerprint.suspendDevice', 'POST /api/v3/suspend-device', NOBODY, 1],
  ['management.browserFingerprint.getDeviceUserList', 'POST /api/v3/get-user-devices'],
  ['management.browserFingerprint.delDeviceUser', 'POST /api/v3/delete-device-by-user', {}],
  ['management.browserFingerprint.disableDeviceUser', 'POST /api/v3/disable-device-by-user', {}],
  ['management.browserFingerprint.enableDeviceUser', 'POST /api/v3/enable-device-by-user', {}],
  ['management.browserFingerprint.suspendDeviceUser', 'POST /api/v3/suspend-device-by-user', {}],
];

// The method, and what it needs.
export const NOT_RUN = [
  ['updateAvatar', 'opens a file dialog of a browser'],
  ['uploadAvatar', 'opens a file dialog of a browser'],
  ['mfa.associateFaceByLocalFile', 'opens a file dialog of a browser'],
  ['mfa.associateFaceByBlob', 'uploads by a form of a browser'],
  ['wxqrcode.startScanning', 'shows a QR code in a browser'],
  ['social.authorize', 'opens a window of a browser'],
  ['enterprise.authorize', 'opens a window of a browser'],
  ['browserFingerprint.getBrowserFingers', 'measures a browser'],
  ['browserFingerprint.getDeviceInfo', 'measures a browser'],
  ['browserFingerprint.createDevice', 'measures a browser'],
  ['event.sub', 'opens a WebSocket of a browser'],
  ['management.event.sub', 'opens a WebSocket of a browser'],
];

// Returns the method of this name, which can be called.
export function called(context, client, name) {
  const parts = name.split('.');
  const method = parts.pop();
  const [root, ...inner] = parts[0] === 'management' ? [context.management, ...parts.slice(1)] : [client, ...parts];
  const owner = inner.reduce((part, each) => part[each], root);
  return owner[method].bind(owner);
}
