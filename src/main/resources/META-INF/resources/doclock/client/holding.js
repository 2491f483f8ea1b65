import { LockError } from './api.js';
import { Backoff, pause } from './backoff.js';
import { Grant } from './grant.js';

/** @typedef {import('./api.js').LockApi} LockApi */
/** @typedef {import('./api.js').Answer} Answer */
/** @typedef {{type?: string, by?: string, reason?: string}} Hint what may have happened to the lock */

/**
 * @typedef {object} HoldingListener
 * @property {(answer: Answer) => void} renewed
 * @property {(grant: Grant, answer: Answer, hint: Hint) => Promise<void>} refused the grant has ended
 * @property {(error: LockError) => void} troubled the server did not answer, or the time is up
 */

/** The longest time that setTimeout can wait. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Keeps a grant alive: a heartbeat at a third of its time, and tries again where one fails. */
export class Holding {
  #docId;
  #ttl;
  #api;
  #listener;
  /** @type {Grant | undefined} */
  #grant;
  #backoff = new Backoff();
  #queue = Promise.resolve();
  /** @type {Set<number>} tokens whose release was not answered at once, and may yet arrive */
  #mayYetEnd = new Set();
  #timer;
  #deadline;

  /**
   * @param {string} docId
   * @param {number | undefined} ttl seconds
   * @param {LockApi} api
   * @param {HoldingListener} listener
   */
  constructor(docId, ttl, api, listener) {
    this.#docId = docId;
    this.#ttl = ttl;
    this.#api = api;
    this.#listener = listener;
  }

  get grant() {
    return this.#grant;
  }

  /** One request about the lock at a time, so that none overtakes another. */
  serially(work) {
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => {});
    return result;
  }

  /** @param {Grant} grant */
  begin(grant) {
    this.#grant = grant;
    this.#backoff.reset();
    this.#schedule();
  }

  /** @returns {Grant | undefined} what was held until now */
  end() {
    const grant = this.#grant;
    this.#grant = undefined;
    this.rest();
    return grant;
  }

  /** No heartbeats for the time being. */
  rest() {
    clearTimeout(this.#timer);
    clearTimeout(this.#deadline);
  }

  /** Time may have passed unnoticed. @param {boolean} doubtful whether to ask in any case */
  wake(doubtful) {
    if (this.#grant && (doubtful || this.#grant.untilHeartbeat <= 0)) {
      this.#schedule(0);
    }
  }

  /**
   * Asks the server whether the lock is still held, and prolongs it.
   *
   * @param {Hint} [hint]
   */
  async beat(hint = {}) {
    const grant = this.#grant;
    if (!grant) {
      return;
    }
    await this.attempt(grant, async () => {
      const answer = await this.serially(() => this.#api.post('extend', this.#body(grant, { ttl: this.#ttl })));
      if (grant !== this.#grant) {
        return;
      }
      this.#backoff.reset();
      if (answer.success) {
        clearTimeout(this.#deadline);
        grant.renew(answer.lockInfo, answer.askedAt);
        this.#schedule();
        this.#listener.renewed(answer);
      } else {
        await this.#listener.refused(grant, answer, hint);
      }
    });
  }

  /**
   * Does something that the grant depends on; if the server does not answer, a heartbeat comes
   * later.
   *
   * @param {Grant} grant
   * @param {() => Promise<void>} work
   */
  async attempt(grant, work) {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof LockError)) {
        throw error;
      }
      if (grant === this.#grant) {
        this.#schedule(this.#backoff.pause(error.retryAfter));
        this.#tellWhenOver(grant, error);
        this.#listener.troubled(error);
      }
    }
  }

  /** Gives a lock back. If the server does not answer, it is told as long as the lock may stand. */
  async giveBack(grant) {
    const backoff = new Backoff();
    this.#mayYetEnd.add(grant.token);
    do {
      try {
        await this.#api.post('release', this.#body(grant));
        if (backoff.isFresh) {
          this.#mayYetEnd.delete(grant.token);
        }
        return;
      } catch (error) {
        if (!(error instanceof LockError && error.passes)) {
          throw error;
        }
        await pause(Math.min(backoff.pause(error.retryAfter), Math.max(grant.left, 0)));
      }
    } while (grant.left > 0);
  }

  /**
   * Whether a release of this grant was sent and may arrive late: whoever went on with it could
   * lose it again.
   *
   * @param {number} token
   */
  mayYetEnd(token) {
    return this.#mayYetEnd.has(token);
  }

  /** The page goes, and may come back. @param {number} grace seconds */
  leave(grace) {
    if (this.#grant) {
      this.#api.sendAndGo('release', this.#body(this.#grant, { grace }));
      this.#grant.expire();
      this.rest();
    }
  }

  #body(grant, more) {
    return { docId: this.#docId, sessionId: grant.lockInfo.sessionId, token: grant.token, ...more };
  }

  #tellWhenOver(grant, error) {
    clearTimeout(this.#deadline);
    if (grant.left > 0) {
      const tell = () => grant === this.#grant && this.#listener.troubled(error);
      this.#deadline = setTimeout(tell, Math.min(grant.left + 1, LONGEST_TIMER));
    }
  }

  #schedule(ms = this.#grant.untilHeartbeat) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.beat(), Math.min(ms, LONGEST_TIMER));
  }
}
