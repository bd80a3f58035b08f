package org.smshub.ledger.commit.writer;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.ledger.commit.LedgerFigures;
import org.smshub.ledger.commit.Watch;
import org.smshub.ledger.commit.Way;
import org.smshub.ledger.entry.Heard;
import org.smshub.ledger.entry.Receipt;
import org.smshub.ledger.entry.Result;
import org.smshub.ledger.entry.Submission;
import org.smshub.ledger.queue.EventQueue;
import org.smshub.ledger.queue.LinkQueue;
import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.Group;

/** What a committed group has brought is told to figures, watches, queues and the other hubs. */
final class Brought {

    private static final Logger LOG = LoggerFactory.getLogger(Brought.class);

    private final LedgerFigures figures;
    private final Map<String, LinkQueue> links;
    private final Map<String, EventQueue> listeners;
    private final Sharing sharing;

    Brought(LedgerFigures figures, Map<String, LinkQueue> links, Map<String, EventQueue> listeners, Sharing sharing) {
        this.figures = figures;
        this.links = links;
        this.listeners = listeners;
        this.sharing = sharing;
    }

    /** Before the works of the group hear of it: their own answers know better which events wait. */
    void before(Group group, Answers answers) {
        count(group, answers);
        for (Answers.Lane lane : answers.written) {
            EventQueue listener = listeners.get(lane.consumer());
            if (listener != null) {
                listener.waits(lane.client());
            }
            sharing.tell(lane);
        }
    }

    /** Behind them. */
    void after(Answers answers) {
        // how many, nobody has counted
        for (String name : answers.waits.keySet()) {
            LinkQueue link = links.get(name);
            if (link != null) {
                link.mayWaitMore();
            }
        }
        sharing.tellOfLinks();
        if (answers.damage != null) {
            figures.damaged(answers.damage);
        }
        answers.aside.forEach(reason -> LOG.error("A row cannot be read and is set aside: {}", reason));
    }

    private void count(Group group, Answers answers) {
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
