/** What a file about a provider says, read with the line of each thing in it. */
package org.smshub.hub.httplink.file;
