import { LockApi, LockError } from './api.js';
import { ask } from './ask.js';
import { Backoff, pauseUntilOnline } from './backoff.js';
import { dropDraft } from './drafts.js';
import { Grant } from './grant.js';
import { Holding } from './holding.js';
import { Idle } from './idle.js';
import { followLife, held } from './life.js';
import { Requests } from './requests.js';
import { tabSession } from './session.js';
import { Unsaved } from './unsaved.js';
import { watchOf } from './watch.js';

/** @typedef {import('./api.js').Answer} Answer */
/** @typedef {import('./api.js').LockInfo} LockInfo */
/** @typedef {import('./drafts.js').Draft} Draft */
/** @typedef {import('./holding.js').Hint} Hint */
/** @typedef {import('./requests.js').Request} Request */
/** @typedef {import('./watch.js').News} News */
/** @typedef {'free' | 'held' | 'locked' | 'lost' | 'offline' | 'unavailable'} State */

/**
 * How long a page that goes may take to come back, seconds: it may only be reloading. Others wait
 * that long.
 */
const GRACE = 3;
/** Seconds. */
const DEFAULTS = { idle: 15 * 60, countdown: 60 };

/**
 * The lock of one document, from this page's point of view. docs/browser-client.md tells the
 * states, doclock.d.ts the events.
 */
export class DocumentLock extends EventTarget {
  #options;
  #api;
  #holding;
  #unsaved;
  #requests;
  #idle;
  /** @type {State} */
  #state = 'free';
  #detail = {};
  /** @type {Grant | undefined} what was held last, and may go on */
  #last;
  #loading = false;
  /** Whether an administrator has given notice. */
  #ending = false;
  /** Counts what was ordered: an acquire that is still trying ends when something else is wanted. */
  #order = 0;
  #stopFollowingLife;
  /** @type {(() => void) | undefined} */
  #stopWatching;

  /**
   * @param {string} docId
   * @param {object} [options]
   * @param {string} [options.api] where the REST API is; `../api/lock` beside the script if left out
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
    this.#options = { ...DEFAULTS, ...options };
    this.#api = new LockApi(options.api, options.headers);
    this.#holding = new Holding(docId, options.ttl, this.#api, {
      renewed: (answer) => this.#renewed(answer),
      refused: (grant, answer, hint) => this.#ended(grant, answer, hint),
      troubled: (error) => this.#troubled(error),
    });
    this.#unsaved = new Unsaved(docId, () => this.#last, () => options.collect?.());
    this.#requests = new Requests((operation, body) => this.#post(operation, body), options.username);
    this.#idle = this.#idleWatch();
    this.#stopFollowingLife = followLife({
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

  /** What is known about the state: the detail of its event. */
  get detail() {
    return this.#detail;
  }

  /** Whether what is typed now can still be saved, as far as is known. */
  get editable() {
    const { grant } = this.#holding;
    return Boolean(grant) && !this.#loading && grant.left > 0;
  }

  /** The fencing token of the grant that is held. */
  get token() {
    return this.#holding.grant?.token;
  }

  /** Milliseconds until the grant ends unless renewed; 0 if none is held. */
  get left() {
    return Math.max(this.#holding.grant?.left ?? 0, 0);
  }

  /** Whether something was typed and not saved. */
  get dirty() {
    return this.#unsaved.exists;
  }

  /** Who has asked the holder to edit. @returns {Request[]} */
  get requests() {
    return this.#requests.all;
  }

  /** Whether this page has asked the holder to let it edit. */
  get isAsking() {
    return this.#requests.isWaiting;
  }

  /** Follows who holds the document, without taking it. */
  watch() {
    this.#stopWatching ??= watchOf(this.#api).follow(this.docId, {
      hear: (news) => this.#hear(news),
      isUrgent: () => Boolean(this.#holding.grant),
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
        const answer = await this.#acquireOnce(order, { takeOver, wait });
        return answer.success && order === this.#order && (await this.#enter(answer));
      } catch (error) {
        if (!(error instanceof LockError && error.passes)) {
          this.#to('free', { reason: 'failed', error });
          throw error;
        }
        this.#troubled(error);
        await pauseUntilOnline(backoff.pause(error.retryAfter), signal);
      }
    }
    return false;
  }

