package org.smshub.hub.mail;

import java.time.Instant;
import java.util.List;

/**
 * What the writer of a mail hears: one answer for all its recipients.
 *
 * @param client whose mail it was
 * @param told at least one
 */
record MailAnswer(String client, MailRef ref, List<Told> told) {

    /**
     * What became of one SMS.
     *
     * @param number empty = the mail as a whole
     * @param state in the ledger's names; null = the hub has refused it
     * @param code of the network, or of SMTP; null = none
     * @param words why; null = nobody says
     * @param id empty = it never had one
     */
    record Told(String number, String state, String code, String words, Instant at, String id) {

        boolean isDelivered() {
            return "DELIVERED".equals(state);
        }
    }
}
