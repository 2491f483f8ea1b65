const STREAMS = 4;

/**
 * A place among the streams that all tabs of a browser may keep open together: by HTTP/1.1 it opens
 * six connections to a server, and somebody has to save as well.
 *
 * @returns {Promise<(() => void) | undefined>} gives the place back; undefined if none is free
 */
export async function takeStreamSlot() {
  if (!navigator.locks) {
    return undefined;
  }
  for (let slot = 1; slot <= STREAMS; slot++) {
    const giveBack = await take(`doclock-stream-${slot}`);
    if (giveBack) {
      return giveBack;
    }
  }
  return undefined;
}

function take(name) {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(name, { ifAvailable: true }, (lock) => {
        if (!lock) {
          resolve(undefined);
          return undefined;
        }
        return new Promise((done) => resolve(done));
      })
      .catch(reject);
  });
}
