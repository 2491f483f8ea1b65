/**
 * The administrators' pages: a backing bean a page, and what lists, filters and ends many locks.
 * Every page and every bean asks for the role {@code lock-admin} itself, since a host application
 * may have switched the constraint of {@code web-fragment.xml} off.
 */
package org.doclock.admin;
