package org.smshub.text.plan;

import org.smshub.text.Encoding;

/** A text in an alphabet that lacks some of its characters: each as what a reader takes for the same. */
public final class Transliteration {

    private Transliteration() {}

    /** @return null when a character has nothing like it there */
    public static String of(String text, Encoding encoding) {
        return Replacements.apply(text, encoding);
    }
}
