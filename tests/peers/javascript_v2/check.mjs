// Calls every public method of the official JavaScript SDK of the v2 API against the emulator, and checks each result.
//
//     node check.mjs EMULATOR          (`run`, beside this, installs the SDK first)
//
// For each method it prints one line:
//
//     PASS name               the results and the errors have the documented shape
//     FAIL name: why          they have not
//     BROKEN name: why        the method fails whatever the response, because of a bug of the SDK. The check has seen
//                             it fail for this reason, and where possible succeed with only this bug patched
//     NOT YET name: endpoint  the method needs an endpoint that the emulator does not have; `not_yet.mjs` lists them
//     NOT RUN name: why       the method needs a browser
//
// and at the end the totals. It fails if a method failed, was not checked, or is listed in `not_yet.mjs` although its
// endpoint is there.

import { readdirSync } from 'node:fs';

import { Context } from './context.mjs';
import { CHECKS, Emulator, Report } from './harness.mjs';
import { methods } from './methods.mjs';
import { NOT_RUN, NOT_YET, called } from './not_yet.mjs';

process.env.NO_PROXY = process.env.no_proxy = '*';

const folder = new URL('checks/', import.meta.url);
for (const file of readdirSync(folder).sort()) await import(new URL(file, folder));

function why(context, error) {
  const { last } = context.wire;
  const errors = last?.response?.errors;
  if (error?.code === 'ERR_ASSERTION') return error.message;
  const shown = error instanceof Error ? error.stack : JSON.stringify(error);
  const response = errors ? `, GraphQL error: ${JSON.stringify(errors[0].message)}` : '';
  return `${shown} after ${last?.method} ${last?.path}${response}`;
}

async function checkAll(context, report) {
  for (const { name, run, broken } of CHECKS) {
    try {
      await run(context);
      report.add(broken ? 'BROKEN' : 'PASS', name, broken);
    } catch (error) {
      report.add('FAIL', name, why(context, error));
    }
  }
}

// Expects the methods that need a missing endpoint to fail for that reason.
async function checkMissing(context, report) {
  const { client } = await context.user();
  client.options.redirectUri = 'https://example.com/callback';
  client.options.secret = context.appSecret;
  client.options.websocketHost = context.host;
  for (const [name, endpoint, ...given] of NOT_YET) {
    try {
      await called(context, client, name)(...given);
    } catch {
      // Whatever it throws, the request decides.
    }
    if (context.wire.missed(endpoint)) {
      report.add('NOT YET', name, endpoint);
    } else {
      const { method, path, status } = context.wire.last;
      const answer = `${method} ${path} was answered with ${status}`;
      report.add('FAIL', name, `${endpoint} was not missing, but ${answer}: check it, and remove it from not_yet.mjs`);
    }
  }
}

async function main() {
  if (process.argv.length !== 3) throw new Error('usage: check.mjs EMULATOR');
  const emulator = await Emulator.start(process.argv[2]);
  try {
    const start = performance.now();
    const [context, report] = [new Context(emulator), new Report()];
    await checkAll(context, report);
    await checkMissing(context, report);
    for (const [name, reason] of NOT_RUN) report.add('NOT RUN', name, reason);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`${context.wire.exchanges.length} requests; ${seconds} s in all`);
    process.exitCode = report.end(methods(context.management, context.client()));
  } finally {
    await emulator.stop();
  }
}

await main();
