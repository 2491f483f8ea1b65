/**
 * Who is calling the stand-alone WAR: Basic, bearer tokens, and a sign-in page with a session. It
 * is not part of the library: in a host application the host's own security decides, and DocLock
 * reads the caller from it.
 */
package org.doclock.security;
