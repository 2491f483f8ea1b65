import { LockApi, LockError } from './api.js';
import { ask } from './ask.js';
import { Backoff, pause } from './backoff.js';
import { keepDraft, draftsOf, dropDraft } from './drafts.js';
import { Grant } from './grant.js';
import { Idle } from './idle.js';
import { followLife, held } from './life.js';
import { tabSession } from './session.js';
import { watchOf } from './watch.js';

/** @typedef {import('./api.js').LockInfo} LockInfo */
/** @typedef {import('./api.js').Answer} Answer */
/** @typedef {import('./watch.js').News} News */
/** @typedef {import('./watch.js').Request} Request */

/** @typedef {'free' | 'held' | 'locked' | 'lost' | 'offline' | 'unavailable'} State */

/**
 * How long a page that goes may take to come back, seconds: it may only be reloading. Others wait
 * that long.
 */
const GRACE = 3;
const IDLE = 15 * 60;
const COUNTDOWN = 60;
/** The longest time that setTimeout can wait. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * The lock of one document, from this page's point of view. See docs/browser-client.md for the
 * states, and doclock.d.ts for the events.
 */
export class DocumentLock extends EventTarget {
  #options;
  #api;
  /** @type {State} */
  #state = 'free';
  #detail = {};
  /** @type {Grant | undefined} what is held */
  #grant;
  /** @type {Grant | undefined} what was held last, and may be resumed */
  #last;
  #shownToken;
  #session = '';
  #loading = false;
  #dirty = false;
  /** @type {{by: string, reason?: string} | undefined} */
  #ending;
  /** @type {Map<string, Request>} */
  #requests = new Map();
  #order = 0;
  #queue = Promise.resolve();
  #backoff = new Backoff();
  #idle;
  #timer;
  #deadline;
  #stopFollowing = () => {};
  #stopWatching = () => {};

