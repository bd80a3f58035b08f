package org.smshub.ledger.commit;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.smshub.ledger.crew.Followers;
import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.Group;
import org.smshub.link.Loop;
import org.smshub.link.nature.Rare;

/** A work whose caller waits for its answer; he goes on, on the loop he asked from or on a worker, when its future completes. */
public class Asked<T> implements Work, Runnable {

    /** Adds the row. Gives its place. */
    public interface Row {
        int add(Group group);
    }

    /** Reads the answer at the row's place. */
    public interface Answer<T> {
        T read(Answers answers, int place);
    }

    public final CompletableFuture<T> future = new CompletableFuture<>();
    private final Row row;
    private final Answer<T> reader;

    /** Where its caller goes on, null = on a worker. */
    private final Executor loop = Loop.here();

    private int place;
    private T answer;
    private LedgerException failure;

    /** Where it holds a place; set by the group commit. */
    private Inbox inbox;

    private Followers followers;

    /** Its answer or refusal is on its way; the group commit's thread. */
    private boolean over;

    public Asked(Row row, Answer<T> reader) {
        this.row = row;
        this.reader = reader;
    }

    public void in(Inbox itsInbox, Followers itsFollowers) {
        inbox = itsInbox;
        followers = itsFollowers;
    }

    @Override
    public void add(Draft draft) {
        place = row.add(draft.group);
    }

    @Override
    public void committed(Answers answers) {
        answered(reader.read(answers, place));
    }

    public final void answered(T value) {
        if (!over) {
            over = true;
            answer = value;
            followers.add(loop, this);
        }
    }

    @Override
    public void refused(LedgerException why) {
        if (!over) {
            over = true;
            Rare.hit("ask.refused");
            failure = why;
            followers.add(loop, this);
        }
    }

    /** Where its caller goes on: his future. Its place is free only when what follows at once has ended. */
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
