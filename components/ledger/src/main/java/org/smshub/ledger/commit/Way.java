package org.smshub.ledger.commit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Event;
import org.smshub.ledger.entry.Heard;
import org.smshub.ledger.entry.Submission;
import org.smshub.ledger.entry.Verdict;
import org.smshub.link.SmsHeaders;

/**
 * The way of each message as lines of a log, so that one grep for its SmsId shows it: the logger {@code org.smshub.way} at DEBUG,
 * which is off until somebody switches it on, and then costs a line a step. What is said is committed, but for what leaves. SmsId,
 * SmsClient and SmsLink are fields of each line; no number and no text ever stands in one.
 */
public final class Way {

    private static final Logger LOG = LoggerFactory.getLogger("org.smshub.way");

    private Way() {}

    /** A new message. @param first its first part */
    public static void accepted(Submission first) {
        if (LOG.isDebugEnabled()) {
            of(first.messageId(), first.client(), null)
                    .log("accepted by {}, {} for {}", first.origin(), parts(first.parts()), first.links());
        }
    }

    /** A part leaves for its link. */
    public static void out(Claim claim) {
        if (LOG.isDebugEnabled()) {
            Submission s = claim.submission();
            of(s.messageId(), s.client(), claim.link())
                    .log("part {} of {} to the link, attempt {}", s.part(), s.parts(), claim.attempts() + 1);
        }
    }

    /** What became of it. */
    public static void result(Claim claim, Verdict verdict) {
        if (LOG.isDebugEnabled()) {
            Submission s = claim.submission();
            of(s.messageId(), s.client(), claim.link()).log("part {} of {}: {}", s.part(), s.parts(), words(verdict));
        }
    }

    private static String words(Verdict verdict) {
        if (verdict instanceof Verdict.Sent sent) {
            return "SENT as " + sent.remoteId();
        } else if (verdict instanceof Verdict.Back back) {
            return "back (" + back.errorCode() + ")";
        } else if (verdict instanceof Verdict.Retry retry) {
            return "to be sent again by " + retry.link() + " (" + retry.errorCode() + ")";
        } else if (verdict instanceof Verdict.Failed failed) {
            return "FAILED (" + failed.errorCode() + ")";
        }
        Verdict.Unknown unknown = (Verdict.Unknown) verdict;
        return (unknown.again() == null ? "UNKNOWN (" : "UNKNOWN, to be sent again (") + unknown.errorCode() + ")";
    }

    /** A receipt found its part. */
    public static void receipt(Heard heard) {
        if (LOG.isDebugEnabled()) {
            of(heard.messageId(), null, heard.receipt().link())
                    .log(
                            "receipt {}{}",
                            heard.receipt().state(),
                            heard.receipt().errorCode() == null
                                    ? ""
                                    : " (" + heard.receipt().errorCode() + ")");
        }
    }

    /** An application has heard of it, or has not. @param failure null = it has */
    public static void told(Event event, Exception failure) {
        if (LOG.isDebugEnabled()) {
            of(event.messageId(), event.client(), event.link())
                    .log(
                            "{} {} {} {}",
                            event.kind(),
                            event.state() == null ? "" : event.state(),
                            failure == null ? "told by" : "not told by",
                            event.consumer());
        }
    }

    /** A message that is not accepted, and so has no SmsId. @param field that is wrong, or null */
    public static void refused(String input, String client, String reason, String field) {
        if (LOG.isDebugEnabled()) {
            LOG.atDebug()
                    .addKeyValue(SmsHeaders.CLIENT, client)
                    .log("refused by {}: {}{}", input, reason, field == null ? "" : " (" + field + ")");
        }
    }

    private static LoggingEventBuilder of(String id, String client, String link) {
        LoggingEventBuilder line = LOG.atDebug().addKeyValue(SmsHeaders.ID, id);
        if (client != null) {
            line = line.addKeyValue(SmsHeaders.CLIENT, client);
        }
        return link == null ? line : line.addKeyValue(SmsHeaders.LINK, link);
    }

    private static String parts(int count) {
        return count == 1 ? "1 part" : count + " parts";
    }
}
