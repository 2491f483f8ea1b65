/**
 * Closes the fields of a form and opens them again. What is in them stays and can be read, selected
 * and copied: text becomes read-only, everything else is disabled, and what is added while they are
 * closed, by Ajax for instance, is closed as well. Nothing is done to what carries
 * `data-doclock-ignore`, or is inside of it.
 */

const CONTROLS = 'input, textarea, select, button, [contenteditable]:not([contenteditable="false"])';
const IGNORED = '[data-doclock-ignore], document-lock-badges';
const MARK = 'data-doclock-closed';
const READ_ONLY_TYPES = new Set([
  'text', 'search', 'url', 'tel', 'email', 'password', 'number',
  'date', 'month', 'week', 'time', 'datetime-local',
]);
const BLOCKED = ['submit', 'click', 'mousedown', 'pointerdown', 'keydown', 'beforeinput', 'paste', 'drop'];
/** Keys that only move, select or copy. */
const HARMLESS_KEYS = /^(Tab|Escape|Arrow\w+|Home|End|Page\w+|Shift|Control|Alt|Meta|F\d+)$/;

export class Fields {
  #root;
  #closed = false;
  #observer = new MutationObserver(() => this.#markAll());
  #block = (event) => this.#stop(event);

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
  }

  get closed() {
    return this.#closed;
  }

  close() {
    if (this.#closed) {
      return;
    }
    this.#closed = true;
    this.#markAll();
    this.#observer.observe(this.#root, {
      subtree: true,
      childList: true,
      attributeFilter: ['disabled', 'readonly', 'contenteditable', 'type'],
    });
    BLOCKED.forEach((type) => this.#root.addEventListener(type, this.#block, { capture: true }));
  }

  open() {
    if (!this.#closed) {
      return;
    }
    this.#closed = false;
    this.#observer.disconnect();
    BLOCKED.forEach((type) => this.#root.removeEventListener(type, this.#block, { capture: true }));
    this.#root.querySelectorAll(`[${MARK}]`).forEach(unmark);
  }

  #markAll() {
    for (const control of this.#root.querySelectorAll(CONTROLS)) {
      if (!control.closest(IGNORED)) {
        mark(control);
      }
    }
  }

  /** Widgets made of other elements listen themselves: nothing that changes reaches them. */
  #stop(event) {
    const target = event.target;
    if (!(target instanceof Element) || target === this.#root || isIgnored(event)) {
      return;
    }
    if (event.type === 'keydown' && isHarmless(event)) {
      return;
    }
    if (event.type === 'submit' || event.type === 'drop' || event.type === 'paste' || event.type === 'beforeinput') {
      event.preventDefault();
    }
    event.stopPropagation();
  }
}

function isIgnored(event) {
  return Boolean((event.submitter ?? event.target).closest(`${IGNORED}, a[href], summary`));
}

function isHarmless(event) {
  const copies = (event.ctrlKey || event.metaKey) && /^[acACfFpP]$/.test(event.key);
  return copies || HARMLESS_KEYS.test(event.key);
}

function mark(control) {
  const how = howToClose(control);
  if (how === 'contenteditable') {
    control.setAttribute(MARK, control.getAttribute(how));
    control.setAttribute(how, 'false');
  } else if (!control.hasAttribute(how)) {
    control.setAttribute(MARK, how);
    control.setAttribute(how, '');
  }
}

function unmark(control) {
  const how = control.getAttribute(MARK);
  control.removeAttribute(MARK);
  if (how === 'readonly' || how === 'disabled') {
    control.removeAttribute(how);
  } else {
    control.setAttribute('contenteditable', how);
  }
}

function howToClose(control) {
  if (control instanceof HTMLTextAreaElement || READ_ONLY_TYPES.has(control.type)) {
    return 'readonly';
  }
  return 'disabled' in control ? 'disabled' : 'contenteditable';
}
