import { icon } from './icons.js';
import { barStyle } from './style.js';

/** @typedef {import('./notice.js').Notice} Notice */

/**
 * @typedef {object} Prompt a question below the notice
 * @property {string} message
 * @property {string} [input] the label of a line of text that goes with the answer
 * @property {() => number} [left] what counts down in the message, ms
 * @property {(left: number) => string} [counting] the message while it counts down
 * @property {{label: string, main?: boolean, act: (text: string) => unknown}[]} answers
 */

/** Whoever reads the page later must not find old news. */
const ANNOUNCED_FOR = 2000;

/** The strip above the fields: who edits, what can be done, and questions. */
export class Bar {
  #bar = create('section', { part: 'bar', tabindex: '-1' });
  #icon = create('span');
  #message = create('p', { part: 'message', role: 'status' });
  #more = create('p', { part: 'more' });
  #left = create('p', { part: 'left' });
  #actions = create('div', { part: 'actions' });
  #prompts = create('div', { part: 'prompts' });
  /** Says what is new to screen readers, and nothing else. */
  #announcer = create('p', { class: 'unseen', role: 'alert' });
  /** @type {Map<string, HTMLElement>} */
  #shown = new Map();
  #quiet;

  /** @param {ShadowRoot} shadow */
  constructor(shadow) {
    shadow.adoptedStyleSheets = [barStyle];
    const words = create('div', { class: 'words' });
    words.append(this.#message, this.#more, this.#left);
    const row = create('div', { class: 'row' });
    row.append(this.#icon, words, this.#actions);
    this.#bar.append(row, this.#prompts, this.#announcer);
    shadow.append(this.#bar, create('slot'));
  }

  /**
   * @param {Notice} notice
   * @param {string} label of the whole strip
   * @param {(action: string) => void} act
   */
  show(notice, label, act) {
    this.#keepFocus(() => {
      this.#bar.setAttribute('aria-label', label);
      this.#bar.dataset.tone = notice.tone;
      this.#icon.replaceChildren(icon(notice.tone));
      this.#message.setAttribute('aria-live', notice.tone === 'lost' ? 'assertive' : 'polite');
      say(this.#message, notice.message);
      say(this.#more, notice.more ?? '');
      this.#showActions(notice.actions, act);
    });
  }

  /** @param {string} text how long something lasts */
  showLeft(text) {
    say(this.#left, text);
  }

  /**
   * Shows a question, or takes it away.
   *
   * @param {string} name
   * @param {Prompt | undefined} prompt
   */
  ask(name, prompt) {
    this.#keepFocus(() => {
      this.#shown.get(name)?.remove();
      this.#shown.delete(name);
      if (prompt) {
        const element = promptElement(prompt);
        this.#shown.set(name, element);
        this.#prompts.append(element);
      }
    });
  }

  /** Changes the words of a question. */
  reword(name, message) {
    const element = this.#shown.get(name);
    if (element) {
      say(element.querySelector('p'), message);
    }
  }

  asks(name) {
    return this.#shown.has(name);
  }

  /** Into the first field, or else the first button, of a question that the user asked for. */
  focusPrompt(name) {
    this.#shown.get(name)?.querySelector('input, button')?.focus();
  }

  /** @param {string} text said at once by screen readers */
  announce(text) {
    clearTimeout(this.#quiet);
    say(this.#announcer, text);
    this.#quiet = setTimeout(() => say(this.#announcer, ''), ANNOUNCED_FOR);
  }

  #showActions(actions, act) {
    const same = [...this.#actions.children].map((it) => `${it.dataset.action} ${it.textContent}`).join('\n');
    if (same === actions.map(({ name, label }) => `${name} ${label}`).join('\n')) {
      return;
    }
    this.#actions.replaceChildren(
      ...actions.map(({ name, label }, index) => {
        const button = create('button', { type: 'button', 'data-action': name, class: index === 0 ? 'main' : '' });
        button.textContent = label;
        button.addEventListener('click', () => act(name));
        return button;
      }),
    );
  }

  /** Whoever was on a button that goes stays here, instead of at the beginning of the page. */
  #keepFocus(change) {
    const shadow = this.#bar.getRootNode();
    const had = shadow.activeElement;
    change();
    if (had && !shadow.activeElement) {
      this.#bar.focus({ preventScroll: true });
    }
  }
}

function promptElement({ message, input, answers }) {
  const element = create('form', { part: 'prompt', class: 'row' });
  const words = create('p');
  words.textContent = message;
  element.append(words);
  let field;
  if (input) {
    field = create('input', { type: 'text', maxlength: '500', autocomplete: 'off' });
    const label = create('label');
    label.append(input, field);
    words.remove();
    element.append(label);
  }
  const buttons = create('div', { part: 'actions' });
  answers.forEach(({ label, main, act }, index) => {
    const button = create('button', { type: index === 0 ? 'submit' : 'button', class: main ? 'main' : '' });
    button.textContent = label;
    if (index > 0) {
      button.addEventListener('click', () => act(field?.value.trim() ?? ''));
    }
    buttons.append(button);
  });
  element.append(buttons);
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    event.stopPropagation();
    answers[0].act(field?.value.trim() ?? '');
  });
  return element;
}

/** Only what has changed: a live region would say the rest again. */
function say(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

function create(name, attributes = {}) {
  const element = document.createElement(name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  return element;
}
