package org.smshub.text.plan;

/**
 * A character that forced UCS-2, or would have, had it not been replaced.
 *
 * @param position index in the text as given, in {@code char} units from 0
 * @param codePoint the character
 * @param replacement what could stand there instead, empty when it could go, {@code null} when there is nothing like it
 */
public record Forcing(int position, int codePoint, String replacement) {

    /** Unicode name, such as {@code RIGHT SINGLE QUOTATION MARK}. */
    public String name() {
        String name = Character.getName(codePoint);
        return name == null ? "UNASSIGNED" : name;
    }
}
