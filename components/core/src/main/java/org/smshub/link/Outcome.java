package org.smshub.link;

/** What became of a part that was handed to a line. Three, never two. */
public enum Outcome {
    /** Refused, or the line was down before the bytes left: sending again cannot make a duplicate. */
    NOT_SENT,
    /** The centre said yes. */
    SENT,
    /** The bytes may have left and no answer came. */
    UNKNOWN
}
