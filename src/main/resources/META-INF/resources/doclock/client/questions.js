import { nameOf } from './notice.js';

/** @typedef {import('./bar.js').Bar} Bar */
/** @typedef {import('./lock.js').DocumentLock} DocumentLock */
/** @typedef {import('./texts.js').Wording} Wording */
/** @typedef {import('./typed.js').Typed} Typed */
/** @typedef {import('./requests.js').Request} Request */

/** What the editor is asked below the notice, and what becomes of the answers. */
export class Questions {
  #bar;
  #lock;
  #typed;
  #wording;
  #refresh;
  /** @type {Set<string>} requests that the holder does not want to see any more */
  #dismissed = new Set();
  #shownRequest = '';

  /**
   * @param {Bar} bar
   * @param {DocumentLock} lock
   * @param {Typed} typed
   * @param {() => Wording} wording
   * @param {() => void} refresh shows the notice again
   */
  constructor(bar, lock, typed, wording, refresh) {
    this.#refresh = refresh;
    this.#bar = bar;
    this.#lock = lock;
    this.#typed = typed;
    this.#wording = wording;
    lock.addEventListener('requested', () => this.#showRequests());
    lock.addEventListener('saved', () => this.refresh());
    lock.addEventListener('idle', ({ detail }) => this.#showIdle(detail.left));
    lock.addEventListener('ending', ({ detail }) => this.#showEnding(detail));
    lock.addEventListener('state', () => this.#takeAway());
  }

  /** Asks for a message to the holder. */
  askToEdit() {
    const wording = this.#wording();
    const name = nameOf(this.#lock.detail.lockInfo);
    this.#bar.ask('request', {
      message: '',
      input: wording.say('requestMessage', { name }),
      answers: [
        { label: wording.say('send'), main: true, act: (message) => this.#send(message, name) },
        { label: wording.say('cancel'), act: () => this.#bar.ask('request', undefined) },
      ],
    });
    this.#bar.focusPrompt('request');
  }

  /** Offers what was typed under an earlier grant. */
  offerDraft() {
    const draft = this.#lock.drafts.find(({ token, content }) => token !== this.#lock.token && Array.isArray(content?.fields));
    const { missing, conflicts } = this.#typed.compare(draft?.content.fields ?? []);
    if (missing.length === 0) {
      if (draft) {
        this.#lock.dropDraft(draft);
      }
      this.#bar.ask('draft', undefined);
      return;
    }
    const wording = this.#wording();
    const message = wording.say(conflicts.length > 0 ? 'draftConflicts' : 'draft', { time: wording.time(draft.at) });
    const done = () => {
      this.#lock.dropDraft(draft);
      this.#bar.ask('draft', undefined);
    };
    const putBack = () => {
      this.#typed.putBack(missing);
      this.#lock.keepDraft();
      done();
    };
    this.#bar.ask('draft', {
      message,
      answers: [
        { label: wording.say('putBack'), main: true, act: putBack },
        { label: wording.say('discard'), act: done },
      ],
    });
    this.#bar.announce(message);
  }

  /** There is something to be saved, or not any more. */
  refresh() {
    if (this.#bar.asks('requested')) {
      this.#showRequests();
    }
  }

  async #send(message, name) {
    const wording = this.#wording();
    try {
      const { success } = await this.#lock.request(message);
      this.#bar.ask('request', success ? this.#told(wording, name) : undefined);
    } catch {
      this.#bar.announce(wording.say('requestFailed'));
      return;
    }
    this.#refresh();
    this.#bar.focusPrompt('request');
  }

  #told(wording, name) {
    const message = wording.say('requested', { name });
    this.#bar.announce(message);
    return { message, answers: [{ label: wording.say('withdraw'), act: () => this.#withdraw() }] };
  }

  async #withdraw() {
    this.#bar.ask('request', undefined);
    await this.#lock.withdraw().catch(() => {});
    this.#refresh();
  }

  #showRequests() {
    const request = this.#lock.requests.find((it) => !this.#dismissed.has(keyOf(it)));
    if (!request || !this.#lock.token) {
      this.#bar.ask('requested', undefined);
      return;
    }
    const wording = this.#wording();
    const message = wording.say(request.message ? 'requestedByWith' : 'requestedBy', {
      name: nameOf(request),
      message: request.message,
    });
    const isNew = this.#shownRequest !== keyOf(request);
    this.#shownRequest = keyOf(request);
    const label = wording.say(this.#lock.dirty ? 'handOver' : 'handOverClean');
    this.#bar.ask('requested', {
      message,
      answers: [
        { label, main: true, act: () => this.#handOver(request) },
        { label: wording.say('notNow'), act: () => this.#dismiss(request) },
      ],
    });
    if (isNew) {
      this.#bar.announce(message);
    }
  }

  #dismiss(request) {
    this.#dismissed.add(keyOf(request));
    this.#showRequests();
  }

  async #handOver(request) {
    const isDone = await this.#lock.handOver(request).catch(() => false);
    if (!isDone) {
      this.#bar.announce(this.#wording().say('handOverUnsaved'));
      this.#bar.reword('requested', this.#wording().say('handOverUnsaved'));
    }
  }

  #showIdle(left) {
    if (left === Infinity) {
      this.#bar.ask('idle', undefined);
      return;
    }
    const wording = this.#wording();
    const message = wording.say('idle', { left: wording.length(left) });
    if (this.#bar.asks('idle')) {
      this.#bar.reword('idle', message);
      return;
    }
    const stay = () => {
      this.#lock.stay();
      this.#bar.ask('idle', undefined);
    };
    this.#bar.ask('idle', { message, answers: [{ label: wording.say('stay'), main: true, act: stay }] });
    this.#bar.announce(message);
  }

  #showEnding({ by, reason, left }) {
    const wording = this.#wording();
    const why = reason ? `: ${reason}` : '';
    const message = wording.say('ending', { by, why, left: wording.length(left) });
    this.#bar.ask('ending', { message, answers: [] });
    this.#bar.announce(message);
  }

  /** What made no sense any more in this state. */
  #takeAway() {
    const { state, token, detail } = this.#lock;
    if (!token) {
      ['requested', 'idle', 'ending', 'draft'].forEach((name) => this.#bar.ask(name, undefined));
    }
    if (state !== 'locked' && !(state === 'lost' && detail.lockInfo)) {
      this.#bar.ask('request', undefined);
    }
  }
}

function keyOf({ userId, at }) {
  return `${userId} ${at}`;
}
