package org.smshub.ledger.entry;

import org.smshub.text.tpdu.UserData;
import org.smshub.text.udh.Concatenation;

/**
 * A message, or a part of one, that came from a line.
 *
 * @param recipient the number it was sent to
 * @param data its concatenation element says which part it is; without one it is the whole message
 * @param client who gets it, or null when nobody has the number
 * @param consumer the {@code ledger:events} that hands it out; null like the client
 * @param receivedAt epoch milliseconds: the centre's time stamp, or when it came
 * @param fields what else it said, as {@link org.smshub.link.passing.Fields} writes it; null = nothing
 */
public record IncomingPart(
        String link,
        String recipient,
        String sender,
        UserData data,
        Integer messageClass,
        String client,
        String consumer,
        long receivedAt,
        String fields) {

    /** Its place in a long message, or null. */
    public Concatenation place() {
        return data.udh().concatenation().filter(c -> c.parts() > 1).orElse(null);
    }
}
