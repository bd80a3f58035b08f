package org.smshub.ledger.commit.work;

import java.util.function.Consumer;
import org.smshub.ledger.commit.Asked;
import org.smshub.ledger.commit.Draft;
import org.smshub.ledger.entry.Receipt;
import org.smshub.ledger.store.Answers;
import org.smshub.link.nature.Rare;

/**
 * What a centre told. At full speed a receipt is read while the answer to its submit waits to be written: one that finds no part comes
 * once more with the next group, before it is kept for the result that has not come; some times more where the answer may have come to
 * another hub.
 */
public final class ReceiptWork extends Asked<Boolean> {

    private static final int TRIES_SHARED = 4;

    private final Consumer<ReceiptWork> again;
    private int tries;
    private int place;

    /** @param again puts it into the next group */
    public ReceiptWork(Receipt receipt, Consumer<ReceiptWork> again) {
        super(
                group -> {
                    group.receipts.add(receipt);
                    return group.receipts.size() - 1;
                },
                (answers, place) -> answers.receipts.get(place));
        this.again = again;
    }

    @Override
    public void add(Draft draft) {
        super.add(draft);
        place = draft.group.receipts.size() - 1;
        if (tries < (draft.shared ? TRIES_SHARED : 1) && !Rare.way("receipt.kept-at-once")) {
            draft.group.comeAgain.add(place);
        }
    }

    @Override
    public void committed(Answers answers) {
        if (answers.early.contains(place)) {
            tries++;
            again.accept(this);
        } else {
            super.committed(answers);
        }
    }
}
