package org.smshub.bench.floor;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.smshub.ledger.Ledger;
import org.smshub.ledger.commit.LedgerSettings;
import org.smshub.ledger.entry.Accept;
import org.smshub.ledger.entry.Accepted;
import org.smshub.ledger.entry.Account;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.PartState;
import org.smshub.ledger.entry.Receipt;
import org.smshub.ledger.entry.Result;
import org.smshub.ledger.entry.Verdict;
import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.Engine;
import org.smshub.ledger.store.Group;
import org.smshub.ledger.store.sqlite.SqliteEngine;
import org.smshub.ledger.store.sqlite.SqliteStore;
import org.smshub.link.IdForms;

/** One thread writes what waits, in groups and by the hub's own statements; what a commit brought goes as one task to each loop. */
final class FloorWriter implements Runnable {

    static final String LINK = "sink";

    private static final int GROUP_LIMIT = 1_000;
    private static final Account ACCOUNT = new Account(LINK, IdForms.SAFE, false);

    private final BlockingQueue<Work> queue = new LinkedBlockingQueue<>();
    private final Engine engine;
    private FloorHttp http;
    private FloorLine line;

    /** @param folder for the ledger; made anew */
    FloorWriter(Path folder) throws SQLException {
        // the schema as the hub makes it
        new Ledger(folder, new LedgerSettings(60_000, 0, 0, 0)).close();
        engine = new SqliteEngine(SqliteStore.source(folder, false).getConnection());
    }

    void start(FloorHttp newHttp, FloorLine newLine) {
        http = newHttp;
        line = newLine;
        new Thread(this, "floor-write").start();
    }

    void add(Work work) {
        queue.add(work);
    }

    @Override
    public void run() {
        List<Work> works = new ArrayList<>();
        try {
            while (true) {
                works.add(queue.take());
                queue.drainTo(works, GROUP_LIMIT - 1);
                write(works);
                works.clear();
            }
        } catch (SQLException | RuntimeException | InterruptedException e) {
            Floor.end("the writer: " + e);
        }
    }

    private void write(List<Work> works) throws SQLException {
        Group group = new Group(System.currentTimeMillis());
        List<Work.Post> posts = new ArrayList<>();
        List<Integer> delivered = new ArrayList<>();
        for (Work work : works) {
            if (work instanceof Work.Post post) {
                posts.add(post);
                group.accepts.add(new Accept(List.of(post.part()), LINK, true));
            } else if (work instanceof Work.Sent sent) {
                group.results.add(new Result(sent.claim(), new Verdict.Sent(sent.remoteId()), ACCOUNT, false));
            } else if (work instanceof Work.Delivered receipt) {
                delivered.add(receipt.sequence());
                group.receipts.add(receipt(receipt, group.now));
            }
        }
        Answers answers = engine.write(group);
        if (answers.receipts.contains(false)) {
            throw new IllegalStateException("a receipt matched no part");
        }
        List<Claim> claims = new ArrayList<>();
        for (int i = 0; i < posts.size(); i++) {
            if (!answers.accepts.get(i).duplicate()) {
                claims.add(new Claim(posts.get(i).part(), LINK, 0, 0, 0, 0));
            }
        }
        if (!claims.isEmpty() || !delivered.isEmpty()) {
            line.committed(claims, delivered);
        }
        if (!posts.isEmpty()) {
            http.committed(posts, List.<Accepted>copyOf(answers.accepts));
        }
    }

    private static Receipt receipt(Work.Delivered of, long now) {
        return new Receipt(LINK, ACCOUNT, List.of(of.remoteId()), PartState.DELIVERED, of.recipient(), null, now, now);
    }
}