  /**
   * Gives the lock back.
   *
   * @param {{discard?: boolean}} [options] discard: what was typed is not wanted any more
   */
  async release({ discard = false } = {}) {
    this.#order++;
    if (discard) {
      this.saved();
    }
    const grant = this.#letGo();
    this.#last = undefined;
    if (this.#state !== 'locked') {
      this.#to('free', { reason: 'released' });
    }
    if (grant) {
      await this.#holding.giveBack(grant);
    }
  }

  /** Gives the lock back and stops following the document. */
  async close() {
    this.#stopFollowingLife();
    this.#stopWatching?.();
    this.#stopWatching = undefined;
    await this.release();
  }

  /** What a request has to carry that the guard on the server is to let through. */
  headers() {
    const { token, lockInfo } = this.#last ?? {};
    return token
      ? { 'X-Lock-Session': lockInfo.sessionId, 'X-Lock-Token': `${encodeURIComponent(this.docId)}=${token}` }
      : {};
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
    const draft = this.#unsaved.key;
    const result = await send(this.headers());
    if (result instanceof Response && !result.ok) {
      if (result.status === 409) {
        await this.#holding.beat();
      }
      return result;
    }
    this.#unsaved.end(draft);
    this.#tell('saved', {});
    if (finish) {
      await this.release();
    }
    return result;
  }

  /** Something was typed. */
  changed() {
    this.#unsaved.typed();
  }

  /** What was typed has been saved by other means than {@link save}, or is not wanted any more. */
  saved() {
    this.#unsaved.end();
    this.#tell('saved', {});
  }

  /** Keeps what `collect` says in the browser. @returns {boolean} whether it is kept */
  keepDraft() {
    return this.#unsaved.keep();
  }

  /** What this user has typed into this document and not saved, the newest first. @returns {Draft[]} */
  get drafts() {
    return this.#unsaved.drafts;
  }

  /** @param {Draft} draft */
  dropDraft(draft) {
    dropDraft(draft);
  }

  /** The editor is there after all: the answer to the event `idle`. */
  stay() {
    this.#idle?.touch();
  }

  /** Tells the holder that this user would like to edit. @param {string} [message] */
  async request(message) {
    return this.#requests.ask(message);
  }

  /** Takes the request back. */
  async withdraw() {
    return this.#requests.withdraw();
  }

  /**
   * Gives the lock to somebody who asked for it. What is typed is saved before, by the listeners of
   * the event `save`.
   *
   * @param {Request} request
   * @returns {Promise<boolean>} false if it could not be saved or handed over: then it stays here
   */
  async handOver(request) {
    if (!this.#holding.grant || !(await this.#saveNow('hand-over'))) {
      return false;
    }
    const grant = this.#holding.grant ?? (await this.#grantAfterSave());
    const answer = grant && (await this.#requests.handOver(request, grant.token));
    if (!answer?.success) {
      if (this.#state !== 'held') {
        await this.release();
      }
      return false;
    }
    this.#letGo();
    this.#last = undefined;
    this.#to('free', { reason: 'handed-over' });
    this.#refused({ userId: request.userId, username: request.username, timestamp: Date.now(), ...answer.lockInfo });
    return true;
  }

  /** The save has ended the grant: there has to be another, only to hand it over. */
  async #grantAfterSave() {
    const answer = await this.#acquireOnce(this.#order);
    const grant = answer.success ? new Grant(answer.lockInfo, answer.askedAt) : undefined;
    if (grant) {
      this.#last = grant;
      this.#holding.begin(grant);
    }
    return grant;
  }

