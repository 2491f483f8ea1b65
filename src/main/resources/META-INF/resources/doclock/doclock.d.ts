/** The types of doclock.js: DocLock in the browser. docs/browser-client.md tells how it is used. */

/** A lock as the server shows it: see docs/rest-api.md. */
export interface LockInfo {
  userId: string;
  username?: string;
  docId: string;
  /** When the grant began, epoch ms by Redis's clock. */
  timestamp: number;
  expiresAt?: number;
  /** How long the grant lasted when the server was asked, ms. */
  remaining?: number;
  /** The same user and the same session. */
  mine: boolean;
  /** The same user, in whatever session. */
  sameUser?: boolean;
  token?: number;
  sessionId?: string;
  ending?: { by: string; reason?: string };
}

/** Somebody would like to edit. */
export interface EditRequest {
  userId: string;
  username?: string;
  message?: string;
  at?: number;
}

/** What was typed and not saved. */
export interface Draft<Content = unknown> {
  user: string;
  docId: string;
  /** The grant under which it was typed. */
  token: number;
  /** When, epoch ms by this computer. */
  at: number;
  content: Content;
}

export interface Answer {
  success: boolean;
  message: string;
  outcome?: string;
  code?: string;
  lockInfo?: LockInfo;
}

/**
 * `free` nobody holds it, as far as is known · `held` it may be edited here · `locked` somebody else
 * holds it, or another tab of this user · `lost` it was held here, and what is typed cannot be saved
 * · `offline` the server is out of reach · `unavailable` the server cannot say.
 */
export type State = 'free' | 'held' | 'locked' | 'lost' | 'offline' | 'unavailable';

/** An event whose sender waits for its listeners. */
export interface AskEvent<Detail> extends CustomEvent<Detail> {
  waitUntil(answer: Promise<unknown> | unknown): void;
}

/** What each event of a DocumentLock tells; `<document-lock>` passes them on as `doclock-…`. */
export interface DocumentLockEventMap {
  /** Any change of the state: its own event has come just before. */
  state: CustomEvent<{ state: State; previous: State } & Record<string, unknown>>;
  held: CustomEvent<{ outcome: string; lockInfo: LockInfo; previous: State }>;
  free: CustomEvent<{
    /** `released`, `idle`, `ended` (by an administrator, after notice), `handed-over`, `failed`, or the event. */
    reason: string;
    by?: string;
    why?: string;
    error?: unknown;
    previous: State;
  }>;
  locked: CustomEvent<{ lockInfo: LockInfo; sameUser: boolean; previous: State }>;
  lost: CustomEvent<{
    /** `taken-over` by another tab; `broken` by an administrator; `edited` or `ended`: others may have edited. */
    reason: 'taken-over' | 'broken' | 'edited' | 'ended';
    /** Whoever holds it now. */
    lockInfo?: LockInfo;
    by?: string;
    why?: string;
    /** Whether something typed was not saved. */
    dirty: boolean;
    previous: State;
  }>;
  /** The grant goes on after a pause, with the same token: nobody else had it. `held` follows. */
  resumed: CustomEvent<{ lockInfo: LockInfo }>;
  offline: CustomEvent<Trouble>;
  unavailable: CustomEvent<Trouble>;
  /** A new grant has begun: load the content again. The fields open when all answers are there. */
  content: AskEvent<{ outcome: string; lockInfo: LockInfo }>;
  /** Save now: the lock is going to be handed over, or an administrator ends it. */
  save: AskEvent<{ why: 'hand-over' | 'ending' }>;
  /** What was typed is saved, or is not wanted any more. */
  saved: CustomEvent<object>;
  /** Somebody else asks to edit than before. */
  requested: CustomEvent<{ request?: EditRequest; requests: EditRequest[] }>;
  /** Nobody has touched the page: how long until it is given back, ms; Infinity: somebody is there. */
  idle: CustomEvent<{ left: number }>;
  /** An administrator has given notice; `left` in ms. */
  ending: CustomEvent<{ by: string; reason?: string; left: number }>;
  /** A listener of `save` has failed. */
  error: CustomEvent<{ error: unknown }>;
}

export interface Trouble {
  /** `OFFLINE`, `signed-out`, or a code of the REST API. */
  reason: string;
  error: LockError;
  /** How long the grant lasts for certain, ms. */
  left: number;
  editable: boolean;
  previous: State;
}

