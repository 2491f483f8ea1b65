// What every administrators' page does: times in the reader's own zone, and a friendly word when
// the session or the page has expired.

const spoken = document.documentElement.lang;
const language = navigator.languages.find((it) => it.startsWith(spoken)) ?? spoken;
const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const exact = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "medium" });
const numbers = new Intl.NumberFormat(language);

/** @param {number} value */
export const number = (value) => numbers.format(value);

/**
 * A text with its places filled in.
 * @param {string} text with {0}, {1} …
 * @param {...(string|number)} values
 */
export const say = (text, ...values) =>
  text.replace(/\{(\d)\}/g, (place, index) =>
    typeof values[index] === "number" ? number(values[index]) : String(values[index] ?? place));

/**
 * When something was: the time of day, with its date if that was not today.
 * @param {number} millis since the epoch
 */
export const moment = (millis) => {
  const then = new Date(millis);
  return then.toDateString() === new Date().toDateString() ? clock.format(then) : day.format(then);
};

/** @param {number} millis since the epoch */
export const moments = (millis) => exact.format(new Date(millis));

/**
 * How long: 0:42, 4:59, 2:05:07.
 * @param {number} millis
 */
export const duration = (millis) => {
  const seconds = Math.max(0, Math.ceil(millis / 1000));
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60];
  if (seconds >= 3600) {
    parts.unshift(Math.floor(seconds / 3600));
  }
  return parts.map((part, i) => (i === 0 ? part : String(part).padStart(2, "0"))).join(":");
};

/**
 * Only if it changes, so that no screen reader says it again.
 * @param {Element} of
 * @param {string} text
 */
export const setText = (of, text) => {
  if (of.textContent !== text) {
    of.textContent = text;
  }
};

/** Says that nothing more will come of this page until it is loaded again. */
export const expire = () => {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("expired"));
  if (dialog && !dialog.open) {
    dialog.showModal();
  }
};

for (const link of document.querySelectorAll("[data-reload]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    location.reload();
  });
}

if (globalThis.PrimeFaces) {
  // It would go there by itself, before the page could say a word.
  globalThis.PrimeFaces.settings.errorPages = {};
  globalThis.jQuery(document).on("pfAjaxError", expire);
}
