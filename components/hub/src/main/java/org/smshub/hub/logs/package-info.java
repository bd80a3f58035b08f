/** What the hub does with its log, which is Log4j's. */
package org.smshub.hub.logs;
