// The page of one document: shows it as it is now, and asks before its lock ends.

import "./refresh.js";
import { release } from "./release.js";

const texts = /** @type {HTMLElement} */ (document.getElementById("releaseTexts")).dataset;

document.addEventListener("click", (event) => {
  const button = /** @type {Element} */ (event.target).closest("[data-release]");
  if (button) {
    release({
      title: texts.titleOne ?? "",
      what: button.getAttribute("data-what") ?? "",
      parameters: { scope: "selected", keys: button.getAttribute("data-release") ?? "" },
    });
  }
});
