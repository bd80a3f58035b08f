/** What modem and computer say to each other: lines, results, unsolicited lines, and the conversation made of them. */
package org.smshub.gsmmodem.at;
