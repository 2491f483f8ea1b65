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

/** Who would like to edit, one request a user, and whether this page does. */
export class Requests {
  #post;
  #username;
  /** @type {Map<string, Request>} */
  #open = new Map();
  #waiting = false;

  /**
   * @param {(operation: string, body: object) => Promise<Answer>} post
   * @param {string | undefined} username the name that the holder is shown
   */
  constructor(post, username) {
    this.#post = post;
    this.#username = username;
  }

  /** @returns {Request[]} to the holder */
  get all() {
    return [...this.#open.values()];
  }

  /** Whether this page has asked the holder. */
  get isWaiting() {
    return this.#waiting;
  }

  /**
   * @param {import('./watch.js').News} news
   * @returns {boolean} whether somebody else asks than before
   */
  hear({ type, lockInfo, request, requests }) {
    const before = JSON.stringify(this.all);
    if (type === 'snapshot' && lockInfo?.mine) {
      this.#open = new Map((requests ?? []).map((it) => [it.userId, it]));
    }
    if (request?.ended) {
      this.#open.delete(request.userId);
    } else if (request) {
      this.#open.set(request.userId, request);
    }
    return JSON.stringify(this.all) !== before;
  }

  clear() {
    this.#open.clear();
    this.#waiting = false;
  }

  /** @param {string} [message] */
  async ask(message) {
    const answer = await this.#post('request', { username: this.#username, message: message || undefined });
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
