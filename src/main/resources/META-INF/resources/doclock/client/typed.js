/**
 * What has been typed into the fields of a form: told from what was there at first, kept as a
 * draft, and put back.
 */

/**
 * @typedef {object} TypedField
 * @property {string} key name and position
 * @property {string} base what was there when the editing began
 * @property {string} value what was typed
 */

const NOT_KEPT = new Set(['hidden', 'password', 'file', 'submit', 'button', 'reset', 'image']);
const SECRET = /\b(cc-|one-time-code|new-password|current-password)/;

/** What was there at first. */
export class Typed {
  #root;
  /** @type {Map<string, string>} */
  #base = new Map();

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
  }

  /** From now on, what is there now is what was there at first. */
  begin() {
    this.#base = new Map(controlsOf(this.#root).map(([key, control]) => [key, valueOf(control)]));
  }

  /** @returns {TypedField[]} */
  get fields() {
    return controlsOf(this.#root)
      .map(([key, control]) => ({ key, base: this.#base.get(key) ?? firstValueOf(control), value: valueOf(control) }))
      .filter(({ base, value }) => base !== value);
  }

  /**
   * What of a draft is not there any more.
   *
   * @param {TypedField[]} fields
   * @returns {{missing: TypedField[], conflicts: TypedField[]}} conflicts: fields that now hold
   *     neither what was typed nor what it was typed over
   */
  compare(fields) {
    const now = new Map(controlsOf(this.#root).map(([key, control]) => [key, valueOf(control)]));
    const missing = fields.filter(({ key, value }) => now.has(key) && now.get(key) !== value);
    return { missing, conflicts: missing.filter(({ key, base }) => now.get(key) !== base) };
  }

  /** @param {TypedField[]} fields */
  putBack(fields) {
    const controls = new Map(controlsOf(this.#root));
    for (const { key, value } of fields) {
      const control = controls.get(key);
      if (control && valueOf(control) !== value) {
        setValue(control, value);
      }
    }
  }
}

/** @returns {[string, HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement][]} */
function controlsOf(root) {
  const seen = new Map();
  return [...root.querySelectorAll('input, textarea, select')].filter(isKept).map((control) => {
    const name = control.name || control.id;
    const position = seen.get(name) ?? 0;
    seen.set(name, position + 1);
    return [`${name}#${position}`, control];
  });
}

function isKept(control) {
  return (
    (control.name || control.id) &&
    !NOT_KEPT.has(control.type) &&
    !SECRET.test(control.autocomplete) &&
    !control.closest('[data-doclock-ignore], [data-doclock-no-draft]')
  );
}

function valueOf(control) {
  if (control.type === 'checkbox' || control.type === 'radio') {
    return String(control.checked);
  }
  if (control.type === 'select-multiple') {
    return JSON.stringify([...control.selectedOptions].map((option) => option.value));
  }
  return control.value;
}

function firstValueOf(control) {
  if (control.type === 'checkbox' || control.type === 'radio') {
    return String(control.defaultChecked);
  }
  return control.defaultValue ?? '';
}

/** As if it were typed, for the scripts that listen. */
function setValue(control, value) {
  if (control.type === 'checkbox' || control.type === 'radio') {
    set(control, 'checked', value === 'true');
  } else if (control.type === 'select-multiple') {
    const chosen = new Set(JSON.parse(value));
    [...control.options].forEach((option) => {
      option.selected = chosen.has(option.value);
    });
  } else {
    set(control, 'value', value);
  }
  control.dispatchEvent(new Event('input', { bubbles: true }));
  control.dispatchEvent(new Event('change', { bubbles: true }));
}

/** By the prototype's setter: frameworks put their own in front of it to tell their own changes. */
function set(control, property, value) {
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(control), property).set.call(control, value);
}
