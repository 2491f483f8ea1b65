/**
 * What guard.xhtml needs besides `<document-lock>`: Faces's own Ajax loads the content under every
 * new grant and saves it, and the forms show their grant to the server in hidden fields, since a
 * form can send no headers.
 */

import './doclock.js';
import { request } from './faces/ajax.js';
import { showGrant } from './faces/fields.js';
import { onPrimeFacesAnswer } from './faces/primefaces.js';
import { showProblem } from './faces/problem.js';

const GUARD = 'document-lock[data-doclock-faces]';
const SAVES = 'data-doclock-save';
/** How long a link that discards waits until the lock is given back, ms. */
const GIVING_BACK = 1000;

/** @type {WeakMap<Element, Promise<void>>} what is being saved, by guard */
const saving = new WeakMap();

on('doclock-state', showGrant);
on('doclock-held', (guard) => queueMicrotask(() => enterFields(guard)));
on('doclock-content', (guard, event) => event.waitUntil(load(guard)));
on('doclock-save', (guard, event) => {
  const button = guard.querySelector(`[${SAVES}='keep']`);
  if (button) {
    event.waitUntil(press(guard, button));
  }
});
on('submit', (guard, event) => {
  const button = event.submitter?.closest(`[${SAVES}]`);
  if (button && !event.defaultPrevented) {
    event.preventDefault();
    save(guard, button, () => request(guard, button, { execute: '@form' }));
  }
});
on('click', (guard, event) => {
  const link = event.target.closest('a[data-doclock-discard]');
  if (link && !event.defaultPrevented && isPlainClick(event)) {
    event.preventDefault();
    discard(guard).then(() => location.assign(link.href));
  }
});
onPrimeFacesAnswer((source, isDone) => {
  const guard = source.closest(GUARD);
  if (guard && source.matches(`[${SAVES}]`)) {
    save(guard, source, async () => isDone);
  }
});

/** @param {string} type @param {(guard: any, event: any) => void} listener */
function on(type, listener) {
  document.addEventListener(type, (event) => {
    const guard = event.target instanceof Element && event.target.closest(GUARD);
    if (guard) {
      listener(guard, event);
    }
  });
}

/** What is edited has to be read under the grant: the page's bean reads it, and announces the grant. */
async function load(guard) {
  showProblem(guard, undefined);
  try {
    const isDone = await request(guard, part(guard, 'doclock:load'), { execute: '@this', resetValues: true });
    if (!isDone) {
      throw new Error(`${guard.getAttribute('doc-id')} could not be loaded`);
    }
  } catch (problem) {
    showProblem(guard, problem);
    throw problem;
  }
}

/** One at a time, however often the button is pressed. */
function save(guard, button, send) {
  if (!saving.has(guard)) {
    const work = saveOnce(guard, button.getAttribute(SAVES) === 'finish', send);
    saving.set(guard, work.finally(() => saving.delete(guard)));
  }
  return saving.get(guard);
}

async function saveOnce(guard, finish, send) {
  showProblem(guard, undefined);
  try {
    const answer = async () => new Response(null, { status: (await send()) ? 204 : 409 });
    await guard.save(answer, { finish });
  } catch (problem) {
    showProblem(guard, problem);
  }
}

/** Presses a button for the user, whoever sends its form. */
async function press(guard, button) {
  const answered = new Promise((resolve) => onPrimeFacesAnswer((source) => source === button && resolve(), { once: true }));
  button.click();
  await Promise.race([saving.get(guard) ?? answered, answered]);
  await saving.get(guard);
}
