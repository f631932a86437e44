// One measurement of an official JavaScript SDK: makes calls and prints their cost as one line of JSON.
//
// It has the options and the output of `benches/src/bin/peer.rs`.

'use strict';

const fs = require('fs');
const { parseArgs } = require('util');
const sdk = require('authing-js-sdk');

const { values: options } = parseArgs({
  options: {
    service: { type: 'string' },
    // Ignored: Node.js reads NODE_EXTRA_CA_CERTS.
    authority: { type: 'string' },
    api: { type: 'string' },
    call: { type: 'string' },
    'in-flight': { type: 'string', default: '1' },
    'warm-up': { type: 'string', default: '100' },
    calls: { type: 'string', default: '1000' },
  },
});

// The calls of each API.
const APIS = {
  async legacy({ url, userPoolId, secret, userId, email, password }) {
    const graphql = `${url}/graphql`;
    const authing = new sdk({ userPoolId, secret, host: { user: graphql, oauth: graphql } });
    await authing.fetchToken;
    // The SDK modifies its arguments, so each call needs a new object.
    return { user: () => authing.user({ id: userId }), login: () => authing.login({ email, password }) };
  },
  async v2({ url, userPoolId, secret, appId, email, password }) {
    const management = new sdk.ManagementClient({ userPoolId, secret, host: url });
    const app = new sdk.AuthenticationClient({ appId, appHost: url });
    return { user: () => management.users.find({ email }), login: () => app.loginByEmail(email, password) };
  },
};

// Makes calls, with a fixed number in flight. Returns the latency of each, in milliseconds.
async function take(calls, inFlight, call) {
  const latencies = [];
  const worker = async () => {
    for (let left = Math.ceil(calls / inFlight); left > 0; left -= 1) {
      const start = performance.now();
      const user = await call();
      latencies.push(performance.now() - start);
      if (!user || !user.email) {
        throw new Error(`no user, but ${JSON.stringify(user)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return latencies.sort((one, other) => one - other);
}

function peakMemory() {
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(fs.readFileSync('/proc/self/status', 'utf8'))[1]);
}

async function main() {
  const service = JSON.parse(options.service);
  const call = (await APIS[options.api](service))[options.call];
  const inFlight = Number(options['in-flight']);
  const user = await call();
  await take(Number(options['warm-up']), inFlight, call);

  const processorBefore = process.cpuUsage();
  const start = performance.now();
  const latencies = await take(Number(options.calls), inFlight, call);
  const seconds = (performance.now() - start) / 1000;
  const processor = process.cpuUsage(processorBefore);
  const latency = (share) => latencies[Math.round((latencies.length - 1) * share)] * 1000;
  const line = {
    email: user.email,
    calls: latencies.length,
    seconds,
    processorSeconds: (processor.user + processor.system) / 1e6,
    p50Microseconds: latency(0.5),
    p99Microseconds: latency(0.99),
    peakMemoryKib: peakMemory(),
  };
  console.log(JSON.stringify(line));
}

main().catch((error) => {
  console.error(error.message || error);
  process.exit(1);
});
