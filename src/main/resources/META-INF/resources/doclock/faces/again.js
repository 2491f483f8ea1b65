const KEY = 'doclock-faces-editing';

/**
 * Whoever reloads a page in which they edit, or comes back to it, goes on editing without pressing
 * the button again.
 *
 * @param {() => HTMLElement[]} guards of the page
 */
export function editAgain(guards) {
  const docIdOf = (guard) => guard.getAttribute('doc-id');
  addEventListener('pagehide', () => {
    keep(guards().filter((guard) => guard.lock?.editable).map(docIdOf));
  });
  document.addEventListener('DOMContentLoaded', () => {
    const edited = take();
    if (performance.getEntriesByType('navigation')[0]?.type !== 'navigate') {
      const closed = guards().filter((guard) => guard.getAttribute('start') === 'manual');
      closed.filter((guard) => edited.includes(docIdOf(guard))).forEach((guard) => guard.edit());
    }
  });
}

function keep(docIds) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(docIds));
  } catch {
    // No storage: the button has to be pressed again.
  }
}

function take() {
  try {
    const docIds = JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
    sessionStorage.removeItem(KEY);
    return docIds;
  } catch {
    return [];
  }
}
