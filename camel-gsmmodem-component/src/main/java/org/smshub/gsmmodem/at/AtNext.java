package org.smshub.gsmmodem.at;

/** How a request goes on: with another command, with something that may wait, or with its answer. */
public sealed interface AtNext permits AtStep, AtWork, AtAnswer {}