  async #post(operation, body) {
    return this.#api.post(operation, { docId: this.docId, sessionId: await tabSession(), ...body });
  }

  #acquireOnce(order, { takeOver, wait } = {}) {
    return this.#holding.serially(async () => {
      const { ttl, username } = this.#options;
      const { token } = this.#last ?? {};
      const goOn = token && !this.#holding.mayYetEnd(token) ? { resumeToken: token } : { newGrant: true };
      const body = { docId: this.docId, sessionId: await tabSession(), ttl, username, takeOver, wait, ...goOn };
      const answer = await this.#api.post('acquire', body, { patience: (10 + (wait ?? 0)) * 1000 });
      if (!answer.success) {
        this.#refused(answer.lockInfo);
      } else if (order !== this.#order) {
        await this.#holding.giveBack(new Grant(answer.lockInfo, answer.askedAt));
      }
      return answer;
    });
  }

  /** A grant begins or goes on. @param {Answer} answer @returns {Promise<boolean>} whether it is held */
  async #enter(answer) {
    const grant = new Grant(answer.lockInfo, answer.askedAt);
    const goesOn = this.#last?.token === grant.token;
    this.#last = grant;
    this.#ending = false;
    held.add(this);
    this.#holding.begin(grant);
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
      this.#unsaved.begin();
      return this.#holding.grant === grant;
    } catch (error) {
      await this.release();
      throw error;
    } finally {
      this.#loading = false;
    }
  }

  #renewed({ lockInfo }) {
    if (this.#state !== 'held' && !this.#loading) {
      this.#to('held', { outcome: 'EXTENDED', lockInfo });
    }
    if (lockInfo.ending && !this.#ending) {
      this.#heedNotice(lockInfo.ending);
    }
  }

  /** @param {Grant} grant @param {Answer} answer @param {Hint} hint */
  async #ended(grant, { lockInfo }, hint) {
    if (hint.type === 'broken') {
      this.#lose({ reason: 'broken', by: hint.by, why: hint.reason, lockInfo });
    } else if (hint.type === 'released') {
      this.keepDraft();
      this.#letGo();
      this.#last = undefined;
      this.#to('free', { reason: 'released' });
    } else if (lockInfo && !lockInfo.mine) {
      this.#lose({ reason: this.#isSameUser(lockInfo) ? 'taken-over' : 'edited', lockInfo });
    } else {
      await this.#regain(grant, { unexpected: grant.left > 0 });
    }
  }

  /**
   * The lock is free, or has expired: it goes on if nobody had it in between.
   *
   * @param {Grant} grant
   * @param {{unexpected: boolean}} options unexpected: somebody ended it, or Redis lost it
   */
  async #regain(grant, { unexpected }) {
    const answer = await this.#acquireOnce(this.#order);
    if (grant !== this.#holding.grant) {
      return;
    }
    if (!answer.success) {
      const { lockInfo } = answer;
      this.#lose({ reason: this.#isSameUser(lockInfo) ? 'taken-over' : 'edited', lockInfo });
    } else if (answer.lockInfo.token !== grant.token && (unexpected || this.#unsaved.exists)) {
      // What is typed here belongs to a text that may be another by now.
      this.#lose({ reason: unexpected ? 'ended' : 'edited' });
      await this.#holding.giveBack(new Grant(answer.lockInfo, answer.askedAt));
    } else {
      await this.#enter(answer);
    }
  }

  #lose(detail) {
    this.keepDraft();
    this.#letGo();
    this.#to('lost', { ...detail, dirty: this.#unsaved.exists });
  }

  /** Somebody else holds it. @param {LockInfo} lockInfo */
  #refused(lockInfo) {
    const known = this.#detail.lockInfo;
    const isKnown = known?.userId === lockInfo.userId && known.timestamp === lockInfo.timestamp;
    if (this.#holding.grant || (isKnown && (this.#state === 'locked' || this.#state === 'lost'))) {
      return;
    }
    if (this.#state === 'lost') {
      this.#to('lost', { ...this.#detail, lockInfo });
    } else {
      this.#to('locked', { lockInfo, sameUser: this.#isSameUser(lockInfo) });
    }
  }

  #isSameUser(lockInfo) {
    return lockInfo?.sameUser ?? (Boolean(this.#last) && lockInfo?.userId === this.#last.lockInfo.userId);
  }

  #letGo() {
    held.delete(this);
    this.#requests.clear();
    this.#idle?.stop();
    return this.#holding.end();
  }

  /** @param {LockError} error */
  #troubled(error) {
    const reason = error.status === 401 ? 'signed-out' : error.code;
    const state = error.code === 'OFFLINE' ? 'offline' : 'unavailable';
    this.keepDraft();
    this.#to(state, { reason, error, left: this.left, editable: this.editable });
  }

  /** @param {News} news */
  #hear(news) {
    if (this.#requests.hear(news)) {
      this.#tell('requested', { request: news.request, requests: this.requests });
    }
    if (news.type === 'requested' || this.#loading) {
      return;
    }
    const { lockInfo } = news;
    if (this.#holding.grant) {
      this.#hearAsHolder(this.#holding.grant, news);
    } else if (lockInfo?.mine) {
      this.#hearOfOwn(news);
    } else if (lockInfo) {
      this.#refused(lockInfo);
    } else if (this.#state === 'lost') {
      this.#nobodyElse();
    } else if (this.#state !== 'free') {
      this.#to('free', { reason: news.type, previous: news.previous });
    }
  }

  /** Whoever had it after this page has it no more. */
  #nobodyElse() {
    if (this.#detail.lockInfo) {
      this.#to('lost', { ...this.#detail, lockInfo: undefined });
    }
  }

  #hearAsHolder(grant, news) {
    const { lockInfo, previous } = news;
    const isOld = previous?.token < grant.token || lockInfo?.token < grant.token;
    const isOurs = lockInfo?.mine && lockInfo.token === grant.token;
    if (isOurs ? lockInfo.ending && !this.#ending : !isOld) {
      // The server has the last word: news may be older than what it has answered.
      this.#holding.beat(previous?.token === grant.token ? news : undefined);
    }
  }

  /** It was handed over to this tab, which had asked for it. */
  async #hearOfOwn({ type, lockInfo, askedAt }) {
    if (lockInfo.token && (type === 'transferred' || this.#requests.isWaiting)) {
      this.#order++;
      this.#requests.clear();
      this.#last = undefined;
      await this.#enter({ success: true, message: '', outcome: 'TRANSFERRED', lockInfo, askedAt });
      await this.#holding.beat();
    }
  }

  /** An administrator ends the lock soon: what is typed is saved before. */
  async #heedNotice(ending) {
    this.#ending = true;
    this.#tell('ending', { ...ending, left: this.left });
    if (await this.#saveNow('ending')) {
      await this.release();
      this.#to('free', { reason: 'ended', by: ending.by, why: ending.reason });
    }
  }

  /** @returns {Promise<boolean>} whether nothing is unsaved any more */
  async #saveNow(why) {
    if (this.#unsaved.exists) {
      try {
        await ask(this, 'save', { why });
      } catch (error) {
        this.#tell('error', { error });
      }
    }
    return !this.#unsaved.exists;
  }

  #idleWatch() {
    const { idle, countdown } = this.#options;
    if (!(idle > 0)) {
      return undefined;
    }
    return new Idle(
      { after: idle * 1000, countdown: countdown * 1000 },
      { asked: (left) => this.#tell('idle', { left }), gone: () => this.#goIdle() },
    );
  }

  /** What is typed stays, and can be gone on with if nobody else has edited. */
  async #goIdle() {
    this.keepDraft();
    this.#order++;
    const grant = this.#letGo();
    this.#to('free', { reason: 'idle' });
    await this.#holding.giveBack(grant);
  }

  #wake() {
    const { grant } = this.#holding;
    if (grant?.left <= 0 && this.#state === 'held') {
      this.#troubled(new LockError('OFFLINE', 'The lock may have ended while this page slept'));
    }
    this.#holding.wake(this.#state !== 'held');
  }

  #leave() {
    this.keepDraft();
    this.#holding.leave(GRACE);
  }

  /** From the back/forward cache. */
  async #back() {
    const { grant } = this.#holding;
    if (grant) {
      this.#troubled(new LockError('OFFLINE', 'The lock was given back when this page was left'));
      await this.#holding.attempt(grant, () => this.#regain(grant, { unexpected: false }));
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
