import { LockApi } from './api.js';
import { nameOf } from './notice.js';
import { adoptPageStyle } from './style.js';
import { Wording } from './texts.js';
import { watchOf } from './watch.js';

const BADGE = 'data-doclock-badge-for';

/**
 * `<document-lock-badges>` around a list: every element in it with `data-doclock-badge-for="quote-7"`
 * says who edits that document, by one stream for all of them. Rows may come and go.
 */
export class DocumentLockBadgesElement extends HTMLElement {
  /** @type {Map<string, {stop: () => void, news?: import('./watch.js').News}>} */
  #followed = new Map();
  #observer = new MutationObserver(() => this.#look());
  #watch;
  /** What proves who is calling, where that is no cookie: set before the element is connected. */
  headers = () => ({});

  connectedCallback() {
    adoptPageStyle(this);
    this.#watch = watchOf(new LockApi(this.getAttribute('api') ?? undefined, this.headers));
    this.#observer.observe(this, { childList: true, subtree: true, attributeFilter: [BADGE] });
    this.#look();
  }

  disconnectedCallback() {
    this.#observer.disconnect();
    this.#followed.forEach(({ stop }) => stop());
    this.#followed.clear();
  }

  #look() {
    const shown = new Set(this.#badges().map((badge) => badge.getAttribute(BADGE)));
    for (const [docId, { stop }] of this.#followed) {
      if (!shown.has(docId)) {
        stop();
        this.#followed.delete(docId);
      }
    }
    for (const docId of shown) {
      if (!this.#followed.has(docId)) {
        this.#follow(docId);
      }
      this.#show(docId);
    }
  }

  #follow(docId) {
    const entry = { stop: () => {}, news: undefined };
    this.#followed.set(docId, entry);
    const hear = (news) => {
      if (news.type !== 'requested') {
        entry.news = news;
        this.#show(docId);
      }
    };
    entry.stop = this.#watch.follow(docId, { hear, isUrgent: () => false });
  }

  #show(docId) {
    const news = this.#followed.get(docId)?.news;
    if (news) {
      this.#badges().filter((it) => it.getAttribute(BADGE) === docId).forEach((it) => this.#write(it, news));
    }
  }

  #write(badge, { lockInfo }) {
    const wording = new Wording(badge);
    const isMine = lockInfo?.mine || lockInfo?.sameUser;
    const state = lockInfo ? (isMine ? 'mine' : 'other') : 'free';
    const key = { free: 'badgeFree', mine: 'badgeMine', other: 'badgeOther' }[state];
    const text = wording.say(key, { name: lockInfo ? nameOf(lockInfo) : '' });
    // Written only where it changes, or the observer would never rest.
    if (badge.dataset.doclockBadge !== state || badge.textContent !== text) {
      badge.dataset.doclockBadge = state;
      badge.textContent = text;
    }
  }

  #badges() {
    return [...this.querySelectorAll(`[${BADGE}]`)];
  }
}
