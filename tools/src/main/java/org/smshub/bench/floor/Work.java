package org.smshub.bench.floor;

import io.vertx.core.http.HttpServerResponse;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Submission;

/** What waits for {@link FloorWriter}. */
sealed interface Work {

    /** A message posted; the answer waits for the commit. */
    record Post(Submission part, HttpServerResponse response) implements Work {}

    /** The SMSC took a part. */
    record Sent(Claim claim, String remoteId) implements Work {}

    /** A part was delivered. @param sequence of the deliver_sm, whose answer waits for the commit */
    record Delivered(String remoteId, String recipient, int sequence) implements Work {}
}
