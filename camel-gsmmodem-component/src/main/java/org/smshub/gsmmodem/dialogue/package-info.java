/** What is said to a modem: the start, messages to send, those that it stores, service codes, and how it is. */
package org.smshub.gsmmodem.dialogue;
