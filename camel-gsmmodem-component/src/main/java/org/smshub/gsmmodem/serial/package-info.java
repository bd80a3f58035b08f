/** Serial ports: a channel of Netty over jSerialComm, and the search for the port a modem is at. */
package org.smshub.gsmmodem.serial;
