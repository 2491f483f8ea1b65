/**
 * What was typed and is not saved yet, in the browser's localStorage: for each user, document and
 * grant, at most a week, at most twenty, at most 256 KiB each.
 */

const PREFIX = 'doclock-draft:';
const LONGEST = 7 * 24 * 60 * 60 * 1000;
const MOST = 20;
const LARGEST = 256 * 1024;

/**
 * @typedef {object} Draft
 * @property {string} user
 * @property {string} docId
 * @property {number} token the grant under which it was typed
 * @property {number} at when, epoch ms by this computer
 * @property {unknown} content what was kept
 */

/**
 * Keeps a draft in place of an earlier one of the same grant.
 *
 * @param {{user: string, docId: string, token: number, content: unknown}} draft
 * @returns {boolean} false if it is too large or the browser has no room
 */
export function keepDraft({ user, docId, token, content }) {
  const text = JSON.stringify({ user, docId, token, at: Date.now(), content });
  if (text.length > LARGEST) {
    return false;
  }
  const key = keyOf(user, docId, token);
  for (let tries = 0; tries < MOST; tries++) {
    try {
      localStorage.setItem(key, text);
      sweep();
      return true;
    } catch {
      if (!dropOldest(key)) {
        return false;
      }
    }
  }
  return false;
}

/** @returns {Draft[]} the newest first */
export function draftsOf(user, docId) {
  return all().filter((draft) => draft.user === user && draft.docId === docId);
}

/** @param {{user: string, docId: string, token: number}} draft */
export function dropDraft({ user, docId, token }) {
  try {
    localStorage.removeItem(keyOf(user, docId, token));
  } catch {
    // Without storage there is none.
  }
}

/** Every draft of a user, for instance when they sign out of a computer that others use too. */
export function dropDraftsOf(user) {
  all().filter((draft) => draft.user === user).forEach(dropDraft);
}

function keyOf(user, docId, token) {
  return `${PREFIX}${encodeURIComponent(user)}:${encodeURIComponent(docId)}:${token}`;
}

/** @returns {Draft[]} */
function all() {
  const drafts = [];
  try {
    for (const key of Object.keys(localStorage).filter((it) => it.startsWith(PREFIX))) {
      const draft = parse(localStorage.getItem(key));
      if (draft && Date.now() - draft.at < LONGEST) {
        drafts.push(draft);
      } else {
        localStorage.removeItem(key);
      }
    }
  } catch {
    return drafts;
  }
  return drafts.sort((one, other) => other.at - one.at);
}

function sweep() {
  all().slice(MOST).forEach(dropDraft);
}

function dropOldest(except) {
  const oldest = all().reverse().find((it) => keyOf(it.user, it.docId, it.token) !== except);
  if (oldest) {
    dropDraft(oldest);
  }
  return Boolean(oldest);
}

function parse(text) {
  try {
    const draft = JSON.parse(text);
    return Number.isFinite(draft?.at) ? draft : undefined;
  } catch {
    return undefined;
  }
}
