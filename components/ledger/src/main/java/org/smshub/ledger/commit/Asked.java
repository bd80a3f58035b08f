package org.smshub.ledger.commit;

import java.util.concurrent.CompletableFuture;
import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.Group;

/** A work whose caller waits for its answer; the caller goes on, on a worker, when its future completes. */
class Asked<T> implements Work, Runnable {

    /** Adds the row. Gives its place. */
    interface Row {
        int add(Group group);
    }

    /** Reads the answer at the row's place. */
    interface Answer<T> {
        T read(Answers answers, int place);
    }

    final CompletableFuture<T> future = new CompletableFuture<>();
    private final Row row;
    private final Answer<T> reader;
    private int place;
    private T answer;
    private LedgerException failure;

    /** Where it holds a place; set by the group commit. */
    private Inbox inbox;

    private Workers workers;

    /** Its answer or refusal is on its way; the group commit's thread. */
    private boolean over;

    Asked(Row row, Answer<T> reader) {
        this.row = row;
        this.reader = reader;
    }

    void in(Inbox itsInbox, Workers itsWorkers) {
        inbox = itsInbox;
        workers = itsWorkers;
    }

    @Override
    public void add(Draft draft) {
        place = row.add(draft.group);
    }

    @Override
    public void committed(Answers answers) {
        answered(reader.read(answers, place));
    }

    final void answered(T value) {
        if (!over) {
            over = true;
            answer = value;
            workers.add(this);
        }
    }

    @Override
    public void refused(LedgerException why) {
        if (!over) {
            over = true;
            failure = why;
            workers.add(this);
        }
    }

    /** On a worker: the caller's future. Its place is free only when what follows at once has ended. */
    @Override
    public void run() {
        try {
            if (failure == null) {
                future.complete(answer);
            } else {
                future.completeExceptionally(failure);
            }
        } finally {
            inbox.free();
        }
    }
}
