import { read } from './answer.js';
import { showGrant } from './grant.js';
import { sendByPrimeFaces } from './primefaces.js';

/** A component of guard.xhtml. @param {Element} guard @param {string} id @returns {HTMLElement} */
export function part(guard, id) {
  return document.getElementById([guard.id, ...id.split(':')].join(faces.separatorchar));
}

/**
 * Presses a button by Ajax, and puts the guard's children as they are then in the place of those
 * that are there.
 *
 * @param {HTMLElement} guard
 * @param {HTMLInputElement | HTMLButtonElement} button
 * @param {{execute: string, resetValues?: boolean}} options execute: the id of what is sent
 * @returns {Promise<boolean>} false if the bean refused, by `FacesContext.validationFailed()`
 * @throws {import('./problem.js').Problem} if there was no answer that could be used
 */
export async function request(guard, button, options) {
  showGrant(guard);
  const focused = part(guard, 'content').contains(document.activeElement) ? document.activeElement.id : '';
  // What was typed now would be lost when the answer is there.
  part(guard, 'content').inert = true;
  part(guard, 'answer').dataset.doclockAnswer = 'failed';
  const own = ['content', 'answer'].map((id) => part(guard, id).id);
  const render = [...own, guard.dataset.doclockRender ?? ''].join(' ').trim();
  const send = window.PrimeFaces ? sendByPrimeFaces : sendByFaces;
  try {
    const outcome = read(await send(button, { ...options, render }), own[1]);
    // Without the guard, the bean has led to another page.
    return outcome === 'going' || !guard.isConnected || part(guard, 'answer').dataset.doclockAnswer === 'done';
  } finally {
    const content = part(guard, 'content');
    if (content) {
      content.inert = false;
      focusAgain(content, focused);
    }
  }
}

/** @returns {Promise<{status: number, responseXML?: Document}>} when the page has been changed by it */
function sendByFaces(button, options) {
  return new Promise((resolve) => {
    // Implementations of Faces differ in what tells them that a button was pressed: an event, or its name.
    faces.ajax.request(button, new Event('click'), {
      ...options,
      params: { [button.name]: button.value },
      onerror: ({ responseCode, responseXML }) => resolve({ status: responseCode, responseXML }),
      onevent: ({ status, responseCode, responseXML }) => {
        const isGoing = Boolean(responseXML?.querySelector('redirect'));
        if (status === 'success' || (status === 'complete' && isGoing)) {
          resolve({ status: responseCode, responseXML });
        }
      },
    });
  });
}

/** Where the user was, or what is to be mended: Faces has put new elements there. */
function focusAgain(content, id) {
  if (id && (!document.activeElement || document.activeElement === document.body)) {
    const wrong = content.querySelector('[aria-invalid="true"]');
    (wrong ?? document.getElementById(id) ?? content).focus();
  }
}
