// Calls every public method of the official JavaScript SDK of the legacy API against the emulator, and checks each result.
//
//     node check.mjs EMULATOR          (`run`, beside this, installs the SDK first)
//
// For each method it prints one line:
//
//     PASS name               the results and the errors have the documented shape
//     FAIL name: why          they have not
//     BROKEN name: why        the method fails whatever the response, because of a bug of the SDK; the check has seen it
//     NOT YET name: what      the method needs something that the emulator does not serve; `not_served.mjs` lists them
//     NOT RUN name: why       the method can't be run here
//
// and at the end the totals. It fails if a method failed, was not checked, or is listed in `not_served.mjs` although the
// emulator serves it.

import { readdirSync } from 'node:fs';

import { Context } from './context.mjs';
import { CHECKS, Emulator, Report } from './harness.mjs';
import { methods } from './methods.mjs';
import { NOT_RUN, NOT_SERVED } from './not_served.mjs';

process.env.NO_PROXY = process.env.no_proxy = '*';

const folder = new URL('checks/', import.meta.url);
for (const file of readdirSync(folder).sort()) await import(new URL(file, folder));

function why(context, error) {
  if (error?.code === 'ERR_ASSERTION') return error.message;
  const { method, path, status, response } = context.wire.last;
  const shown = error instanceof Error ? error.stack : JSON.stringify(error);
  return `${shown} after ${method} ${path}: ${status} ${JSON.stringify(response)}`;
}

async function checkAll(context, report) {
  for (const { name, run, broken } of CHECKS) {
    context.reset();
    try {
      await run(context);
      report.add(broken ? 'BROKEN' : 'PASS', name, broken);
    } catch (error) {
      report.add('FAIL', name, why(context, error));
    }
  }
}

// Expects the methods that need something missing to fail for that reason.
async function checkMissing(context, report) {
  context.reset();
  for (const [name, needed, ...given] of NOT_SERVED) {
    const [outer, inner] = name.split('.');
    try {
      await (inner ? context.sdk[outer][inner](...given) : context.sdk[outer](...given));
    } catch {
      // Whatever it throws, the request decides.
    }
    const { method, path, status } = context.wire.last;
    if (context.wire.misses(needed)) report.add('NOT YET', name, needed);
    else report.add('FAIL', name, `${needed} was not missing, but ${method} ${path} was answered with ${status}: check it`);
  }
}

async function main() {
  if (process.argv.length !== 3) throw new Error('usage: check.mjs EMULATOR');
  const emulator = await Emulator.start(process.argv[2]);
  try {
    const start = performance.now();
    const [context, report] = [new Context(emulator), new Report()];
    await context.sdk.fetchToken;
    await checkAll(context, report);
    await checkMissing(context, report);
    for (const [name, reason] of NOT_RUN) report.add('NOT RUN', name, reason);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`${context.wire.exchanges.length} requests; ${seconds} s in all`);
    process.exitCode = report.end(methods(context.sdk));
  } finally {
    await emulator.stop();
  }
}

await main();
