/**
 * The looks, as constructed style sheets: a Content-Security-Policy of style-src 'self' allows them.
 * Custom properties (`--doclock-…`) and parts are how a page changes them.
 */

/** Inside the shadow of `<document-lock>`. */
export const barStyle = sheet(`
:host {
  display: block;
  --_text: var(--doclock-text, light-dark(#1c2430, #e8ecf2));
  --_surface: var(--doclock-surface, light-dark(#f2f5f9, #1d242e));
  --_line: var(--doclock-line, light-dark(#c9d1dc, #3b4554));
  --_tone: var(--_line);
  --_accent: var(--doclock-accent, light-dark(#1257b0, #8fbeff));
  --_on-accent: var(--doclock-on-accent, light-dark(#ffffff, #0b1a2e));
}
:host([hidden]) { display: none; }
[part='bar'] {
  position: var(--doclock-bar-position, sticky);
  top: var(--doclock-bar-top, 0);
  z-index: var(--doclock-bar-layer, 5);
  display: flex;
  flex-direction: column;
  gap: 0.625rem;
  margin: var(--doclock-bar-margin, 0 0 1rem);
  padding: 0.625rem 0.875rem;
  border: 1px solid var(--_line);
  border-inline-start: 4px solid var(--_tone);
  border-radius: var(--doclock-radius, 0.5rem);
  background: var(--_surface);
  color: var(--_text);
  font: var(--doclock-font, inherit);
  line-height: 1.4;
}
[part='bar']:focus { outline: none; }
[part='bar']:focus-visible { outline: 3px solid var(--_accent); outline-offset: 2px; }
[data-tone='held'] { --_tone: var(--doclock-held, light-dark(#16794c, #58c893)); }
[data-tone='locked'] { --_tone: var(--doclock-locked, light-dark(#b45a00, #f0a95a)); }
[data-tone='warning'] { --_tone: var(--doclock-warning, light-dark(#b45a00, #f0a95a)); }
[data-tone='lost'] { --_tone: var(--doclock-lost, light-dark(#b3191f, #ff8f8f)); }
[data-tone='free'] { --_tone: var(--doclock-free, light-dark(#5b6675, #9aa7b8)); }
.row {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 0.5rem 0.75rem;
}
.row > p { flex: 1 1 16rem; }
[part='icon'] {
  flex: none;
  width: 1.25rem;
  height: 1.25rem;
  color: var(--_tone);
}
p { margin: 0; }
[part='message'] { font-weight: 600; }
[part='more'] { font-weight: 400; }
[part='more']:empty, [part='left']:empty { display: none; }
.words { flex: 1 1 16rem; min-width: 0; overflow-wrap: anywhere; }
[part='actions'] { display: flex; flex-wrap: wrap; gap: 0.5rem; }
[part='actions']:empty { display: none; }
[part='prompts'] { display: contents; }
[part='prompt'] {
  padding-top: 0.625rem;
  border-top: 1px solid var(--_line);
}
button {
  min-height: 2.25rem;
  padding: 0.25rem 0.875rem;
  border: 1px solid var(--doclock-control, light-dark(#7b8798, #77869a));
  border-radius: var(--doclock-control-radius, 0.375rem);
  font: inherit;
  color: inherit;
  background: transparent;
  cursor: pointer;
}
button:hover { background: color-mix(in srgb, var(--_text) 8%, transparent); }
button.main {
  border-color: var(--_accent);
  font-weight: 600;
  color: var(--_on-accent);
  background: var(--_accent);
}
button.main:hover { background: color-mix(in srgb, var(--_accent) 88%, var(--_text)); }
button[aria-disabled='true'] { opacity: 0.6; cursor: progress; }
:is(button, input):focus-visible { outline: 3px solid var(--_accent); outline-offset: 2px; }
label { flex: 1 1 16rem; display: grid; gap: 0.25rem; }
input {
  min-height: 2.25rem;
  padding: 0.25rem 0.625rem;
  border: 1px solid var(--doclock-control, light-dark(#7b8798, #77869a));
  border-radius: var(--doclock-control-radius, 0.375rem);
  font: inherit;
  color: inherit;
  background: light-dark(#ffffff, #12161c);
}
.unseen {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}
@media (prefers-reduced-motion: no-preference) {
  [part='bar'] { transition: border-color 0.2s; }
  [part='prompt'] { animation: appear 0.2s ease-out; }
  @keyframes appear { from { opacity: 0; transform: translateY(-0.25rem); } }
}
@media (forced-colors: active) {
  [part='bar'] { border-inline-start-color: CanvasText; }
}
`);


/** For the fields and badges of the page. Strong enough to be seen: properties change it. */
export const pageStyle = sheet(`
[data-doclock-closed][data-doclock-closed]:is(input, textarea, select):not([type='submit'], [type='button']) {
  border-style: dashed;
  background-color: var(--doclock-closed-surface, light-dark(#eef1f5, #232b36));
  color: var(--doclock-closed-text, light-dark(#3b4656, #bcc6d4));
  cursor: default;
}
[data-doclock-closed][data-doclock-closed]:is(button, [type='submit'], [type='button']) {
  cursor: not-allowed;
  opacity: 0.55;
}
[data-doclock-badge] {
  display: inline-flex;
  padding: 0.0625em 0.625em;
  border: 1px solid currentcolor;
  border-radius: 1em;
  font-size: 0.875em;
  font-weight: 600;
  white-space: nowrap;
  color: var(--doclock-locked, light-dark(#8f4700, #f0a95a));
}
[data-doclock-badge='mine'] { color: var(--doclock-held, light-dark(#16794c, #58c893)); }
[data-doclock-badge='free'] { display: none; }
`);

/**
 * Puts the looks of closed fields into the document, or the shadow, that an element lives in.
 *
 * @param {Element} element
 */
export function adoptPageStyle(element) {
  const root = element.getRootNode();
  if (root.adoptedStyleSheets && !root.adoptedStyleSheets.includes(pageStyle)) {
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, pageStyle];
  }
}

function sheet(text) {
  const styles = new CSSStyleSheet();
  styles.replaceSync(text);
  return styles;
}
