// The traffic of the SDK.

import axios from 'axios';

// Records all exchanges. It wraps the function by which the SDK's HTTP library sends every request.
export class Wire {
  exchanges = [];

  constructor() {
    const send = axios.defaults.adapter;
    axios.defaults.adapter = async (request) => {
      try {
        return this.record(request, await send(request));
      } catch (error) {
        this.record(request, error.response);
        throw error;
      }
    };
  }

  record(request, response) {
    const url = new URL(request.url, request.baseURL);
    const body = typeof request.data === 'string' ? request.data : '';
    this.exchanges.push({
      method: request.method.toUpperCase(), path: url.pathname, headers: request.headers, body,
      status: response?.status, response: parsed(response?.data),
    });
    return response;
  }

  get last() {
    return this.exchanges.at(-1);
  }

  // The variables of the last request.
  get variables() {
    return JSON.parse(this.last.body).variables;
  }

  // Says whether the last request was for this method and path, and the server has no such endpoint.
  missed(endpoint) {
    const [method, path] = endpoint.split(' ');
    const pattern = new RegExp(`^${path.replaceAll('{}', '[^/]+')}$`);
    const { method: asked, path: at, status } = this.last;
    return asked === method && pattern.test(at) && [404, 405].includes(status);
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
