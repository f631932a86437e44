// The public methods of the SDK's two clients and of their parts.

import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

// Parts that the methods use, and by which every request goes.
const INTERNAL = new Set(['options', 'graphqlClient', 'httpClient', 'fastHttpClient', 'naiveHttpClient', 'baseClient',
  'publicKeyManager', 'publickKeyManager']);

// Lists the methods. A class that is the type of several parts is listed once.
export function methods(management, client) {
  const hidden = privateMethods();
  const [names, seen] = [[], new Set()];
  function add(part, prefix) {
    const type = Object.getPrototypeOf(part);
    if (seen.has(type)) return;
    seen.add(type);
    const isHidden = (name) => name === 'constructor' || name.startsWith('_')
      || hidden.has(`${type.constructor.name}.${name}`);
    for (const name of Object.getOwnPropertyNames(type)) {
      if (typeof part[name] === 'function' && !isHidden(name)) names.push(prefix + name);
    }
    for (const [name, inner] of Object.entries(part)) {
      if (INTERNAL.has(name) || !isPart(inner)) continue;
      add(inner, `${prefix}${name}.`);
    }
  }
  add(management, 'management.');
  add(client, '');
  return names;
}

function isPart(value) {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
    && Object.getPrototypeOf(value) !== Object.prototype;
}

// Which methods are private stands in the SDK's type declarations only.
function privateMethods() {
  const main = createRequire(import.meta.url).resolve('authing-js-sdk');
  const hidden = new Set();
  for (const folder of ['management', 'authentication']) {
    const at = path.join(path.dirname(main), 'lib', folder);
    for (const file of readdirSync(at).filter((name) => name.endsWith('.d.ts'))) {
      let type;
      for (const line of readFileSync(path.join(at, file), 'utf8').split('\n')) {
        type = /^export declare class (\w+)/.exec(line)?.[1] ?? type;
        const name = /^ {4}private (\w+)/.exec(line)?.[1];
        if (name) hidden.add(`${type}.${name}`);
      }
    }
  }
  return hidden;
}
