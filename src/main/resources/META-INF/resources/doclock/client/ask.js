/** An event whose listeners may need time: whoever sent it waits for all of them. */
export class AskEvent extends CustomEvent {
  /** @type {Promise<unknown>[]} */
  #answers = [];

  /** @param {string} type @param {object} detail */
  constructor(type, detail) {
    super(type, { detail, cancelable: true, bubbles: true });
  }

  /** @param {Promise<unknown> | unknown} answer */
  waitUntil(answer) {
    this.#answers.push(Promise.resolve(answer));
  }

  /** Whether somebody has taken care of it. */
  get isHandled() {
    return this.#answers.length > 0 || this.defaultPrevented;
  }

  /** @returns {Promise<unknown[]>} fails as soon as one of the answers does */
  get answers() {
    return Promise.all(this.#answers);
  }
}

/**
 * @param {EventTarget} target
 * @param {string} type
 * @param {object} detail
 * @returns {Promise<boolean>} whether somebody has taken care of it, when they are ready
 */
export async function ask(target, type, detail) {
  const event = new AskEvent(type, detail);
  target.dispatchEvent(event);
  await event.answers;
  return event.isHandled;
}
