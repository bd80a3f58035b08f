package org.smshub.ledger;

/**
 * A part that is marked as in flight on a link.
 *
 * @param attempts how often it was claimed on this link, this time included
 * @param doubt how many earlier sends may have reached the centre without our learning their id
 */
record Claim(Submission submission, String link, int attempts, int doubt) {

    /** The link after this one in the part's list, or null. */
    String nextLink() {
        String[] links = submission.links().split(",");
        for (int i = 0; i < links.length - 1; i++) {
            if (links[i].equals(link)) {
                return links[i + 1];
            }
        }
        return null;
    }
}
