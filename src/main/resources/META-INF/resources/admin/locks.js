// The page of all locks: keeps the table live without disturbing its reader, carries the filter in
// the address, and asks before locks end.

import { isExpired, look } from "./ajax.js";
import { expire, number, say, setText } from "./page.js";
import { release } from "./release.js";
import { count, fill, setClock } from "./times.js";

const LOOK_AT_FIRST = 200;
const GLANCE_EVERY = 1000;
const LOOK_EVERY = 300;
const TYPING = 150;
const PAUSE_AFTER = 20 * 60_000;
const COLUMNS = "doclock.admin.columns";

const element = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));
const form = /** @type {HTMLFormElement} */ (element("form"));
const texts = element("texts").dataset;
const releaseTexts = element("releaseTexts").dataset;
const fields = ["q", "user", "prefix", "age", "ends"].map((name) => /** @type {any} */ (form.elements.namedItem(name)));
const jQuery = globalThis.jQuery;

let shown = -1;
let glanced = -GLANCE_EVERY;
let touched = Date.now();
let typing = 0;

// ---- the table

const table = () => globalThis.PrimeFaces.widgets.locks;
const body = () => /** @type {HTMLElement} */ (document.querySelector("#locks_data"));

/** What the server sent for each row, before it was filled in. */
const sent = new WeakMap();

/**
 * Puts new rows in the place of old ones. A row that is as before stays the very same element: it
 * keeps the focus, a selected text, a touch that is under way.
 * @param {string} html
 */
const update = (html) => {
  const focus = place(document.activeElement);
  const template = document.createElement("template");
  template.innerHTML = `<table><tbody>${html}</tbody></table>`;
  const before = new Map([...body().children].map((row) => [grant(row), row]));
  const rows = [...template.content.querySelectorAll("tbody > tr")].map((row) => {
    const old = before.get(grant(row));
    const text = signature(row);
    if (old && sent.get(old) === text) {
      return old;
    }
    sent.set(row, text);
    return row;
  });
  const staying = new Set(rows);
  for (const row of [...body().children]) {
    if (!staying.has(row)) {
      row.remove();
    }
  }
  rows.forEach((row, i) => {
    if (body().children[i] !== row) {
      body().insertBefore(row, body().children[i] ?? null);
    }
  });
  fill(body());
  showSelection();
  if (focus && !body().contains(document.activeElement)) {
    body().querySelector(focus)?.focus({ preventScroll: true });
  }
};

/** Which grant a row shows; the row that says that there is none has none. */
const grant = (/** @type {Element} */ row) => row.querySelector("[data-select]")?.getAttribute("data-select") ?? "";

/** A row's own text, whatever its number on the page. */
const signature = (/** @type {Element} */ row) => row.outerHTML.replace(/ data-ri="\d+"| class="[^"]*"| id="[^"]*"/g, "");

/** How to find an element of a row again. */
const place = (/** @type {Element | null} */ active) => {
  const row = active?.closest("#locks_data > tr");
  const cell = active?.closest("td");
  if (!row || !active || !cell) {
    return "";
  }
  const column = [...row.children].indexOf(cell) + 1;
  return `tr:has([data-select="${CSS.escape(grant(row))}"]) > td:nth-child(${column}) ${active.localName}`;
};

const reload = (page = table().paginator.cfg.page) =>
  new Promise((resolve) => {
    const rows = table().paginator.cfg.rows;
    jQuery(document).one("pfAjaxComplete", resolve);
    table().paginate({ page, rows, first: page * rows });
  });

// ---- live

const sayLive = (/** @type {string} */ state, /** @type {string} */ text) => {
  if (element("live").dataset.state !== state) {
    element("live").dataset.state = state;
    element("live").textContent = text;
    form.classList.toggle("stale", state !== "on");
  }
};

const follow = async () => {
  if (!document.hidden && Date.now() - touched < PAUSE_AFTER) {
    await tick();
  } else if (!document.hidden) {
    sayLive("paused", texts.paused);
  }
  setTimeout(follow, shown === -1 ? LOOK_AT_FIRST : LOOK_EVERY);
};

const tick = async () => {
  const state = await look(query());
  if (!state) {
    sayLive("lost", texts.lost);
    return;
  }
  setClock(state.now);
  if (!state.live) {
    sayLive(shown < 0 ? "starting" : "off", shown < 0 ? texts.starting : texts.notLive);
    if (shown < 0 && state.found && performance.now() - glanced > GLANCE_EVERY) {
      await glance(state.found);
    }
    return;
  }
  if (state.version !== shown) {
    await reload();
    shown = state.version;
  }
  showTotal(state.total);
  sayLive("on", texts.live);
};

/** Shows what was found so far, while all is read for the first time. */
const glance = async (/** @type {number} */ found) => {
  await reload();
  setText(element("live"), say(texts.found, found));
  glanced = performance.now();
};

const showTotal = (/** @type {number} */ now) => {
  setText(element("count"), now === 1 ? texts.countOne : say(texts.count, now));
  element("releaseMatching").disabled = now === 0;
  element("clearAll").disabled = false;
  const empty = body().querySelector(".ui-datatable-empty-message td");
  if (empty) {
    setText(empty, isFiltered() ? texts.noMatches : texts.noLocks);
  }
};

