import { elapsed } from './clock.js';

/** @typedef {import('./api.js').LockInfo} LockInfo */
/** @typedef {import('./clock.js').Moment} Moment */

const SOONEST = 500;

/** A lock of ours: one token, and how much of its time is left. */
export class Grant {
  #remaining;
  #since;

  /**
   * @param {LockInfo} lockInfo
   * @param {Moment} since when the server was asked
   */
  constructor(lockInfo, since) {
    this.lockInfo = lockInfo;
    this.token = lockInfo.token;
    this.renew(lockInfo, since);
  }

  /** @param {LockInfo} lockInfo @param {Moment} since */
  renew(lockInfo, since) {
    this.lockInfo = { ...this.lockInfo, ...lockInfo };
    this.#remaining = lockInfo.remaining ?? Infinity;
    this.#since = since;
  }

  /** It has been given back, and may be ours again. */
  expire() {
    this.#remaining = 0;
  }

  /** Milliseconds until it ends unless renewed; the server may know of a little more. */
  get left() {
    return this.#remaining - elapsed(this.#since);
  }

  /** When the server wants to hear from its holder again, ms from now. */
  get untilHeartbeat() {
    const third = Math.max(this.#remaining / 3, SOONEST);
    return Math.max(third - elapsed(this.#since), 0);
  }
}
