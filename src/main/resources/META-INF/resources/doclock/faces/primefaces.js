/**
 * Sends a button: only PrimeFaces can start its own components again that the answer brings, where
 * a policy allows no other scripts.
 *
 * @param {HTMLInputElement | HTMLButtonElement} button
 * @param {{execute: string, render: string, resetValues?: boolean}} options
 * @returns {Promise<{status: number, responseXML?: Document}>} when the page has been changed by it
 */
export function sendByPrimeFaces(button, { execute, render, resetValues = false }) {
  return new Promise((resolve) => {
    window.PrimeFaces.ajax.Request.handle({
      source: button.id,
      event: 'click',
      process: execute,
      update: render,
      resetValues,
      global: false,
      params: [{ name: button.name, value: button.value }],
      oncomplete: ({ status, responseXML }) => resolve({ status, responseXML }),
    });
  });
}

/**
 * Hears of the buttons that PrimeFaces sends by its own Ajax.
 *
 * @param {(button: Element) => void} listener called before the answer is there
 */
export function onPrimeFacesRequest(listener) {
  if (window.PrimeFaces) {
    window.jQuery(document).on('pfAjaxSend', (_, xhr, { source }) => {
      const button = elementOf(source);
      if (button) {
        listener(button);
      }
    });
  }
}

/**
 * @param {Element} button
 * @returns {Promise<boolean>} when the next answer to it is there: false if validation failed, or
 *     the bean said so by `FacesContext.validationFailed()`, or there was no answer to be used
 */
export function primeFacesAnswer({ id }) {
  return new Promise((resolve) => {
    const hear = (_, { status }, { source }, answer) => {
      if (elementOf(source)?.id === id) {
        window.jQuery(document).off('pfAjaxComplete', hear);
        resolve(status === 200 && answer !== undefined && !answer.validationFailed);
      }
    };
    if (window.PrimeFaces) {
      window.jQuery(document).on('pfAjaxComplete', hear);
    } else {
      resolve(false);
    }
  });
}

function elementOf(source) {
  if (source instanceof Element) {
    return source;
  }
  return typeof source === 'string' ? document.getElementById(source) : undefined;
}