// ---- filter

const query = () => new URLSearchParams(fields.map((it) => [it.name, it.value.trim()]).filter(([, value]) => value));
const isFiltered = () => query().size > 0;

const showFilter = () => {
  const text = query().toString();
  history.replaceState(null, "", text ? `?${text}` : location.pathname);
  element("export").href = text ? `export.xhtml?${text}` : "export.xhtml";
  element("reset").hidden = !text;
};

const filter = async () => {
  showFilter();
  shown = -2;
  await reload(0);
};

// ---- selection and acts

/** Grants, whether or not they are on this page of the table. */
const selected = new Set();

const boxesOfRows = () => /** @type {NodeListOf<HTMLInputElement>} */ (body().querySelectorAll("[data-select]"));

const showSelection = () => {
  const button = element("releaseSelected");
  button.disabled = selected.size === 0;
  setText(button, selected.size ? `${button.dataset.text} (${number(selected.size)})` : button.dataset.text);
  let checked = 0;
  for (const box of boxesOfRows()) {
    box.checked = selected.has(box.dataset.select);
    box.closest("tr")?.classList.toggle("selected", box.checked);
    checked += box.checked ? 1 : 0;
  }
  element("selectAll").checked = checked > 0 && checked === boxesOfRows().length;
  element("selectAll").indeterminate = checked > 0 && checked < boxesOfRows().length;
};

const select = (/** @type {HTMLInputElement} */ box, /** @type {boolean} */ wanted) => {
  if (wanted) {
    selected.add(box.dataset.select);
  } else {
    selected.delete(box.dataset.select);
  }
};

form.addEventListener("change", (event) => {
  const box = /** @type {HTMLInputElement} */ (event.target);
  if (box.id === "selectAll") {
    boxesOfRows().forEach((it) => select(it, box.checked));
    showSelection();
  } else if (box.dataset.select) {
    select(box, box.checked);
    showSelection();
  }
});
form.addEventListener("click", (event) => {
  const button = /** @type {Element} */ (event.target).closest("[data-release]");
  const row = button?.closest("tr");
  if (button && row) {
    release({
      title: releaseTexts.titleOne,
      what: say(
        releaseTexts.whatOne,
        row.querySelector("td.document")?.textContent?.trim() ?? "",
        row.querySelector("td.user .name")?.textContent?.trim() ?? ""),
      parameters: { scope: "selected", keys: button.getAttribute("data-release") ?? "" },
    });
  }
});
element("releaseSelected").addEventListener("click", () =>
  release({
    title: releaseTexts.titleMany,
    what: releaseTexts.whatMany,
    parameters: { scope: "selected", keys: [...selected].join("\n") },
  }));
element("releaseMatching").addEventListener("click", () =>
  release({ title: releaseTexts.titleMany, what: releaseTexts.whatMany, word: true, parameters: { scope: "matching", ...Object.fromEntries(query()) } }));
element("clearAll").addEventListener("click", () =>
  release({ title: releaseTexts.titleAll, what: releaseTexts.whatAll, word: true, parameters: { scope: "all" } }));
element("release").addEventListener("close", () => {
  if (!element("releaseProgress").hidden) {
    selected.clear();
  }
  showSelection();
});

// ---- columns

const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("[data-column]"));

const showColumns = () => {
  for (const box of boxes) {
    element("locks").classList.toggle(`without-${box.dataset.column}`, !box.checked);
  }
};

const hidden = (localStorage.getItem(COLUMNS) ?? "").split(" ");
for (const box of boxes) {
  box.checked = !hidden.includes(box.dataset.column ?? "");
  box.addEventListener("change", () => {
    localStorage.setItem(COLUMNS, [...boxes].filter((it) => !it.checked).map((it) => it.dataset.column).join(" "));
    showColumns();
  });
}
document.addEventListener("click", (event) => {
  if (!element("columns").contains(event.target)) {
    element("columns").open = false;
  }
});
element("columns").addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
  if (event.key === "Escape") {
    element("columns").open = false;
    element("columns").querySelector("summary").focus();
  }
});

// ---- begin

for (const field of fields) {
  if (field.dataset.value) {
    field.value = field.dataset.value;
  }
  field.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(filter, TYPING);
  });
}
element("reset").addEventListener("click", () => {
  fields.forEach((it) => { it.value = ""; });
  filter();
  fields[0].focus();
});
form.addEventListener("submit", (event) => event.preventDefault());
for (const kind of ["pointerdown", "keydown", "focus"]) {
  addEventListener(kind, () => { touched = Date.now(); });
}
jQuery(document).on("pfAjaxComplete", (/** @type {Event} */ event, /** @type {XMLHttpRequest} */ xhr) => {
  if (isExpired(xhr)) {
    expire();
  }
});

jQuery(() => {
  globalThis.PrimeFaces.widget.DataTable.prototype.updateData = function (/** @type {string} */ html) {
    update(html);
    this.postUpdateData();
  };
  for (const row of body().children) {
    sent.set(row, signature(row));
  }
  fill(body());
  showFilter();
  showColumns();
  showSelection();
  follow();
});
