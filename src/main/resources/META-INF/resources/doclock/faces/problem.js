import { Wording } from '../client/texts.js';

/** There was no answer that could be used. */
export class Problem extends Error {
  /** @param {boolean} expired whether the server does not know the page or its user any more */
  constructor(expired) {
    super(expired ? 'The page has expired' : 'The server has not answered');
    this.expired = expired;
  }
}

/**
 * Says above the fields what went wrong, or takes that away.
 *
 * @param {HTMLElement} guard
 * @param {Error | undefined} problem
 */
export function showProblem(guard, problem) {
  guard.querySelector(':scope > [data-doclock-problem]')?.remove();
  if (problem instanceof Problem) {
    const wording = new Wording(guard);
    const notice = document.createElement('p');
    notice.setAttribute('role', 'alert');
    notice.dataset.doclockProblem = problem.expired ? 'expired' : 'unanswered';
    notice.append(wording.say(problem.expired ? 'facesExpired' : 'facesUnanswered'));
    if (problem.expired) {
      notice.append(' ', reload(wording.say('facesReload')));
    }
    guard.prepend(notice);
  }
}

function reload(text) {
  const link = document.createElement('a');
  link.href = location.href;
  link.textContent = text;
  return link;
}
