const FIRST = 1000;
const LONGEST = 30_000;

/** Growing pauses between tries, each of its own length, so that a thousand pages do not try at once. */
export class Backoff {
  #next = FIRST;

  /**
   * @param {number} [atLeast] what the server asked for, ms
   * @returns {number} the next pause, ms
   */
  pause(atLeast = 0) {
    const pause = this.#next * (0.5 + Math.random() / 2);
    this.#next = Math.min(this.#next * 2, LONGEST);
    return Math.max(pause, atLeast);
  }

  /** Whether nothing has failed yet. */
  get isFresh() {
    return this.#next === FIRST;
  }

  reset() {
    this.#next = FIRST;
  }
}

/**
 * @param {number} ms
 * @param {AbortSignal} [signal] ends the pause, which then fails
 */
export function pause(ms, signal) {
  return new Promise((resolve, reject) => {
    const aborted = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', aborted);
      resolve();
    }, ms);
    if (signal?.aborted) {
      aborted();
    }
    signal?.addEventListener('abort', aborted, { once: true });
  });
}

/** A pause that ends early when the network is back. @param {number} ms @param {AbortSignal} [signal] */
export async function pauseUntilOnline(ms, signal) {
  const early = new AbortController();
  const go = () => early.abort();
  addEventListener('online', go);
  signal?.addEventListener('abort', go);
  await pause(ms, early.signal).catch(() => {});
  removeEventListener('online', go);
  signal?.removeEventListener('abort', go);
}
