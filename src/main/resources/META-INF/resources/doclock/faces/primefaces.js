/**
 * Hears of the answers to buttons that PrimeFaces sends by its own Ajax.
 *
 * @param {(button: Element, isDone: boolean) => void} listener isDone: false if validation failed,
 *     or the bean said so by `FacesContext.validationFailed()`
 */
export function onPrimeFacesAnswer(listener) {
  if (!window.PrimeFaces) {
    return;
  }
  window.jQuery(document).on('pfAjaxComplete', (_, { status }, { source }, answer) => {
    const button = elementOf(source);
    if (button) {
      listener(button, status === 200 && answer !== undefined && !answer.validationFailed);
    }
  });
}

/** @param {Element} button @returns {Promise<void>} when the next answer to it is there, if it is PrimeFaces's */
export function primeFacesAnswer({ id }) {
  return new Promise((resolve) => {
    if (window.PrimeFaces) {
      onPrimeFacesAnswer((button) => button.id === id && resolve());
    } else {
      resolve();
    }
  });
}

function elementOf(source) {
  if (source instanceof Element) {
    return source;
  }
  return typeof source === 'string' ? document.getElementById(source) : undefined;
}
