/**
 * What guard.xhtml needs besides `<document-lock>`: Faces's own Ajax loads the content under every
 * new grant and saves it, and the forms show their grant to the server in hidden fields, since a
 * form can send no headers.
 */

import './doclock.js';
import { editAgain } from './faces/again.js';
import { part, request } from './faces/ajax.js';
import { showGrant } from './faces/grant.js';
import { onPrimeFacesRequest, primeFacesAnswer } from './faces/primefaces.js';
import { showProblem } from './faces/problem.js';

const GUARD = 'document-lock[data-doclock-faces]';
const SAVES = 'data-doclock-save';
/** How long a link that discards waits until the lock is given back, ms. */
const GIVING_BACK = 1000;

/** @type {WeakMap<Element, Promise<void>>} what is being saved, by guard */
const saving = new WeakMap();

on('doclock-state', (guard) => showGrant(guard));
on('doclock-held', (guard) => queueMicrotask(() => enterFields(guard)));
on('doclock-free', (guard, { detail }) => detail.previous === 'locked' && refresh(guard));
on('doclock-content', (guard, event) => event.waitUntil(load(guard)));
on('doclock-save', (guard, event) => event.waitUntil(saveFor(guard, guard.querySelector(`[${SAVES}='keep']`))));
on('submit', (guard, event) => {
  const button = event.submitter;
  if (button?.matches(`[${SAVES}]`) && !event.defaultPrevented) {
    event.preventDefault();
    save(guard, button, () => request(guard, button, { execute: button.form.id }));
  }
});
on('click', (guard, event) => {
  const link = event.target.closest('a[data-doclock-discard]');
  if (link && !event.defaultPrevented && isPlain(event)) {
    event.preventDefault();
    discard(guard).then(() => location.assign(link.href));
  }
});
onPrimeFacesRequest((button) => {
  const guard = button.closest(GUARD);
  if (guard && button.matches(`[${SAVES}]`)) {
    save(guard, button, () => primeFacesAnswer(button));
  }
});

editAgain(() => [...document.querySelectorAll(GUARD)]);

/** @param {string} type @param {(guard: any, event: any) => void} listener */
function on(type, listener) {
  document.addEventListener(type, (event) => {
    const guard = event.target instanceof Element && event.target.closest(GUARD);
    if (guard) {
      listener(guard, event);
    }
  });
}

/** What is edited has to be read under the grant: the page's bean announces that and reads it. */
async function load(guard) {
  showProblem(guard, undefined);
  try {
    const isLoaded = await press(guard, 'load');
    if (!isLoaded) {
      throw new Error(`The page refused to load ${guard.getAttribute('doc-id')}`);
    }
  } catch (problem) {
    // Anything else is said by the element: the editing has not begun.
    showProblem(guard, problem.expired ? problem : undefined);
    throw problem;
  }
}

/** One of the guard's own buttons. */
function press(guard, id) {
  const button = part(guard, `doclock:${id}`);
  return request(guard, button, { execute: button.id, resetValues: true });
}

/** Somebody else has edited: what the page shows to its reader may be old. */
async function refresh(guard) {
  if (!guard.lock.dirty) {
    // Whoever begins to edit loads it anyway.
    await press(guard, 'refresh').catch(() => {});
  }
}

/** Once, however often the button is pressed. */
function save(guard, button, send) {
  if (!saving.has(guard)) {
    const done = saveOnce(guard, button.getAttribute(SAVES) === 'finish', send);
    saving.set(guard, done.finally(() => saving.delete(guard)));
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

/** Presses a button for the user, whoever sends its form then. */
async function saveFor(guard, button) {
  // Else the browser says what is wrong, and sends nothing.
  if (button?.form.reportValidity()) {
    button.click();
    await (saving.get(guard) ?? primeFacesAnswer(button));
    await saving.get(guard);
  }
}

/** Out of reach, the server would be told for as long as the lock may stand. */
function discard(guard) {
  const patience = new Promise((resolve) => {
    setTimeout(resolve, GIVING_BACK);
  });
  return Promise.race([guard.lock.release({ discard: true }), patience]);
}

/** Whoever pressed Edit goes on typing. */
function enterFields(guard) {
  if (guard.shadowRoot.activeElement) {
    part(guard, 'content').querySelector('input:not([type=hidden]), select, textarea')?.focus();
  }
}

function isPlain(event) {
  return event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
}
