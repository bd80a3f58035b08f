package org.smshub.gsmmodem.dialogue;

import java.nio.file.Path;

/** What the conversation has to know of the options. */
public interface ModemOptions {

    /** null = none. */
    String getPin();

    int getMinPinTries();

    /** The file of PINs that were wrong. */
    Path pinFile();

    /** null = any. */
    String getImei();

    /** null = any. */
    String getIccid();

    /** Name of a family, null = by what the modem says of itself. */
    String getProfile();

    /** Commands for the start, separated by semicolons; null = none. */
    String getInitCommands();

    boolean isNetworkRequired();

    long getNetworkTimeout();

    /** null = as the modem is set. */
    String getStorage();

    /** STORE or DIRECT. */
    String getReceive();

    /** AUTO, DIRECT, STORED or POLL. */
    String getReports();

    /** Milliseconds between two looks into the store. */
    long getSweepInterval();

    /** Milliseconds from the prompt to the result. */
    long getSendTimeout();

    long getLoginTimeout();

    /** Last digits of a number that an id keeps, 0 = all. */
    int getRemoteIdDigits();
}
