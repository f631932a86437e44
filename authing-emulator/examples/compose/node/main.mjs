// Logs a user in with the official SDK for JavaScript, and looks up the user's roles.

import sdk from 'authing-js-sdk';

const { AUTHING_HOST: host, AUTHING_APP_ID: appId, AUTHING_USER_POOL_ID: userPoolId, AUTHING_SECRET: secret } = process.env;

// The SDK fetches the key that encrypts passwords from the host.
const auth = new sdk.AuthenticationClient({ appId, appHost: host });
const user = await auth.loginByEmail('ada@example.com', "ada's password");

const management = new sdk.ManagementClient({ userPoolId, secret, host });
const { list } = await management.users.listRoles(user.id);
console.log(`Node.js: ${user.username} has logged in, with the roles ${list.map((role) => role.code)}`);
