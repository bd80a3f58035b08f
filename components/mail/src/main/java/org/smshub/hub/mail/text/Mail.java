package org.smshub.hub.mail.text;

import java.util.List;

/**
 * What the hub takes from a mail.
 *
 * @param from the one address of its From, in small letters; empty = none, or several
 * @param recipients the addresses of To and Cc
 * @param subject decoded, one line; empty = none
 * @param messageId with its brackets; empty = none
 * @param date the header as it stands; empty = none
 * @param text what goes out, cut or whole as it was asked for; empty = the mail has none
 * @param attachments names of what does not go out
 * @param kind whether a person wrote it
 * @param answered whether its writer may be answered (RFC 3834 2)
 */
public record Mail(
        String from,
        List<String> recipients,
        String subject,
        String messageId,
        String date,
        String text,
        List<String> attachments,
        Kind kind,
        boolean answered) {

    /** Who made it (RFC 3834 2, 5). */
    public enum Kind {
        /** Nothing says that a machine did. */
        PERSON,
        /** A machine by itself: a monitor, a list. May be sent, is never answered. */
        MACHINE,
        /** An answer, a bounce, or one of the hub's own: never sent, never answered. */
        ANSWER
    }
}
