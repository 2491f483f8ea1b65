import { moment } from './clock.js';

const PATIENCE = 10_000;

/** Where the REST API is, if nothing else is said. */
export const DEFAULT_API = new URL('../../api/lock', import.meta.url).href;

/** The answer that was no answer: the server is out of reach, or cannot or will not say. */
export class LockError extends Error {
  /**
   * @param {string} code `OFFLINE`, or a code of the REST API such as `STORE_UNAVAILABLE`
   * @param {string} message
   * @param {{status?: number, retryAfter?: number, cause?: unknown}} [more] retryAfter in ms
   */
  constructor(code, message, { status = 0, retryAfter = 0, cause } = {}) {
    super(message, { cause });
    this.name = 'LockError';
    this.code = code;
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /** Whether the same may succeed later without anybody doing anything. */
  get passes() {
    return this.code === 'OFFLINE' || this.status === 401 || this.status === 429 || this.status >= 500;
  }
}

/**
 * @typedef {object} LockInfo a lock as the server shows it; see docs/rest-api.md
 * @property {string} userId
 * @property {string} [username]
 * @property {string} docId
 * @property {number} timestamp
 * @property {number} [expiresAt]
 * @property {number} [remaining]
 * @property {boolean} mine
 * @property {boolean} [sameUser]
 * @property {number} [token]
 * @property {string} [sessionId]
 * @property {{by: string, reason?: string}} [ending]
 */

/** @typedef {import('./clock.js').Moment} Moment */

/**
 * @typedef {object} Answer
 * @property {boolean} success
 * @property {string} message
 * @property {string} [outcome]
 * @property {string} [code]
 * @property {LockInfo} [lockInfo]
 * @property {Moment} askedAt what `lockInfo.remaining` is counted from: a little early, never late
 */

/** The REST API. Being refused (409) is an answer; everything else that fails is a LockError. */
export class LockApi {
  #lastHeaders = {};

  /**
   * @param {string} [base]
   * @param {() => HeadersInit | Promise<HeadersInit>} [headers] what proves who is calling, where
   *     that is no cookie
   */
  constructor(base = DEFAULT_API, headers = () => ({})) {
    this.base = new URL(base, document.baseURI).href.replace(/\/$/, '');
    this.headers = headers;
  }

  /**
   * @param {string} operation such as `acquire`
   * @param {object} body fields that are undefined are left out
   * @param {{signal?: AbortSignal, patience?: number}} [options] patience in ms
   * @returns {Promise<Answer>}
   */
  async post(operation, body, { signal, patience = PATIENCE } = {}) {
    const askedAt = moment();
    const time = AbortSignal.timeout(patience);
    const response = await this.#send(`${this.base}/${operation}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(await this.#authorization()) },
      body: JSON.stringify(body),
      signal: signal ? anyOf(signal, time) : time,
    }, signal);
    return { ...(await read(response)), askedAt };
  }

  /**
   * The status of one document, with who would like to edit it.
   *
   * @param {string} docId
   * @param {string} sessionId
   * @param {AbortSignal} signal
   * @returns {Promise<{isLocked: boolean, lockInfo?: LockInfo, requests?: object[]}>}
   */
  async status(docId, sessionId, signal) {
    const headers = { 'X-Lock-Session': sessionId, ...(await this.#authorization()) };
    const url = `${this.base}/status/${encodeURIComponent(docId)}`;
    return read(await this.#send(url, { headers, cache: 'no-store', signal }, signal));
  }

  /**
   * A stream of server-sent events.
   *
   * @param {URLSearchParams} query
   * @param {Record<string, string>} headers
   * @param {AbortSignal} signal
   * @returns {Promise<Response>}
   */
  async stream(query, headers, signal) {
    const response = await this.#send(`${this.base}/events?${query}`, {
      headers: { Accept: 'text/event-stream', ...headers, ...(await this.#authorization()) },
      cache: 'no-store',
      signal,
    }, signal);
    if (!response.ok) {
      throw await failure(response);
    }
    return response;
  }

  /** Sends something that outlives the page, with the headers of last time. Nobody hears the answer. */
  sendAndGo(operation, body) {
    fetch(`${this.base}/${operation}`, {
      method: 'POST',
      keepalive: true,
      credentials: 'same-origin',
      headers: { 'Content-Type': 'application/json', ...this.#lastHeaders },
      body: JSON.stringify(body),
    }).catch(() => {});
  }

  async #authorization() {
    this.#lastHeaders = Object.fromEntries(new Headers(await this.headers()));
    return this.#lastHeaders;
  }

  async #send(url, request, signal) {
    try {
      return await fetch(url, { credentials: 'same-origin', ...request });
    } catch (cause) {
      signal?.throwIfAborted();
      throw new LockError('OFFLINE', 'The server cannot be reached', { cause });
    }
  }
}

/** `AbortSignal.any` for browsers that have none yet. */
function anyOf(...signals) {
  if (AbortSignal.any) {
    return AbortSignal.any(signals);
  }
  const controller = new AbortController();
  for (const signal of signals) {
    signal.addEventListener('abort', () => controller.abort(signal.reason), { once: true });
    if (signal.aborted) {
      controller.abort(signal.reason);
    }
  }
  return controller.signal;
}

async function read(response) {
  if (!response.ok && response.status !== 409) {
    throw await failure(response);
  }
  try {
    return await response.json();
  } catch (cause) {
    // Not ours: a sign-in page that the request was led to, or a proxy's own words.
    const status = response.redirected ? 401 : 502;
    throw new LockError(response.redirected ? 'UNAUTHENTICATED' : 'STORE_UNAVAILABLE',
        'The answer is not from DocLock', { status, cause });
  }
}

async function failure(response) {
  const body = await response.json().catch(() => ({}));
  const retryAfter = Number(response.headers.get('Retry-After')) * 1000 || 0;
  return new LockError(body.code ?? `HTTP_${response.status}`, body.message ?? `HTTP ${response.status}`,
      { status: response.status, retryAfter });
}
