/**
 * How long something is away, in a browser whose clock may be set and whose computer may sleep.
 * What is true about a lock, only the server knows: here is only counted how much of the time that
 * it stated has gone by.
 */

/** @typedef {{wall: number, running: number}} Moment */

/** @returns {Moment} */
export function moment() {
  return { wall: Date.now(), running: performance.now() };
}

/**
 * Milliseconds since a moment, rather too many than too few: the wall clock goes on while the
 * computer sleeps, the running one when somebody sets the wall clock back.
 *
 * @param {Moment} since
 */
export function elapsed(since) {
  return Math.max(Date.now() - since.wall, performance.now() - since.running);
}
