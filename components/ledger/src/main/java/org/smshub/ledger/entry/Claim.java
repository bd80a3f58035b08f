package org.smshub.ledger.entry;

/**
 * A part that is marked as in flight on a link.
 *
 * @param attempts sends on this link that left, or that its centre refused, before this one
 * @param throttles refusals for going too fast on this link since the last other answer
 * @param doubt how many earlier sends may have reached a centre without our learning their id
 * @param lastReceipt the number of the receipt that was kept last before it: those with a greater one came since
 * @param session counts how often this hub was taken for dead before it was handed out (see {@link Engine.Trouble#FENCED})
 */
public record Claim(
        Submission submission, String link, int attempts, int throttles, int doubt, long lastReceipt, int session) {

    /** In the first session. */
    public Claim(Submission submission, String link, int attempts, int throttles, int doubt, long lastReceipt) {
        this(submission, link, attempts, throttles, doubt, lastReceipt, 0);
    }

    /** The same in another session. */
    public Claim in(int other) {
        return new Claim(submission, link, attempts, throttles, doubt, lastReceipt, other);
    }

    /** The link after this one in the part's list, or null. */
    public String nextLink() {
        var links = submission.linkList();
        int here = links.indexOf(link);
        return here < 0 || here + 1 == links.size() ? null : links.get(here + 1);
    }
}
