package org.smshub.ledger.commit;

import java.util.Map;
import org.smshub.ledger.queue.LinkQueue;
import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.Group;
import org.smshub.ledger.store.Heard;
import org.smshub.ledger.store.Receipt;
import org.smshub.ledger.store.Result;
import org.smshub.ledger.store.Submission;

/** Tells figures, watches and links what a committed group has brought. */
final class Counts {

    private final LedgerFigures figures;
    private final Map<String, LinkQueue> links;

    Counts(LedgerFigures figures, Map<String, LinkQueue> links) {
        this.figures = figures;
        this.links = links;
    }

    void count(Group group, Answers answers) {
        Watch watch = figures.watch();
        for (int i = 0; i < answers.accepts.size(); i++) {
            if (!answers.accepts.get(i).duplicate()) {
                figures.accepted();
                Submission first = group.accepts.get(i).parts().get(0);
                watch.accepted(first);
                Way.accepted(first);
            }
        }
        for (Result result : group.results) {
            figures.result(result.verdict());
            watch.result(result.claim(), result.verdict(), group.now);
            Way.result(result.claim(), result.verdict());
        }
        for (Heard heard : answers.heard) {
            Receipt receipt = heard.receipt();
            watch.receipt(receipt.link(), receipt.state().name(), heard.sentAt(), group.now);
            Way.receipt(heard);
        }
        for (int i = 0; i < answers.receipts.size(); i++) {
            if (answers.receipts.get(i)) {
                matched(group.receipts.get(i).link(), 1);
            }
        }
        answers.matchedLate.forEach(this::matched);
        answers.unmatched.forEach((name, count) -> {
            LinkQueue link = links.get(name);
            if (link != null) {
                link.receipts().unmatched(count);
            }
        });
    }

    private void matched(String name, int count) {
        figures.receipts(count);
        LinkQueue link = links.get(name);
        if (link != null) {
            link.receipts().matched(count);
        }
    }
}
