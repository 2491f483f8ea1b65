import { elapsed, moment } from './clock.js';

const SIGNS_OF_LIFE = ['keydown', 'input', 'pointerdown', 'pointermove', 'wheel', 'touchstart'];
/** No answer: it would take the question away from under the pointer. */
const NO_ANSWER = 'pointermove';

/** Notices when nobody has touched the page for a while. */
export class Idle {
  #after;
  #countdown;
  #onAsk;
  #onGone;
  #last = moment();
  /** @type {import('./clock.js').Moment | undefined} since when somebody is asked */
  #asking;
  #timer;
  #sign = ({ type }) => {
    if (!this.#asking || type !== NO_ANSWER) {
      this.touch();
    }
  };

  /**
   * @param {{after: number, countdown: number}} times in ms: how long without a sign of life until
   *     somebody is asked, and how long they have then
   * @param {{asked: (left: number) => void, gone: () => void}} listener asked: with the time left
   *     in ms, or Infinity when somebody is there after all
   */
  constructor({ after, countdown }, { asked, gone }) {
    this.#after = after;
    this.#countdown = countdown;
    this.#onAsk = asked;
    this.#onGone = gone;
  }

  start() {
    this.stop();
    this.#last = moment();
    SIGNS_OF_LIFE.forEach((type) => addEventListener(type, this.#sign, { capture: true, passive: true }));
    document.addEventListener('visibilitychange', this.check);
    this.#schedule();
  }

  stop() {
    clearTimeout(this.#timer);
    SIGNS_OF_LIFE.forEach((type) => removeEventListener(type, this.#sign, { capture: true }));
    document.removeEventListener('visibilitychange', this.check);
    this.#asking = undefined;
  }

  /** Somebody is there. */
  touch() {
    this.#last = moment();
    if (this.#asking) {
      this.#asking = undefined;
      this.#onAsk(Infinity);
      this.#schedule();
    }
  }

  // Who comes back to a computer that slept is asked first, and has the whole time to answer.
  check = () => {
    if (!this.#asking && elapsed(this.#last) >= this.#after) {
      this.#asking = moment();
    }
    const left = this.#asking ? this.#countdown - elapsed(this.#asking) : Infinity;
    if (left <= 0) {
      this.stop();
      this.#onGone();
      return;
    }
    if (this.#asking) {
      this.#onAsk(left);
    }
    this.#schedule();
  };

  #schedule() {
    clearTimeout(this.#timer);
    const wait = this.#asking ? 1000 : this.#after - elapsed(this.#last);
    this.#timer = setTimeout(this.check, Math.max(wait, 100));
  }
}
