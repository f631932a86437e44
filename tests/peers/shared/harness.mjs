// The emulator's process, comparison of shapes, and the report.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

// Milliseconds.
const TIMEOUT = 30000;

export const CHECKS = [];

// Registers a check of the method `name`; `broken` describes the SDK's bug, if it has one.
export function check(name, ...rest) {
  const [run, broken] = rest.reverse();
  CHECKS.push({ name, run, broken });
}

// The emulator's process, and the JSON line that it prints when it is ready.
export class Emulator {
  static async start(program) {
    const emulator = new Emulator();
    const env = { RUST_LOG: 'warn', ...process.env };
    emulator.process = spawn(program, [], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const guard = setTimeout(() => emulator.process.kill('SIGKILL'), TIMEOUT);
    const failed = new Promise((_, reject) => emulator.process.once('error', reject));
    const lines = createInterface({ input: emulator.process.stdout })[Symbol.asyncIterator]();
    const { value: line } = await Promise.race([lines.next(), failed]);
    clearTimeout(guard);
    try {
      emulator.ready = JSON.parse(line);
    } catch {
      emulator.process.kill();
      throw new Error(`${program} did not print a line of JSON, but ${line}`);
    }
    return emulator;
  }

  async stop() {
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill();
    const guard = setTimeout(() => this.process.kill('SIGKILL'), TIMEOUT);
    await ended;
    clearTimeout(guard);
  }

  async fetch(url, options) {
    const response = await fetch(url, { ...options, signal: AbortSignal.timeout(TIMEOUT) });
    assert.ok(response.ok, `${url}: ${response.status}`);
    const text = await response.text();
    return text && JSON.parse(text);
  }

  // Creates or changes something in the emulator that needs an operator.
  async setUp(what, options) {
    const url = new URL(`operator/${what}`, this.ready.messages);
    const headers = { 'Content-Type': 'application/json' };
    return this.fetch(url, { method: 'POST', headers, body: JSON.stringify(options) });
  }

  // Returns the newest message to this phone number or email.
  async message(to) {
    const sent = await this.fetch(this.ready.messages);
    const found = sent.filter((each) => each.to === to);
    assert.ok(found.length > 0, `no message to ${to}`);
    return found.at(-1);
  }
}

// A shape that every value has.
export const ANY = Symbol('any');

// Null, or a value of this shape.
export function maybe(shape) {
  return { [MAYBE]: shape };
}

// A list whose entries all have this shape.
export function listOf(shape) {
  return { [LIST]: shape };
}

const MAYBE = Symbol('maybe');
const LIST = Symbol('list');

// Compares a value with a shape, and returns the value.
//
// String, Number and Boolean match their values, a pattern the strings that it matches, an object the objects with at
// least these members; other values match themselves.
export function expect(value, shape, where = 'the result') {
  const shown = () => `${where} is ${JSON.stringify(value)}`;
  if (shape === ANY) return value;
  if (typeof shape === 'function') {
    assert.equal(typeof value, shape.name.toLowerCase(), `${shown()}, not a ${shape.name}`);
  } else if (shape instanceof RegExp) {
    assert.ok(typeof value === 'string' && shape.test(value), `${shown()}, which does not match ${shape}`);
  } else if (shape !== null && typeof shape === 'object' && MAYBE in shape) {
    if (value !== null) expect(value, shape[MAYBE], where);
  } else if (shape !== null && typeof shape === 'object' && LIST in shape) {
    assert.ok(Array.isArray(value), `${shown()}, not a list`);
    value.forEach((entry, index) => expect(entry, shape[LIST], `${where}[${index}]`));
  } else if (shape !== null && typeof shape === 'object' && !Array.isArray(shape)) {
    assert.ok(value !== null && typeof value === 'object', `${shown()}, not an object`);
    for (const [name, inner] of Object.entries(shape)) {
      assert.ok(name in value, `${where} lacks ${name}: ${JSON.stringify(value)}`);
      expect(value[name], inner, `${where}.${name}`);
    }
  } else {
    assert.deepEqual(value, shape, `${shown()}, not ${JSON.stringify(shape)}`);
  }
  return value;
}

// Prints one line per method, and the totals.
export class Report {
  counts = { PASS: 0, FAIL: 0, BROKEN: 0, 'NOT YET': 0, 'NOT RUN': 0 };
  names = new Set();

  add(verdict, name, why) {
    this.counts[verdict] += 1;
    this.names.add(name);
    console.log(why ? `${verdict} ${name}: ${why}` : `${verdict} ${name}`);
  }

  // Prints the totals. Returns the exit status: 1 if methods failed or were not checked.
  end(methods) {
    for (const name of methods) if (!this.names.has(name)) this.add('FAIL', name, 'not checked');
    const { PASS, FAIL, BROKEN, 'NOT YET': notYet, 'NOT RUN': notRun } = this.counts;
    const rest = `${notYet} not yet in the emulator, ${notRun} not run`;
    console.log(`${PASS} passed, ${FAIL} failed, ${BROKEN} broken by the SDK itself, ${rest}`);
    return FAIL > 0 ? 1 : 0;
  }
}
