/** The names of the headers, which org.doclock.guard.CallerClaims reads in forms as well. */
const NAMES = ['X-Lock-Session', 'X-Lock-Token'];

/** @type {WeakSet<Element>} */
const followed = new WeakSet();

/**
 * Puts the session and the token of a guard into its forms, those as well that come later.
 *
 * @param {HTMLElement} guard
 */
export function showGrant(guard) {
  if (!followed.has(guard)) {
    followed.add(guard);
    new MutationObserver(() => showGrant(guard)).observe(guard, { childList: true, subtree: true });
  }
  const headers = guard.lock?.headers() ?? {};
  for (const form of guard.querySelectorAll('form')) {
    NAMES.forEach((name) => show(form, name, headers[name]));
  }
}

function show(form, name, value) {
  const field = form.querySelector(`:scope > input[name='${name}']`);
  if (value === undefined) {
    field?.remove();
  } else if (field) {
    field.value = value;
  } else {
    form.append(hidden(name, value));
  }
}

function hidden(name, value) {
  const field = document.createElement('input');
  field.type = 'hidden';
  field.name = name;
  field.value = value;
  // Sent even by a form that may be sent without the lock.
  field.toggleAttribute('data-doclock-ignore', true);
  return field;
}
