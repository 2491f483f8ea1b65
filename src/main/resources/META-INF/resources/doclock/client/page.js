/**
 * Reads the content of an element again from the page's own address, as the server has it now, and
 * puts it in the place of the old one. For pages that are made on the server and have no scripts.
 *
 * @param {Element} element
 * @param {Record<string, string>} headers
 */
export async function readAgain(element, headers) {
  const response = await fetch(location.href, { headers: { Accept: 'text/html', ...headers }, cache: 'no-store' });
  if (!response.ok) {
    throw new Error(`${location.href}: HTTP ${response.status}`);
  }
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const docId = element.getAttribute('doc-id');
  const now = [...page.querySelectorAll(element.localName)].find((it) => it.getAttribute('doc-id') === docId);
  if (!now) {
    throw new Error(`${location.href} has no <${element.localName} doc-id="${docId}"> any more`);
  }
  element.replaceChildren(...document.adoptNode(now).childNodes);
}