export interface DocumentLockOptions {
  /** Where the REST API is; `../api/lock` beside the script if left out. */
  api?: string;
  /** Seconds; the server's default if left out. */
  ttl?: number;
  /** Seconds without input until the editor is asked: 900; 0: never. */
  idle?: number;
  /** Seconds that the editor has to answer then: 60. */
  countdown?: number;
  /** The name that others are shown. */
  username?: string;
  /** What proves who is calling, where that is no cookie. */
  headers?: () => HeadersInit | Promise<HeadersInit>;
  /** What is typed and not saved, for a draft; undefined if there is nothing. */
  collect?: () => unknown;
  /** Closes the lock. */
  signal?: AbortSignal;
}

/** The lock of one document, from this page's point of view. */
export class DocumentLock extends EventTarget {
  constructor(docId: string, options?: DocumentLockOptions);
  readonly docId: string;
  readonly state: State;
  readonly detail: Record<string, unknown>;
  /** Whether what is typed now can still be saved, as far as is known. */
  readonly editable: boolean;
  /** The fencing token of the grant that is held. */
  readonly token: number | undefined;
  /** How long the grant lasts unless renewed, ms; 0 if none is held. */
  readonly left: number;
  readonly dirty: boolean;
  readonly requests: EditRequest[];
  readonly isAsking: boolean;
  readonly drafts: Draft[];
  /** Follows who holds the document, without taking it. */
  watch(): void;
  /** Takes the lock; true when it is held and the content has been loaded. */
  acquire(options?: { takeOver?: boolean; wait?: number; signal?: AbortSignal }): Promise<boolean>;
  release(options?: { discard?: boolean }): Promise<void>;
  /** Gives the lock back and stops following the document. */
  close(): Promise<void>;
  /** What a request has to carry that the guard on the server is to let through. */
  headers(): Record<string, string>;
  /** Saves, and forgets the draft if that succeeded. A Response that is not ok counts as not saved. */
  save<T>(send: (headers: Record<string, string>) => Promise<T>, options?: { finish?: boolean }): Promise<T>;
  /** Something was typed. */
  changed(): void;
  /** What was typed has been saved by other means than save(), or is not wanted any more. */
  saved(): void;
  keepDraft(): boolean;
  dropDraft(draft: Draft): void;
  /** The editor is there after all. */
  stay(): void;
  request(message?: string): Promise<Answer>;
  withdraw(): Promise<Answer>;
  /** Gives the lock to somebody who asked for it, after `save`; false: it stays here. */
  handOver(request: EditRequest): Promise<boolean>;
  addEventListener<K extends keyof DocumentLockEventMap>(
    type: K,
    listener: (event: DocumentLockEventMap[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

/** The answer that was no answer: the server is out of reach, or cannot or will not say. */
export class LockError extends Error {
  readonly code: string;
  /** The HTTP status; 0 if there was none. */
  readonly status: number;
  /** ms */
  readonly retryAfter: number;
  /** Whether the same may succeed later without anybody doing anything. */
  readonly passes: boolean;
}

/** `<document-lock doc-id="quote-123">` around a form. */
export class DocumentLockElement extends HTMLElement {
  /** The lock; undefined until the page's scripts have run. */
  readonly lock: DocumentLock | undefined;
  headers: () => HeadersInit | Promise<HeadersInit>;
  edit(options?: { takeOver?: boolean }): Promise<void>;
  save<T>(send: (headers: Record<string, string>) => Promise<T>, options?: { finish?: boolean }): Promise<T>;
}

/** `<document-lock-badges>` around a list of elements with `data-doclock-badge-for`. */
export class DocumentLockBadgesElement extends HTMLElement {
  headers: () => HeadersInit | Promise<HeadersInit>;
}

/** This tab's session. */
export function tabSession(): Promise<string>;

/** Gives everything back that this page holds: before signing out, for instance. */
export function releaseAll(): Promise<void>;

/** Forgets what a user typed and did not save. */
export function dropDraftsOf(user: string): void;

/** Adds a language, or replaces some of its texts. */
export function defineTexts(language: string, texts: Record<string, string>): void;

declare global {
  interface HTMLElementTagNameMap {
    'document-lock': DocumentLockElement;
    'document-lock-badges': DocumentLockBadgesElement;
  }
  interface HTMLElementEventMap {
    'doclock-content': DocumentLockEventMap['content'];
    'doclock-save': DocumentLockEventMap['save'];
    'doclock-state': DocumentLockEventMap['state'];
    'doclock-lost': DocumentLockEventMap['lost'];
  }
}
