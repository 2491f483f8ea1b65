// Times that the server gives as numbers: in the reader's own zone, and counting by Redis's clock.

import { duration, moment, moments, setText } from "./page.js";

const texts = /** @type {HTMLElement} */ (document.getElementById("times")).dataset;
let ahead = 0;

/** @param {number} now by Redis's clock, since the epoch */
export const setClock = (now) => {
  ahead = now - Date.now();
};

/**
 * Fills in what is empty yet.
 * @param {ParentNode} part
 */
export const fill = (part) => {
  for (const time of part.querySelectorAll("time[data-since]:empty")) {
    const since = Number(time.getAttribute("data-since"));
    time.textContent = since ? moment(since) : texts.unknownSince ?? "";
    if (since) {
      time.setAttribute("datetime", new Date(since).toISOString());
      time.setAttribute("title", moments(since));
    }
  }
  for (const time of part.querySelectorAll("time[data-at]:empty")) {
    const at = Number(time.getAttribute("data-at"));
    time.textContent = moments(at);
    time.setAttribute("datetime", new Date(at).toISOString());
  }
  count(part);
};

/**
 * What changes by itself: how long a lock lasts, and whether it is idle by now.
 * @param {ParentNode} part
 */
export const count = (part) => {
  const now = Date.now() + ahead;
  for (const ends of part.querySelectorAll("[data-ends]")) {
    const at = ends.getAttribute("data-ends");
    const left = at === "never" ? Infinity : Number(at) - now;
    setText(ends, (left === Infinity ? texts.never : left <= 0 ? texts.over : duration(left)) ?? "");
    ends.classList.toggle("soon", left < 60_000);
  }
  for (const badge of /** @type {NodeListOf<HTMLElement>} */ (part.querySelectorAll("[data-idle-from]"))) {
    const state = badge.dataset.ending === "true" ? "ending" : Number(badge.dataset.idleFrom) <= now ? "idle" : "renewing";
    badge.dataset.state = state;
    setText(badge, texts[state] ?? "");
  }
};

fill(document);
setInterval(() => count(document), 1000);
