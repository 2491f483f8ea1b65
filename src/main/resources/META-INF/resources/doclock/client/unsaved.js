import { draftsOf, dropDraft, keepDraft } from './drafts.js';

/** @typedef {import('./drafts.js').Draft} Draft */
/** @typedef {import('./grant.js').Grant} Grant */
/** @typedef {{user: string | undefined, docId: string, token: number | undefined}} DraftKey */

/** What was typed into a document and is not saved, and the draft of it that the browser keeps. */
export class Unsaved {
  #docId;
  #grant;
  #collect;
  #exists = false;

  /**
   * @param {string} docId
   * @param {() => Grant | undefined} grant under which it is typed
   * @param {() => unknown} collect what is typed; undefined if there is nothing to keep
   */
  constructor(docId, grant, collect) {
    this.#docId = docId;
    this.#grant = grant;
    this.#collect = collect;
  }

  get exists() {
    return this.#exists;
  }

  /** Whose draft it is. @returns {DraftKey} */
  get key() {
    const { lockInfo, token } = this.#grant() ?? {};
    return { user: lockInfo?.userId, docId: this.#docId, token };
  }

  /** What this user has typed into this document and not saved, the newest first. @returns {Draft[]} */
  get drafts() {
    const { user } = this.key;
    return user ? draftsOf(user, this.#docId) : [];
  }

  typed() {
    this.#exists = true;
  }

  /** The content was loaded: what was typed into the one before it is a draft at most. */
  begin() {
    this.#exists = false;
  }

  /** It is saved, or not wanted any more. @param {DraftKey} key */
  end(key = this.key) {
    this.#exists = false;
    dropDraft(key);
  }

  /** Keeps it in the browser. @returns {boolean} whether it is kept */
  keep() {
    const content = this.#exists && this.#grant() ? this.#collect() : undefined;
    return content !== undefined && keepDraft({ ...this.key, content });
  }
}
