import { Problem } from './problem.js';

const EXPIRED = /ViewExpired|ProtectedView/;

/**
 * What became of a request.
 *
 * @param {{status: number, responseXML?: Document | null}} answer
 * @param {string} ownId of the element of the guard that is in every answer to it
 * @returns {'changed' | 'going'} going: the browser is led to another page
 * @throws {Problem} if it is no answer to what was asked
 */
export function read({ status, responseXML }, ownId) {
  if (status < 200 || status > 299) {
    throw new Problem([401, 403].includes(status));
  }
  const error = responseXML?.querySelector('partial-response > error');
  if (error) {
    throw new Problem(EXPIRED.test(error.querySelector('error-name')?.textContent));
  }
  if (responseXML?.querySelector('partial-response > redirect')) {
    return 'going';
  }
  // Whoever is not signed in is led to the page for that. If it is one of Faces it answers to Ajax
  // as well, with nothing of ours.
  const updates = [...(responseXML?.querySelectorAll('partial-response > changes > update') ?? [])];
  if (!updates.some((it) => it.id === ownId || /View(Root|Body)$/.test(it.id))) {
    throw new Problem(true);
  }
  return 'changed';
}
