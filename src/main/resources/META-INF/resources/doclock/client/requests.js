/** @typedef {import('./api.js').Answer} Answer */

/**
 * @typedef {object} Request somebody would like to edit
 * @property {string} userId
 * @property {string} [username]
 * @property {string} [sessionId]
 * @property {string} [message]
 * @property {number} [at]
 * @property {string} [ended]
 */

/** Who would like to edit, and whether this page does. */
export class Requests {
  #post;
  /** @type {Map<string, Request>} */
  #open = new Map();
  #waiting = false;

  /** @param {(operation: string, body: object) => Promise<Answer>} post */
  constructor(post) {
    this.#post = post;
  }

  /** @returns {Request[]} to the holder */
  get all() {
    return [...this.#open.values()];
  }

  /** Whether this page has asked the holder. */
  get isWaiting() {
    return this.#waiting;
  }

  /** @param {{request?: Request, requests?: Request[]}} news */
  hear({ request, requests }) {
    if (requests) {
      this.#open = new Map(requests.map((it) => [keyOf(it), it]));
    }
    if (request?.ended) {
      this.#open.delete(keyOf(request));
    } else if (request) {
      this.#open.set(keyOf(request), request);
    }
  }

  clear() {
    this.#open.clear();
    this.#waiting = false;
  }

  /** @param {string} [message] */
  async ask(message) {
    const answer = await this.#post('request', { message: message || undefined });
    this.#waiting = answer.success;
    return answer;
  }

  async withdraw() {
    this.#waiting = false;
    return this.#post('request', { withdraw: true });
  }

  /** @param {Request} request @param {number} token of the grant that is handed over */
  async handOver({ userId, sessionId }, token) {
    return this.#post('hand-over', { token, toUserId: userId, toSessionId: sessionId });
  }
}

function keyOf({ userId, sessionId = '' }) {
  return JSON.stringify([userId, sessionId]);
}
