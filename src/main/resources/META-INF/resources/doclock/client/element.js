import { ask } from './ask.js';
import { Bar } from './bar.js';
import { Fields } from './fields.js';
import { DocumentLock } from './lock.js';
import { noticeOf } from './notice.js';
import { readAgain } from './page.js';
import { Questions } from './questions.js';
import { adoptPageStyle } from './style.js';
import { Wording } from './texts.js';
import { Typed } from './typed.js';

const KEEP_DRAFT_AFTER = 400;
/** Events of the lock that the element passes on as `doclock-…`. */
const PASSED_ON = ['state', 'held', 'free', 'locked', 'lost', 'resumed', 'offline', 'unavailable', 'requested',
  'idle', 'ending', 'error'];

/**
 * `<document-lock doc-id="quote-123">` around a form: takes the lock, closes the fields while it is
 * not held, says who edits, and keeps what is typed.
 *
 * Attributes: `doc-id`; `start` (`load`, or `manual`: by the button "Edit"); `api`, `ttl`, `idle`,
 * `countdown`, `username` as the options of DocumentLock; `drafts="off"`; `reload="off"`: the
 * content is not read again by the element.
 */
export class DocumentLockElement extends HTMLElement {
  static observedAttributes = ['doc-id'];

  /** @type {DocumentLock | undefined} */
  #lock;
  #bar;
  #fields = new Fields(this);
  #typed = new Typed(this);
  #starting = false;
  /** @type {Questions | undefined} */
  #questions;
  #mayOfferDraft = false;
  #draftTimer;
  #clock;
  /** What proves who is calling, where that is no cookie: set before the element is connected. */
  headers = () => ({});

  constructor() {
    super();
    this.#bar = new Bar(this.attachShadow({ mode: 'open' }));
    this.addEventListener('input', (event) => this.#changed(event));
    this.addEventListener('change', (event) => this.#changed(event));
  }

  /** The lock, for scripts. */
  get lock() {
    return this.#lock;
  }

  /** Saves with the lock: see DocumentLock. */
  save(send, options) {
    return this.#lock.save(send, options);
  }

  connectedCallback() {
    adoptPageStyle(this);
    if (this.#lock) {
      return;
    }
    this.#fields.close();
    // The page's other scripts come first: they may want to load the content.
    whenReady(() => this.isConnected && this.getAttribute('doc-id') && !this.#lock && this.#begin());
  }

  disconnectedCallback() {
    // Moved within the page, it is connected again at once.
    queueMicrotask(() => {
      if (!this.isConnected) {
        this.#end();
      }
    });
  }

  attributeChangedCallback(_, before, now) {
    if (before !== now && this.isConnected) {
      this.#end();
      this.connectedCallback();
    }
  }

  #begin() {
    const seconds = (name) => (this.hasAttribute(name) ? Number(this.getAttribute(name)) : undefined);
    const options = {
      api: this.getAttribute('api') ?? undefined,
      username: this.getAttribute('username') ?? undefined,
      ttl: seconds('ttl'),
      idle: seconds('idle'),
      countdown: seconds('countdown'),
      headers: this.headers,
      collect: () => this.#collect(),
    };
    const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
    this.#lock = new DocumentLock(this.getAttribute('doc-id'), given);
    this.#starting = this.getAttribute('start') !== 'manual';
    const wording = () => new Wording(this);
    this.#questions = new Questions(this.#bar, this.#lock, this.#typed, wording, () => this.#show());
    this.#listen(this.#lock);
    this.#show();
    this.#lock.watch();
    if (this.#starting) {
      this.edit();
    }
  }

  #end() {
    clearInterval(this.#clock);
    clearTimeout(this.#draftTimer);
    this.#lock?.close();
    this.#lock = undefined;
  }

  /** Begins to edit. @param {{takeOver?: boolean}} [options] */
  async edit(options) {
    this.#starting = true;
    this.#show();
    try {
      await this.#lock?.acquire(options);
    } catch (error) {
      this.#pass('error', { error });
    } finally {
      this.#starting = false;
      this.#show();
    }
  }

  /** @param {DocumentLock} lock */
  #listen(lock) {
    PASSED_ON.forEach((type) => lock.addEventListener(type, ({ detail }) => this.#pass(type, detail)));
    lock.addEventListener('content', (event) => event.waitUntil(this.#loadContent(event.detail)));
    lock.addEventListener('save', (event) => event.waitUntil(ask(this, 'doclock-save', event.detail)));
    lock.addEventListener('state', () => this.#show());
    lock.addEventListener('saved', () => this.#saved());
  }

  #pass(type, detail) {
    this.dispatchEvent(new CustomEvent(`doclock-${type}`, { detail, bubbles: true, composed: true }));
  }

  async #loadContent(detail) {
    this.#show();
    const isLoaded = await ask(this, 'doclock-content', detail);
    if (!isLoaded && this.getAttribute('reload') !== 'off') {
      await readAgain(this, this.#lock.headers());
    }
    this.#typed.begin();
    this.#mayOfferDraft = true;
  }

  #changed(event) {
    if (event.target === this || !this.#lock?.editable) {
      return;
    }
    const before = this.#lock.dirty;
    this.#lock.changed();
    if (!before) {
      this.#show();
      this.#questions.refresh();
    }
    clearTimeout(this.#draftTimer);
    this.#draftTimer = setTimeout(() => this.#lock?.keepDraft(), KEEP_DRAFT_AFTER);
  }

  /** What is there now is what the next draft differs from. */
  #saved() {
    clearTimeout(this.#draftTimer);
    this.#typed.begin();
    this.#show();
  }

  #collect() {
    if (this.getAttribute('drafts') === 'off') {
      return undefined;
    }
    const fields = this.#typed.fields;
    return fields.length > 0 ? { fields } : undefined;
  }

  #notice() {
    return noticeOf(this.#lock, new Wording(this), this.#starting);
  }

  #show() {
    const lock = this.#lock;
    if (!lock) {
      return;
    }
    const notice = this.#notice();
    this.#bar.show(notice, new Wording(this).say('region'), (action) => this.#act(action));
    if (lock.editable) {
      this.#fields.open();
    } else {
      this.#fields.close();
    }
    this.setAttribute('state', lock.state);
    this.toggleAttribute('editable', lock.editable);
    this.#countDown(notice.countsDown);
    if (lock.state === 'held' && this.#mayOfferDraft) {
      this.#mayOfferDraft = false;
      this.#questions.offerDraft();
    }
  }

  #act(action) {
    if (action === 'request') {
      this.#questions.askToEdit();
    } else {
      this.edit({ takeOver: action === 'takeOver' });
    }
  }

  #countDown(counts) {
    clearInterval(this.#clock);
    const wording = new Wording(this);
    const tick = () => this.#bar.showLeft(wording.say('until', { left: wording.length(this.#lock?.left ?? 0) }));
    if (counts) {
      tick();
      this.#clock = setInterval(tick, 1000);
    } else {
      this.#bar.showLeft('');
    }
  }
}

/** When the scripts of the page have run. */
function whenReady(begin) {
  const [navigation] = performance.getEntriesByType('navigation');
  if (navigation?.domContentLoadedEventStart === 0) {
    document.addEventListener('DOMContentLoaded', begin, { once: true });
  } else {
    queueMicrotask(begin);
  }
}
