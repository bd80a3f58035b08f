package org.smshub.text.plan;

/** What to do about characters that would force UCS-2. */
public enum Policy {
    /** Never change a character: the message goes as UCS-2. */
    KEEP,
    /**
     * Replace them where every one of them has a replacement, so that the message needs no UCS-2; a text that would need it
     * all the same is left as it is.
     */
    TRANSLITERATE,
    /** Refuse the text, naming the first of them. */
    REJECT
}
