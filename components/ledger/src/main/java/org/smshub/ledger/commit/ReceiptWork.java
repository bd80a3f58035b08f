package org.smshub.ledger.commit;

import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.Receipt;
import org.smshub.link.nature.Rare;

/**
 * What a centre told. At full speed a receipt is read while the answer to its submit waits to be written: one that finds no part comes
 * once more with the next group, before it is kept for the result that has not come; some times more where the answer may have come to
 * another hub.
 */
final class ReceiptWork extends Asked<Boolean> {

    private static final int TRIES_SHARED = 4;

    private final GroupCommit commits;
    private int tries;
    private int place;

    ReceiptWork(Receipt receipt, GroupCommit commits) {
        super(
                group -> {
                    group.receipts.add(receipt);
                    return group.receipts.size() - 1;
                },
                (answers, place) -> answers.receipts.get(place));
        this.commits = commits;
    }

    @Override
    public void add(Draft draft) {
        super.add(draft);
        place = draft.group.receipts.size() - 1;
        if (tries < (commits.isShared() ? TRIES_SHARED : 1) && !Rare.way("receipt.kept-at-once")) {
            draft.group.comeAgain.add(place);
        }
    }

    @Override
    public void committed(Answers answers) {
        if (answers.early.contains(place)) {
            tries++;
            commits.again(this);
        } else {
            super.committed(answers);
        }
    }
}
