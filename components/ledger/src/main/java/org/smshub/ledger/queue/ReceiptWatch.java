package org.smshub.ledger.queue;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a link's receipts find their parts. When hardly one does, its centre writes ids in another form than it answered
 * with, and somebody must say which. Counts fade, so that the past is forgotten. Written by the group commit's thread.
 */
public final class ReceiptWatch {

    private static final Logger LOG = LoggerFactory.getLogger(ReceiptWatch.class);

    /** Beyond so many receipts the older ones count half. */
    private static final int WINDOW = 200;

    private static final int ENOUGH_UNMATCHED = 20;
    private static final double BAD = 0.10;
    private static final double GOOD = 0.20;

    private final String link;
    private int recentMatched;
    private int recentUnmatched;
    private volatile long matched;
    private volatile long unmatched;
    private volatile boolean bad;

    ReceiptWatch(String link) {
        this.link = link;
    }

    /** So many receipts found their part. */
    public void matched(int count) {
        matched += count;
        recentMatched += count;
        look();
    }

    /** The patience of so many receipts is over, and they match nothing. */
    public void unmatched(int count) {
        unmatched += count;
        recentUnmatched += count;
        look();
    }

    private void look() {
        double share = recentMatched / (double) Math.max(1, recentMatched + recentUnmatched);
        if (!bad && recentUnmatched >= ENOUGH_UNMATCHED && share < BAD) {
            bad = true;
            LOG.warn(
                    "Link {}: of its last {} receipts {} found their part; its centre may write ids in another form than"
                            + " it answers with: see the link's idForms, and account where links share a login",
                    link,
                    recentMatched + recentUnmatched,
                    recentMatched);
        } else if (bad && share >= GOOD) {
            bad = false;
            LOG.info("Link {}: its receipts find their parts again", link);
        }
        while (recentMatched + recentUnmatched > WINDOW) {
            recentMatched /= 2;
            recentUnmatched /= 2;
        }
    }

    /** Receipts since the start of the process. */
    public long matched() {
        return matched;
    }

    /** Receipts since the start of the process whose patience was over before they matched. */
    public long unmatched() {
        return unmatched;
    }

    /** Whether hardly any of its receipts finds its part. */
    public boolean isBad() {
        return bad;
    }
}