  /**
   * @param {string} docId
   * @param {object} [options]
   * @param {string} [options.api] where the REST API is; `../api/lock` beside this module if left out
   * @param {number} [options.ttl] seconds; the server's default if left out
   * @param {number} [options.idle] seconds without input until the editor is asked; 0: never
   * @param {number} [options.countdown] seconds that the editor has to answer then
   * @param {string} [options.username] the name that others are shown
   * @param {() => HeadersInit | Promise<HeadersInit>} [options.headers] what proves who is calling,
   *     where that is no cookie
   * @param {() => unknown} [options.collect] what is typed and not saved, for a draft; undefined if
   *     there is nothing
   * @param {AbortSignal} [options.signal] closes the lock
   */
  constructor(docId, options = {}) {
    super();
    this.docId = docId;
    this.#options = { idle: IDLE, countdown: COUNTDOWN, ...options };
    this.#api = new LockApi(options.api, options.headers);
    this.#idle = this.#options.idle > 0 ? this.#idleWatch() : undefined;
    this.#stopFollowing = followLife({
      wake: () => this.#wake(),
      leave: () => this.#leave(),
      back: () => this.#back(),
    });
    options.signal?.addEventListener('abort', () => this.close(), { once: true });
  }

  /** @returns {State} */
  get state() {
    return this.#state;
  }

  /** What is known about the state: see the events in doclock.d.ts. */
  get detail() {
    return this.#detail;
  }

  /** Whether what is typed now can still be saved, as far as is known. */
  get editable() {
    return Boolean(this.#grant) && !this.#loading && this.#grant.left > 0;
  }

  /** The fencing token of the grant that is held. */
  get token() {
    return this.#grant?.token;
  }

  /** Milliseconds until the grant ends unless renewed; 0 if none is held. */
  get left() {
    return Math.max(this.#grant?.left ?? 0, 0);
  }

  /** Who has asked to edit. @returns {Request[]} */
  get requests() {
    return [...this.#requests.values()];
  }

  /** Whether something was typed and not saved. */
  get dirty() {
    return this.#dirty;
  }

  /** Follows who holds the document, without taking it. */
  watch() {
    this.#stopWatching();
    this.#stopWatching = watchOf(this.#api).follow(this.docId, {
      hear: (news) => this.#hear(news),
      isUrgent: () => Boolean(this.#grant),
    });
  }

  /**
   * Takes the lock. While the server is out of reach it goes on trying.
   *
   * @param {{takeOver?: boolean, wait?: number, signal?: AbortSignal}} [options] takeOver: from
   *     another tab of the same user; wait: seconds, at most 60, until it is free
   * @returns {Promise<boolean>} true when it is held and the content has been loaded
   */
  async acquire({ takeOver, wait, signal } = {}) {
    const order = ++this.#order;
    const backoff = new Backoff();
    this.watch();
    while (order === this.#order) {
      signal?.throwIfAborted();
      try {
        const answer = await this.#acquireOnce({ takeOver, wait, order });
        return answer.success && order === this.#order && (await this.#enter(answer));
      } catch (error) {
        if (!(error instanceof LockError && error.passes)) {
          throw error;
        }
        this.#trouble(error);
        await this.#untilWorthTrying(backoff.pause(error.retryAfter), signal);
      }
    }
    return false;
  }

  /**
   * Gives the lock back. If the server is out of reach, it is told as long as the lock may stand.
   *
   * @param {{discard?: boolean}} [options] discard: what was typed is not wanted any more
   */
  async release({ discard = false } = {}) {
    this.#order++;
    if (discard) {
      this.dropDraft();
    }
    const grant = this.#letGo();
    this.#last = undefined;
    if (this.#state !== 'locked') {
      this.#to('free', { reason: 'released' });
    }
    if (grant) {
      await this.#giveBack(grant);
    }
  }

  /** Gives the lock back and stops following the document. */
  async close() {
    this.#stopFollowing();
    this.#stopWatching();
    await this.release();
  }

  /** What a request has to carry that the guard on the server is to let through. */
  headers() {
    const headers = {};
    if (this.#session) {
      headers['X-Lock-Session'] = this.#session;
    }
    if (this.#shownToken) {
      headers['X-Lock-Token'] = `${encodeURIComponent(this.docId)}=${this.#shownToken}`;
    }
    return headers;
  }

  /**
   * Saves, and forgets the draft if that succeeded.
   *
   * @template T
   * @param {(headers: Record<string, string>) => Promise<T>} send a Response of it that is not ok
   *     counts as not saved
   * @param {{finish?: boolean}} [options] finish: the save ends the editing and gives the lock back
   * @returns {Promise<T>}
   */
  async save(send, { finish = false } = {}) {
    if (!this.editable) {
      throw new LockError('NOT_HELD', `${this.docId} is not held: nothing was saved`, { status: 409 });
    }
    this.keepDraft();
    const result = await send(this.headers());
    if (result instanceof Response && !result.ok) {
      if (result.status === 409) {
        await this.#beat();
      }
      return result;
    }
    this.saved();
    if (finish) {
      await this.release();
    }
    return result;
  }

  /** Something was typed. */
  changed() {
    this.#dirty = true;
  }

  /** What was typed has been saved, by other means than {@link save}. */
  saved() {
    this.#dirty = false;
    this.dropDraft();
  }

  /** Keeps what `collect` says in the browser. @returns {boolean} whether it is kept */
  keepDraft() {
    const content = this.#dirty ? this.#options.collect?.() : undefined;
    const { userId: user } = this.#last?.lockInfo ?? {};
    if (content === undefined || !user) {
      return false;
    }
    return keepDraft({ user, docId: this.docId, token: this.#last.token, content });
  }

  /** What this user typed under earlier grants and did not save, the newest first. */
  get drafts() {
    const { userId } = this.#last?.lockInfo ?? {};
    return userId ? draftsOf(userId, this.docId) : [];
  }

  /** @param {import('./drafts.js').Draft} [draft] this grant's if left out */
  dropDraft(draft) {
    const { userId: user } = this.#last?.lockInfo ?? {};
    if (draft) {
      dropDraft(draft);
    } else if (user) {
      dropDraft({ user, docId: this.docId, token: this.#last.token });
    }
  }

  /** The editor is there after all. */
  stay() {
    this.#idle?.touch();
  }

  /** Tells the holder that this user would like to edit. @param {string} [message] */
  async request(message) {
    return this.#post('request', { message: message || undefined });
  }

  /** Takes the request back. */
  async withdraw() {
    return this.#post('request', { withdraw: true });
  }

  /**
   * Gives the lock to somebody who asked for it: what is typed is saved before.
   *
   * @param {Request} request
   * @returns {Promise<boolean>} false if nobody could save: then the lock stays here
   */
  async handOver(request) {
    if (!(await this.#saveNow('hand-over'))) {
      return false;
    }
    const grant = this.#grant;
    const answer = await this.#post('hand-over', {
      token: grant?.token,
      toUserId: request.userId,
      toSessionId: request.sessionId,
    });
    if (answer.success && this.#grant === grant) {
      this.#letGo();
      this.#last = undefined;
      this.#refused({ ...answer.lockInfo, mine: false });
    }
    return answer.success;
  }

  async #post(operation, body) {
    return this.#api.post(operation, { docId: this.docId, sessionId: await this.#tab(), ...body });
  }

  async #tab() {
    this.#session = await tabSession();
    return this.#session;
  }

  /** One request at a time, so that none overtakes the other. */
  #serially(work) {
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => {});
    return result;
  }

  #acquireOnce({ takeOver, wait, order }) {
    return this.#serially(async () => {
      const { ttl, username } = this.#options;
      const known = this.#last ? { resumeToken: this.#last.token } : { newGrant: true };
      const patience = wait ? (wait + 10) * 1000 : undefined;
      const answer = await this.#api.post(
        'acquire',
        { docId: this.docId, sessionId: await this.#tab(), ttl, username, takeOver, wait, ...known },
        { patience },
      );
      if (!answer.success) {
        this.#refused(answer.lockInfo);
      } else if (order !== this.#order) {
        await this.#giveBack(new Grant(answer.lockInfo, answer.askedAt));
      }
      return answer;
    });
  }

  /** A grant begins or goes on. @param {Answer} answer @returns {Promise<boolean>} */
  async #enter(answer) {
    const grant = new Grant(answer.lockInfo, answer.askedAt);
    const goesOn = this.#last?.token === grant.token;
    this.#grant = grant;
    this.#last = grant;
    this.#shownToken = grant.token;
    this.#ending = undefined;
    held.add(this);
    this.#backoff.reset();
    this.#schedule();
    if (!goesOn && !(await this.#loadContent(grant, answer.outcome))) {
      return false;
    }
    if (answer.outcome === 'RESUMED') {
      this.#tell('resumed', { lockInfo: grant.lockInfo });
    }
    this.#to('held', { outcome: answer.outcome, lockInfo: grant.lockInfo });
    this.#idle?.start();
    return true;
  }

  /** What is edited has to be read under the grant: what was read before may be old. */
  async #loadContent(grant, outcome) {
    this.#loading = true;
    try {
      await ask(this, 'content', { outcome, lockInfo: grant.lockInfo });
      this.#dirty = false;
      return this.#grant === grant;
    } catch (error) {
      await this.release();
      throw error;
    } finally {
      this.#loading = false;
    }
  }

  /** Asks the server whether the lock is still ours, and prolongs it. */
  async #beat(hint = {}) {
    const grant = this.#grant;
    if (!grant) {
      return;
    }
    try {
      const answer = await this.#serially(async () => this.#post('extend', { ttl: this.#options.ttl, token: grant.token }));
      if (grant !== this.#grant) {
        return;
      }
      this.#backoff.reset();
      if (answer.success) {
        this.#renewed(grant, answer);
      } else {
        await this.#notHeld(grant, answer, hint);
      }
    } catch (error) {
      if (!(error instanceof LockError)) {
        throw error;
      }
      if (grant === this.#grant) {
        this.#trouble(error);
        this.#schedule(this.#backoff.pause(error.retryAfter));
      }
    }
  }

  #renewed(grant, { lockInfo, askedAt }) {
    grant.renew(lockInfo, askedAt);
    this.#schedule();
    if (this.#state !== 'held' && !this.#loading) {
      this.#to('held', { outcome: 'EXTENDED', lockInfo: grant.lockInfo });
    }
    this.#heedNotice(lockInfo.ending);
  }

  /** @param {Answer} answer @param {{type?: string, by?: string, reason?: string}} hint */
  async #notHeld(grant, { lockInfo }, hint) {
    if (hint.type === 'broken') {
      this.#lose({ reason: 'broken', by: hint.by, why: hint.reason });
    } else if (hint.type === 'released') {
      this.#letGo();
      this.#last = undefined;
      this.#to('free', { reason: 'released' });
    } else if (lockInfo && !lockInfo.mine) {
      this.#lose({ reason: lockInfo.sameUser ? 'taken-over' : 'edited', lockInfo });
    } else {
      await this.#regain(grant);
    }
  }

  /** The lock is free again or has expired: it goes on if nobody had it in between. */
  async #regain(grant) {
    const early = grant.left > 0;
    const answer = await this.#acquireOnce({ order: this.#order });
    if (grant !== this.#grant) {
      return;
    }
    if (!answer.success) {
      this.#lose({ reason: answer.lockInfo?.sameUser ? 'taken-over' : 'edited', lockInfo: answer.lockInfo });
    } else if (answer.lockInfo.token !== grant.token && (early || this.#dirty)) {
      // Somebody ended it, or edited meanwhile: what is typed here belongs to an older text.
      await this.#giveBack(new Grant(answer.lockInfo, answer.askedAt));
      this.#lose({ reason: early ? 'ended' : 'edited' });
    } else {
      await this.#enter(answer);
    }
  }

  #lose(detail) {
    this.keepDraft();
    this.#letGo();
    this.#to('lost', { ...detail, dirty: this.#dirty });
    this.#last = this.#dirty ? this.#last : undefined;
  }

  /** Somebody else holds it. @param {LockInfo} lockInfo */
  #refused(lockInfo) {
    if (this.#grant || this.#state === 'lost') {
      return;
    }
    this.#to('locked', { lockInfo, sameUser: this.#isSameUser(lockInfo) });
  }

  #isSameUser(lockInfo) {
    return lockInfo?.sameUser ?? (Boolean(this.#last) && lockInfo?.userId === this.#last.lockInfo.userId);
  }

  /** @returns {Grant | undefined} what was held until now */
  #letGo() {
    const grant = this.#grant;
    this.#grant = undefined;
    held.delete(this);
    this.#requests.clear();
    this.#idle?.stop();
    clearTimeout(this.#timer);
    clearTimeout(this.#deadline);
    return grant;
  }

  async #giveBack(grant) {
    const backoff = new Backoff();
    const body = { docId: this.docId, sessionId: this.#session, token: grant.token };
    while (grant.left > 0) {
      try {
        await this.#api.post('release', body);
        return;
      } catch (error) {
        if (!(error instanceof LockError && error.passes)) {
          throw error;
        }
        await pause(Math.min(backoff.pause(error.retryAfter), Math.max(grant.left, 0)));
      }
    }
  }

  /** @param {LockError} error */
  #trouble(error) {
    const state = error.code === 'OFFLINE' ? 'offline' : 'unavailable';
    const reason = error.status === 401 ? 'signed-out' : error.code;
    this.#to(state, { reason, error, left: this.left, editable: this.editable });
    if (this.#grant) {
      this.keepDraft();
      clearTimeout(this.#deadline);
      const again = () => this.#grant && this.#state === state && this.#to(state, { reason, error, left: 0, editable: false });
      this.#deadline = setTimeout(again, Math.min(Math.max(this.left, 0) + 1, LONGEST_TIMER));
    }
  }

  #schedule(ms = this.#grant.untilHeartbeat) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#beat(), Math.min(ms, LONGEST_TIMER));
  }

  async #untilWorthTrying(ms, signal) {
    const early = new AbortController();
    const go = () => early.abort();
    addEventListener('online', go, { once: true });
    signal?.addEventListener('abort', go, { once: true });
    await pause(ms, early.signal).catch(() => {});
    removeEventListener('online', go);
  }

  /** @param {News} news */
  #hear(news) {
    if (news.type === 'requested') {
      this.#requested(news.request);
      return;
    }
    news.requests?.forEach((request) => this.#requested(request));
    const { lockInfo } = news;
    if (this.#grant) {
      this.#hearAsHolder(news);
    } else if (lockInfo?.mine && news.type === 'transferred') {
      this.#handedOver(news);
    } else if (this.#state === 'lost' || this.#loading) {
      this.#tell('news', news);
    } else if (lockInfo && !lockInfo.mine) {
      this.#refused(lockInfo);
    } else if (this.#state !== 'free' && !lockInfo) {
      this.#to('free', { reason: news.type, previous: news.previous });
    }
  }

  #hearAsHolder(news) {
    const ours = news.lockInfo?.mine && news.lockInfo.token === this.#grant.token;
    if (ours && news.lockInfo.ending && !this.#ending) {
      this.#beat();
    } else if (!ours && !(news.previous?.token < this.#grant.token) && !(news.lockInfo?.token < this.#grant.token)) {
      // The server has the last word: news may be older than what it answered.
      this.#beat(news);
    }
  }

  async #handedOver({ lockInfo, askedAt }) {
    this.#order++;
    this.#last = undefined;
    await this.#enter({ success: true, message: '', outcome: 'TRANSFERRED', lockInfo, askedAt });
    await this.#beat();
  }

  #requested(request) {
    const key = `${request.userId} ${request.sessionId ?? ''}`;
    if (!request.ended) {
      this.#requests.set(key, request);
    } else if (!this.#requests.delete(key)) {
      this.#requests.delete(`${request.userId} `);
    }
    this.#tell('requested', { request, requests: this.requests });
  }

  /** An administrator ends the lock soon: what is typed is saved before. */
  async #heedNotice(ending) {
    if (!ending || this.#ending) {
      return;
    }
    this.#ending = ending;
    this.#tell('ending', { ...ending, left: this.left });
    if (await this.#saveNow('ending')) {
      await this.release();
      this.#to('free', { reason: 'ended', by: ending.by, why: ending.reason });
    }
  }

  /** @returns {Promise<boolean>} whether nothing is unsaved any more */
  async #saveNow(why) {
    if (!this.#dirty) {
      return true;
    }
    try {
      await ask(this, 'save', { why });
    } catch (error) {
      this.#tell('error', { error });
    }
    return !this.#dirty;
  }

  #idleWatch() {
    const { idle, countdown } = this.#options;
    return new Idle({ after: idle * 1000, countdown: countdown * 1000 }, {
      asked: (left) => this.#tell('idle', { left }),
      gone: () => this.#goIdle(),
    });
  }

  async #goIdle() {
    this.keepDraft();
    this.#order++;
    const grant = this.#letGo();
    // What is typed stays: if nobody else edits, it can be resumed.
    this.#to('free', { reason: 'idle' });
    await this.#giveBack(grant);
  }

  /** The page can be seen again, or the network is back: timers may have slept. */
  #wake() {
    if (!this.#grant) {
      return;
    }
    if (this.#grant.left <= 0) {
      this.#trouble(new LockError('OFFLINE', 'The lock may have ended while this page slept'));
    }
    if (this.#grant.untilHeartbeat <= 0 || this.#state !== 'held') {
      this.#schedule(0);
    }
  }

  /** The page goes, and may come back. */
  #leave() {
    this.keepDraft();
    if (this.#grant) {
      const body = { docId: this.docId, sessionId: this.#session, token: this.#grant.token, grace: GRACE };
      this.#api.sendAndGo('release', body);
      clearTimeout(this.#timer);
    }
  }

  /** The page is back from the back/forward cache. */
  async #back() {
    const grant = this.#grant;
    if (grant) {
      this.#trouble(new LockError('OFFLINE', 'The lock was released when this page was left'));
      await this.#regainLater(grant);
    }
  }

  async #regainLater(grant) {
    try {
      await this.#regain(grant);
    } catch (error) {
      if (!(error instanceof LockError && error.passes)) {
        throw error;
      }
      this.#trouble(error);
      this.#schedule(this.#backoff.pause(error.retryAfter));
    }
  }

  /** @param {State} state @param {object} detail */
  #to(state, detail) {
    const previous = this.#state;
    this.#state = state;
    this.#detail = detail;
    this.#tell(state, { ...detail, previous });
    this.#tell('state', { ...detail, state, previous });
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
