package org.doclock.locking;

import java.util.List;

/**
 * One run of a script on one document.
 *
 * @param arguments ARGV, as the script's header lists it
 */
record LockCommand(LockScript script, String documentId, List<String> arguments) {}
