import { LockError } from './api.js';
import { Backoff, pause } from './backoff.js';
import { elapsed, moment } from './clock.js';
import { tabSession } from './session.js';
import { takeStreamSlot } from './slots.js';
import { serverEvents } from './sse.js';

/** @typedef {import('./api.js').LockApi} LockApi */
/** @typedef {import('./api.js').LockInfo} LockInfo */

/** @typedef {import('./requests.js').Request} Request */

/**
 * @typedef {object} News what is known of a document
 * @property {string} docId
 * @property {string} type of the event, or `snapshot`
 * @property {boolean} isLocked
 * @property {LockInfo} [lockInfo] the lock that stands
 * @property {LockInfo} [previous] the lock that ended
 * @property {string} [by]
 * @property {string} [reason]
 * @property {Request} [request]
 * @property {Request[]} [requests]
 * @property {import('./clock.js').Moment} askedAt
 */


/** @typedef {{hear: (news: News) => void, isUrgent: () => boolean}} Follower */

const POLLING = 5000;
/** The server sends something every 15 s. */
const SILENCE = 40_000;
const TRY_STREAM_AGAIN = 60_000;
const TRY_SLOT_AGAIN = 15_000;
/** How long a hidden page in which nothing is urgent keeps its stream from others. */
const HIDDEN = 60_000;
/** A longer address may be refused by servers and what is in between. */
const LONGEST_QUERY = 4000;
const MOST_POLLED = 1000;
/** Ids that servers do not take in a path, or browsers shorten. */
const NOT_IN_A_PATH = /[\\\0]|^\.{1,2}$/;

/** @type {Map<string, Watch>} one for each API */
const watches = new Map();

/**
 * The one watch of this page for a server.
 *
 * @param {LockApi} api
 */
export function watchOf(api) {
  let watch = watches.get(api.base);
  if (!watch) {
    watch = new Watch(api);
    watches.set(api.base, watch);
  }
  return watch;
}

/**
 * Follows the locks of all documents that the page shows: by one stream of events, or, where none
 * can be had, by asking.
 */
class Watch {
  #api;
  /** @type {Map<string, Set<Follower>>} */
  #followers = new Map();
  #running = new AbortController();
  #planned = false;
  #lastId = '';
  #hiddenTimer;

  constructor(api) {
    this.#api = api;
    addEventListener('pagehide', () => this.#running.abort());
    addEventListener('pageshow', ({ persisted }) => persisted && this.#restart());
    document.addEventListener('visibilitychange', () => this.#visibilityChanged());
  }

  /**
   * @param {string} docId
   * @param {Follower} follower
   * @returns {() => void} stops following
   */
  follow(docId, follower) {
    if (!this.#followers.has(docId)) {
      this.#followers.set(docId, new Set());
      this.#restart();
    }
    const all = this.#followers.get(docId);
    all.add(follower);
    return () => {
      all.delete(follower);
      if (all.size === 0 && this.#followers.get(docId) === all) {
        this.#followers.delete(docId);
        this.#restart();
      }
    };
  }

  /** In a moment, since the rows of a page come one by one. */
  #restart() {
    this.#running.abort();
    if (this.#planned) {
      return;
    }
    this.#planned = true;
    setTimeout(() => {
      this.#planned = false;
      this.#running.abort();
      this.#running = new AbortController();
      this.#run(this.#running.signal).catch((error) => {
        if (error.name !== 'AbortError') {
          throw error;
        }
      });
    });
  }

