// Pages that only show: they are fetched again when something changed, and what differs is put in
// its place. A dialog stands outside of that.

import { look } from "./ajax.js";
import { expire } from "./page.js";
import { fill, setClock } from "./times.js";

const LOOK_EVERY = 700;
const PAUSE_AFTER = 20 * 60_000;
const live = () => /** @type {HTMLElement} */ (document.getElementById("fresh"));
let shown = live().outerHTML;
let version = "";
let touched = Date.now();
let looks = 0;

const refresh = async () => {
  const answer = await fetch(location.href, { redirect: "manual", signal: AbortSignal.timeout(5000) });
  if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
    expire();
    return;
  }
  if (!answer.ok) {
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("fresh");
  if (fresh && fresh.outerHTML !== shown) {
    const focus = live().contains(document.activeElement) ? document.activeElement?.id : "";
    shown = fresh.outerHTML;
    live().replaceWith(document.adoptNode(fresh));
    setClock(Number(live().dataset.now));
    fill(live());
    if (focus) {
      document.getElementById(focus)?.focus({ preventScroll: true });
    }
  }
};

const follow = async () => {
  if (!document.hidden && Date.now() - touched < PAUSE_AFTER) {
    try {
      const every = Number(live().dataset.every ?? 0);
      const state = await look(new URLSearchParams());
      const now = `${state?.live} ${state?.version}`;
      looks++;
      if (state && (now !== version || (every && looks % every === 0))) {
        version = now;
        await refresh();
      }
    } catch {
      // The next look tells whether the server is back.
    }
  }
  setTimeout(follow, LOOK_EVERY);
};

for (const kind of ["pointerdown", "keydown", "focus"]) {
  addEventListener(kind, () => { touched = Date.now(); });
}
setClock(Number(live().dataset.now));
fill(live());
follow();
