/**
 * The editing session: one id a browser tab. It is kept across reloads in sessionStorage, which the
 * browser copies when a tab is duplicated; so the living tab holds a Web Lock of that name, and
 * whoever finds it taken is the copy, and takes another id.
 */

const KEY = 'doclock-session';
/** How long the former page of a tab may take to let go. */
const HANDING_DOWN = 1000;
const LISTENING = 200;

/** @type {Promise<string> | undefined} */
let session;
/** @type {(() => void) | undefined} */
let letGo;

/** @returns {Promise<string>} this tab's id, the same for as long as the page lives */
export function tabSession() {
  session ??= claim();
  return session;
}

// A page in the back/forward cache must hold nothing, and the next page of the tab has its id.
addEventListener('pagehide', () => {
  letGo?.();
  letGo = undefined;
  session = undefined;
});

async function claim() {
  const kept = stored();
  if (kept && (await isFree(kept))) {
    return kept;
  }
  const fresh = random();
  await isFree(fresh);
  store(fresh);
  return fresh;
}

/** Whether no other living page has this id; from then on this one has it. */
function isFree(id) {
  return navigator.locks ? isFreeByLock(id) : isFreeByAsking(id);
}

function isFreeByLock(id) {
  return new Promise((resolve) => {
    const end = AbortSignal.timeout(HANDING_DOWN);
    navigator.locks
      .request(`doclock-session-${id}`, { signal: end }, () => {
        resolve(true);
        return new Promise((done) => {
          letGo = done;
        });
      })
      .catch(() => resolve(false));
  });
}

/** Pages that came by plain HTTP have no Web Locks: they ask each other. */
function isFreeByAsking(id) {
  const channel = new BroadcastChannel('doclock-session');
  const me = random();
  let mine = false;
  return new Promise((resolve) => {
    const finish = (free) => {
      mine = free;
      if (!free) {
        channel.close();
      }
      resolve(free);
    };
    const timer = setTimeout(() => finish(true), LISTENING);
    channel.onmessage = ({ data }) => {
      if (data.id !== id || data.from === me) {
        return;
      }
      // Of two that ask at once, one has to give way.
      const taken = data.claims || (!mine && data.from < me);
      if (taken && !mine) {
        clearTimeout(timer);
        finish(false);
      } else if (!data.claims) {
        channel.postMessage({ id, from: me, claims: mine });
      }
    };
    letGo = () => channel.close();
    channel.postMessage({ id, from: me, claims: false });
  });
}

function random() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return `tab-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

function stored() {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function store(id) {
  try {
    // A frame shares the tab's storage and must not change what the page around it will find.
    if (window.top === window || !sessionStorage.getItem(KEY)) {
      sessionStorage.setItem(KEY, id);
    }
  } catch {
    // No storage: every page is a session of its own.
  }
}
