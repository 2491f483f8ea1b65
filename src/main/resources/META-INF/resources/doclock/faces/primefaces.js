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
