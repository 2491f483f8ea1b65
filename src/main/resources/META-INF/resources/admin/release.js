// The dialog that ends locks: asks, shows how far it has come, and what became of each.

import { act, look } from "./ajax.js";
import { number, say } from "./page.js";

const element = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));
const dialog = /** @type {HTMLDialogElement} */ (element("release"));
const texts = element("releaseTexts").dataset;
const POLL = 300;

const STATES = {
  DONE: texts.done,
  NOTICED: texts.noticed,
  ENDED: texts.ended,
  CHANGED_HANDS: texts.changedHands,
  NOT_DONE: texts.notDone,
  UNKNOWN: texts.unknown,
  ENDED_SINCE: texts.endedSince,
  WAITING: texts.waiting,
};

let prepared = "";
let word = "";

/**
 * Asks whether these locks shall end.
 * @param {{title: string, what: string, word?: boolean, parameters: Record<string, string>}} question
 *   {0} in title and what stands for how many
 */
export const release = async ({ title, what, word: typed = false, parameters }) => {
  const { release: id, total } = await act("prepare", parameters);
  prepared = id;
  word = typed ? texts.word : "";
  element("releaseTitle").textContent = say(title, total);
  element("releaseWhat").textContent = say(what, total);
  element("confirmLabel").hidden = !typed;
  element("confirmText").textContent = say(texts.confirmAll, word);
  element("confirm").value = "";
  element("releaseGo").disabled = total === 0 || typed;
  show(false);
  if (!dialog.open) {
    dialog.showModal();
  }
  (typed ? element("confirm") : element("reason")).focus();
};

const show = (/** @type {boolean} */ progress) => {
  element("releaseForm").hidden = progress;
  element("releaseProgress").hidden = !progress;
};

const start = async () => {
  show(true);
  element("releaseCounts").replaceChildren();
  element("releaseProblems").hidden = true;
  element("releaseAgain").hidden = true;
  element("releaseSummary").textContent = "";
  element("releaseBar").value = 0;
  element("releaseClose").focus();
  const { begun } = await act("start", {
    release: prepared,
    reason: element("reason").value,
    grace: element("grace").value,
  });
  if (begun) {
    follow(prepared);
  } else {
    element("releaseSummary").textContent = texts.refused;
  }
};

const follow = async (/** @type {string} */ id) => {
  const state = await look(new URLSearchParams({ release: id }));
  if (prepared !== id) {
    return;
  }
  if (state?.release) {
    report(state.release);
  }
  if (!state?.release?.finished) {
    setTimeout(() => follow(id), POLL);
  }
};

const report = (/** @type {any} */ { total, finished, counts, problems }) => {
  const waiting = counts.WAITING ?? 0;
  element("releaseBar").max = Math.max(1, total);
  element("releaseBar").value = finished && total === 0 ? 1 : total - waiting;
  element("releaseTitle").textContent = finished ? texts.titleFinished : texts.titleRunning;
  element("releaseSummary").textContent = finished
    ? say(texts.allOf, (counts.DONE ?? 0) + (counts.NOTICED ?? 0), total)
    : waiting === 0 && counts.UNKNOWN
      ? texts.settling
      : say(texts.running, total - waiting, total);
  element("releaseCounts").replaceChildren(
    ...Object.entries(STATES)
      .filter(([state]) => counts[state] && !(finished && state === "WAITING"))
      .map(([state, text]) => item(`${number(counts[state])} ${text}`, state)));
  element("releaseProblems").hidden = problems.length === 0;
  element("releaseProblems").firstElementChild.replaceChildren(
    ...problems.map((/** @type {any} */ it) =>
      item(`${it.document}: ${STATES[it.state]}${it.holder ? `, ${say(texts.nowHeld, it.holder)}` : ""}`, it.state)));
  element("releaseAgain").hidden = !(finished && counts.NOT_DONE);
};

const item = (/** @type {string} */ text, /** @type {string} */ state) => {
  const li = document.createElement("li");
  li.textContent = text;
  li.dataset.state = state;
  return li;
};

element("confirm").addEventListener("input", () => {
  element("releaseGo").disabled = element("confirm").value.trim() !== word;
});
element("releaseForm").addEventListener("submit", (/** @type {Event} */ event) => {
  event.preventDefault();
  if (!element("releaseGo").disabled) {
    start();
  }
});
element("releaseCancel").addEventListener("click", () => dialog.close());
element("releaseClose").addEventListener("click", () => dialog.close());
element("releaseAgain").addEventListener("click", async () => {
  const { release: id, total } = await act("again", { release: prepared });
  if (total > 0) {
    prepared = id;
    start();
  }
});
// What was chosen for one act is not meant for the next.
dialog.addEventListener("close", () => {
  prepared = "";
  element("reason").value = "";
  element("grace").value = "0";
});
