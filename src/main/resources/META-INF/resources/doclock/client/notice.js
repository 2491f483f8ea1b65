/**
 * What an editor is told in each state of a lock, and what can be done about it.
 *
 * @typedef {'edit' | 'takeOver' | 'request'} Action
 * @typedef {object} Notice
 * @property {'held' | 'locked' | 'free' | 'warning' | 'lost'} tone
 * @property {string} message
 * @property {string} [more]
 * @property {boolean} [countsDown] whether to say how long the lock lasts
 * @property {{name: Action, label: string}[]} actions
 */

/** @typedef {import('./lock.js').DocumentLock} DocumentLock */
/** @typedef {import('./texts.js').Wording} Wording */

/**
 * @param {DocumentLock} lock
 * @param {Wording} wording
 * @param {boolean} starting whether editing is about to begin by itself
 * @returns {Notice}
 */
export function noticeOf(lock, wording, starting) {
  return notices[lock.state](lock, wording, starting);
}

const notices = {
  held(lock, wording) {
    return { tone: 'held', message: wording.say(lock.dirty ? 'heldUnsaved' : 'held'), actions: [] };
  },

  free({ detail }, wording, starting) {
    if (starting) {
      return { tone: 'free', message: wording.say('starting'), actions: [] };
    }
    const message = { idle: 'idleReleased', ended: 'endedByNotice', failed: 'failed' }[detail.reason] ?? 'free';
    const label = wording.say(detail.reason === 'idle' ? 'goOn' : 'edit');
    return {
      tone: detail.reason === 'idle' ? 'warning' : 'free',
      message: wording.say(message, { by: detail.by }),
      actions: [{ name: 'edit', label }],
    };
  },

  locked({ detail, isAsking }, wording) {
    if (detail.sameUser) {
      return {
        tone: 'locked',
        message: wording.say('lockedElsewhere'),
        actions: [{ name: 'takeOver', label: wording.say('takeOver') }],
      };
    }
    const { lockInfo } = detail;
    return {
      tone: 'locked',
      message: wording.say('locked', { name: nameOf(lockInfo) }),
      more: wording.say('since', { time: wording.time(lockInfo.timestamp) }),
      actions: isAsking ? [] : [{ name: 'request', label: wording.say('request') }],
    };
  },

  lost({ detail, isAsking }, wording) {
    const { reason, lockInfo, dirty } = detail;
    if (reason === 'taken-over') {
      const name = lockInfo ? 'takeOver' : 'edit';
      return { tone: 'lost', message: wording.say('lostTakenOver'), actions: [{ name, label: wording.say('takeOver') }] };
    }
    const again = { name: 'edit', label: wording.say('editAgain') };
    if (reason === 'broken') {
      const why = detail.why ? `: ${detail.why}` : '';
      return { tone: 'lost', message: wording.say('lostBroken', { by: detail.by, why }), actions: [again] };
    }
    if (lockInfo) {
      return {
        tone: 'lost',
        message: wording.say('lostEditedBy', { name: nameOf(lockInfo) }),
        actions: isAsking ? [] : [{ name: 'request', label: wording.say('request') }],
      };
    }
    return { tone: 'lost', message: wording.say(dirty ? 'lostEdited' : 'lostClean'), actions: [again] };
  },

  offline: (lock, wording) => trouble(lock, wording, 'offline'),
  unavailable: (lock, wording) => trouble(lock, wording, 'unavailable'),
};

function trouble({ detail, token }, wording, state) {
  if (detail.reason === 'signed-out') {
    return { tone: 'warning', message: wording.say('signedOut'), actions: [] };
  }
  if (detail.editable) {
    return { tone: 'warning', message: wording.say(state), countsDown: true, actions: [] };
  }
  const key = token ? `${state}Over` : `${state}Free`;
  return { tone: token ? 'lost' : 'warning', message: wording.say(key), actions: [] };
}

/** @param {{userId: string, username?: string}} person */
export function nameOf({ userId, username }) {
  return username ?? userId;
}
