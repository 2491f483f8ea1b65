/**
 * DocLock in the browser: `<document-lock>`, `<document-lock-badges>`, and the class DocumentLock
 * for pages that have their own looks. docs/browser-client.md tells how, doclock.d.ts what.
 */

import { DocumentLockBadgesElement } from './client/badges.js';
import { DocumentLockElement } from './client/element.js';

export { LockError } from './client/api.js';
export { dropDraftsOf } from './client/drafts.js';
export { releaseAll } from './client/life.js';
export { DocumentLock } from './client/lock.js';
export { tabSession } from './client/session.js';
export { defineTexts } from './client/texts.js';
export { DocumentLockBadgesElement, DocumentLockElement };

// A page may load the script twice, from two addresses.
if (!customElements.get('document-lock')) {
  customElements.define('document-lock', DocumentLockElement);
  customElements.define('document-lock-badges', DocumentLockBadgesElement);
}
