/**
 * @typedef {object} Life
 * @property {() => void} wake time may have passed unnoticed
 * @property {() => void} leave the page goes
 * @property {() => void} back the page is back from the back/forward cache
 */

/** @type {Set<import('./lock.js').DocumentLock>} every lock that this page holds */
export const held = new Set();

/**
 * Follows what happens to the page.
 *
 * @param {Life} life
 * @returns {() => void} stops it
 */
export function followLife({ wake, leave, back }) {
  const end = new AbortController();
  const { signal } = end;
  const seen = () => document.visibilityState === 'visible' && wake();
  addEventListener('pagehide', leave, { signal });
  addEventListener('pageshow', ({ persisted }) => persisted && back(), { signal });
  addEventListener('online', wake, { signal });
  addEventListener('focus', seen, { signal });
  document.addEventListener('visibilitychange', seen, { signal });
  document.addEventListener('resume', wake, { signal });
  return () => end.abort();
}

/** Gives everything back that this page holds, for instance before signing out. */
export async function releaseAll() {
  await Promise.allSettled([...held].map((lock) => lock.release()));
}
