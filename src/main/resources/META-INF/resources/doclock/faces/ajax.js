import { showGrant } from './grant.js';
import { Problem } from './problem.js';

/** A component of guard.xhtml. @param {Element} guard @param {string} id @returns {HTMLElement} */
export function part(guard, id) {
  const separator = faces.separatorchar;
  return document.getElementById([guard.id, ...id.split(':')].join(separator));
}

/**
 * Presses a button by Ajax, and puts the guard's children as they are then in the place of those
 * that are there.
 *
 * @param {HTMLElement} guard
 * @param {HTMLElement} button
 * @param {object} options of faces.ajax.request
 * @returns {Promise<boolean>} false if the bean refused, by `FacesContext.validationFailed()`
 * @throws {Problem} if there was no answer that could be used
 */
export async function request(guard, button, options) {
  showGrant(guard);
  const focused = part(guard, 'content').contains(document.activeElement) ? document.activeElement.id : '';
  // What was typed now would be lost when the answer is there.
  part(guard, 'content').inert = true;
  part(guard, 'answer').dataset.doclockAnswer = 'failed';
  try {
    const isGoing = await send(button, part(guard, 'answer').id, { ...options, render: idsToRender(guard) });
    // Without the guard, the bean has led to another page.
    return isGoing || !guard.isConnected || part(guard, 'answer').dataset.doclockAnswer === 'done';
  } finally {
    const content = part(guard, 'content');
    if (content) {
      content.inert = false;
      focusAgain(content, focused);
    }
  }
}

function idsToRender(guard) {
  const own = ['content', 'answer'].map((id) => part(guard, id).id);
  return [...own, guard.dataset.doclockRender ?? ''].join(' ').trim();
}

/** @returns {Promise<boolean>} whether the browser is on its way to another page */
function send(button, answerId, options) {
  return new Promise((resolve, reject) => {
    // Implementations of Faces differ in what tells them that a button was pressed: an event, or its name.
    faces.ajax.request(button, new Event('click'), {
      ...options,
      params: { [button.name]: button.value },
      onerror: (error) => reject(Problem.of(error)),
      onevent: ({ status, responseXML }) => {
        if (status === 'success') {
          resolve(false);
        } else if (status === 'complete' && responseXML?.querySelector('partial-response > redirect')) {
          resolve(true);
        } else if (status === 'complete' && isOfAnotherPage(responseXML, answerId)) {
          reject(new Problem(true));
        }
      },
    });
  });
}

/** The page to sign in at answers to Ajax as well, if it is one of Faces: with nothing of ours. */
function isOfAnotherPage(responseXML, answerId) {
  const changes = responseXML?.querySelector('partial-response > changes');
  const ids = [...(changes?.querySelectorAll('update') ?? [])].map((it) => it.getAttribute('id'));
  return Boolean(changes) && !ids.some((id) => id === answerId || /View(Root|Body)$/.test(id));
}

/** Where the user was, or what is to be mended: Faces has put new elements there. */
function focusAgain(content, id) {
  if (id && (!document.activeElement || document.activeElement === document.body)) {
    const wrong = content.querySelector('[aria-invalid="true"]');
    (wrong ?? document.getElementById(id) ?? content).focus();
  }
}
