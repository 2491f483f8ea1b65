import de from './texts/de.js';
import en from './texts/en.js';

/** @typedef {Record<keyof import('./texts/en.js').default, string>} Texts */

/** @type {Map<string, Texts>} */
const languages = new Map([['en', en], ['de', de]]);

/**
 * Adds a language, or replaces some texts of one. Names in braces are filled in.
 *
 * @param {string} language such as `fr`
 * @param {Partial<Texts>} texts those that are left out stay, or are English
 */
export function defineTexts(language, texts) {
  languages.set(language, { ...en, ...languages.get(language), ...texts });
}

/** The texts for an element, by the language of the page around it. */
export class Wording {
  #language;
  #texts;

  /** @param {Element} element */
  constructor(element) {
    const asked = element.closest('[lang]')?.lang || navigator.language;
    this.#language = [asked, asked.split('-')[0]].find((it) => languages.has(it)) ?? 'en';
    this.#texts = languages.get(this.#language);
  }

  get language() {
    return this.#language;
  }

  /**
   * @param {keyof Texts} key
   * @param {Record<string, string | undefined>} [values]
   */
  say(key, values = {}) {
    return this.#texts[key].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
  }

  /** A moment of today, or of another day. @param {number} at epoch ms */
  time(at) {
    const today = new Date(at).toDateString() === new Date().toDateString();
    const format = today ? { timeStyle: 'short' } : { dateStyle: 'short', timeStyle: 'short' };
    return new Intl.DateTimeFormat(this.#language, format).format(at);
  }

  /** A length of time. @param {number} ms */
  length(ms) {
    const seconds = Math.max(Math.ceil(ms / 1000), 0);
    return seconds < 60 ? this.#unit(seconds, 'second') : this.#unit(Math.ceil(seconds / 60), 'minute');
  }

  #unit(count, unit) {
    return new Intl.NumberFormat(this.#language, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
  }
}
