// Acts of the page's beans, and what the server says between them.

import { expire } from "./page.js";

/**
 * Runs an act of the page.
 * @param {string} id of the p:remoteCommand
 * @param {Record<string, string>} parameters
 * @returns {Promise<Record<string, any>>} what the act answers; never settled if the page expired
 */
export const act = (id, parameters) =>
  new Promise((resolve) => {
    globalThis.PrimeFaces.ab({
      s: id,
      f: "acts",
      p: id,
      pa: Object.entries(parameters).map(([name, value]) => ({ name, value })),
      onco: (/** @type {XMLHttpRequest} */ xhr, /** @type {string} */ status, /** @type {any} */ args) => {
        if (status === "success" && args && !isExpired(xhr)) {
          resolve(args);
        } else {
          expire();
        }
      },
    });
  });

/**
 * Whether the server answered that it does not know the page any more.
 * @param {XMLHttpRequest} xhr
 */
export const isExpired = (xhr) => !xhr.responseXML || Boolean(xhr.responseXML.querySelector("error"));

/**
 * Asks how things are.
 * @param {URLSearchParams} parameters
 * @returns {Promise<Record<string, any> | null>} null if the server does not answer
 */
export const look = async (parameters) => {
  try {
    const answer = await fetch(`state.xhtml?${parameters}`, {
      redirect: "manual",
      signal: AbortSignal.timeout(5000),
    });
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
      expire();
      return null;
    }
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
};