  #visibilityChanged() {
    clearTimeout(this.#hiddenTimer);
    if (document.visibilityState === 'visible') {
      if (this.#running.signal.aborted) {
        this.#restart();
      }
    } else {
      this.#hiddenTimer = setTimeout(() => {
        if (!this.#all().some((it) => it.isUrgent())) {
          this.#running.abort();
        }
      }, HIDDEN);
    }
  }

  #all() {
    return [...this.#followers.values()].flatMap((it) => [...it]);
  }

  async #run(signal) {
    this.#lastId = '';
    const backoff = new Backoff();
    while (!signal.aborted && this.#followers.size > 0) {
      const giveBack = this.#query().length > LONGEST_QUERY ? undefined : await takeStreamSlot();
      let untilNextTry = TRY_SLOT_AGAIN;
      if (giveBack) {
        untilNextTry = await this.#stream(signal, backoff).finally(giveBack);
      }
      await this.#poll(signal, untilNextTry);
    }
  }

  #query() {
    return new URLSearchParams([...this.#followers.keys()].map((docId) => ['docId', docId])).toString();
  }

  /** @returns {Promise<number>} when it ended: how long to wait for the next try, ms */
  async #stream(signal, backoff) {
    const silence = new AbortController();
    const stop = () => silence.abort();
    signal.addEventListener('abort', stop);
    let timer;
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(stop, SILENCE);
    };
    try {
      alive();
      const headers = { 'X-Lock-Session': await tabSession() };
      if (this.#lastId) {
        headers['Last-Event-ID'] = this.#lastId;
      }
      const response = await this.#api.stream(this.#query(), headers, silence.signal);
      for await (const event of serverEvents(response, alive)) {
        backoff.reset();
        this.#lastId = event.id;
        this.#hear(event);
      }
    } catch (error) {
      if (error instanceof LockError && (!error.passes || error.status === 429)) {
        return TRY_STREAM_AGAIN;
      }
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    }
    return backoff.pause();
  }

  #hear({ type, data }) {
    if (type === 'not-live') {
      return;
    }
    const news = JSON.parse(data);
    if (type === 'snapshot') {
      news.locks.forEach((lock) => this.#tell({ type, ...lock }));
    } else {
      this.#tell(news);
    }
  }

  /** Asks while the page can be seen; nobody looks at a hidden one, and heartbeats go on. */
  async #poll(signal, duration) {
    const begun = moment();
    while (!signal.aborted && elapsed(begun) < duration) {
      if (document.visibilityState === 'visible') {
        await this.#ask(signal);
      }
      const rest = duration - elapsed(begun);
      await untilVisibleAgain(Math.max(Math.min(POLLING, rest), 0), signal);
    }
  }

  async #ask(signal) {
    const sessionId = await tabSession();
    const isHeld = (docId) => [...this.#followers.get(docId)].some((it) => it.isUrgent());
    const held = [...this.#followers.keys()].filter((docId) => isHeld(docId) && !NOT_IN_A_PATH.test(docId));
    const others = [...this.#followers.keys()].filter((docId) => !held.includes(docId));
    try {
      for (const docId of held) {
        this.#tell({ type: 'snapshot', docId, ...(await this.#api.status(docId, sessionId, signal)) });
      }
      for (let from = 0; from < others.length; from += MOST_POLLED) {
        const docIds = others.slice(from, from + MOST_POLLED);
        const { statuses } = await this.#api.post('status', { docIds, sessionId }, { signal });
        statuses.forEach((status) => this.#tell({ type: 'snapshot', ...status }));
      }
    } catch (error) {
      if (!(error instanceof LockError)) {
        throw error;
      }
    }
  }

  #tell(news) {
    const dated = { ...news, askedAt: moment() };
    this.#followers.get(news.docId)?.forEach((follower) => follower.hear(dated));
  }
}

/** A pause that ends early when the user comes back to the page. */
async function untilVisibleAgain(ms, signal) {
  const back = new AbortController();
  const look = () => document.visibilityState === 'visible' && back.abort();
  const stop = () => back.abort();
  document.addEventListener('visibilitychange', look);
  signal.addEventListener('abort', stop);
  await pause(ms, back.signal).catch(() => {});
  document.removeEventListener('visibilitychange', look);
  signal.removeEventListener('abort', stop);
}
