// The traffic of the SDK.

import http from 'node:http';

// Records all exchanges. The SDK has its HTTP library built in, so this replaces the function of Node.js by which that library
// sends every request.
export class Wire {
  exchanges = [];

  constructor() {
    const send = http.request;
    http.request = (options, done) => {
      const request = send(options, done);
      const exchange = { method: options.method, path: options.path, headers: options.headers, body: '' };
      this.exchanges.push(exchange);
      const { write, end } = request;
      request.write = (part, ...rest) => { exchange.body += part; return write.call(request, part, ...rest); };
      request.end = (part, ...rest) => {
        if (part && typeof part !== 'function') exchange.body += part;
        return end.call(request, part, ...rest);
      };
      request.on('response', (response) => {
        exchange.status = response.statusCode;
        const parts = [];
        response.on('data', (part) => parts.push(part));
        response.on('end', () => { exchange.response = parsed(Buffer.concat(parts).toString()); });
      });
      return request;
    };
  }

  get last() {
    return this.exchanges.at(-1);
  }

  // The token of the last request.
  get token() {
    return /^Bearer (.*)$/.exec(this.last.headers.Authorization ?? '')?.[1];
  }

  // Says whether the emulator has no such endpoint, or does not serve this root field or grant.
  misses(endpoint) {
    const { method, path, status, response } = this.last;
    const [asked, at] = endpoint.split(' ');
    if (at.startsWith('/')) return asked === method && path.split('?')[0].startsWith(at) && [404, 405].includes(status);
    if (asked === 'Grant') return response?.error === 'unsupported_grant_type';
    const message = response?.errors?.[0]?.message;
    return typeof message === 'string' && message.includes('does not support') && message.includes(at);
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
