package org.smshub.gsmmodem.at;

/** What a line and the conversation with its modem hand each other. */
public sealed interface AtFrame permits AtRequest, AtAnswer, AtMessage, AtTaken {}
