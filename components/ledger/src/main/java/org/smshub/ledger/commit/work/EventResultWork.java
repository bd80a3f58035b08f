package org.smshub.ledger.commit.work;

import org.smshub.ledger.commit.Draft;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.ledger.commit.Work;
import org.smshub.ledger.entry.Event;
import org.smshub.ledger.queue.EventQueue;
import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.Group;
import org.smshub.link.nature.Rare;
import org.smshub.link.passing.Told;

/** What became of an event that was handed out: heard, or to be handed out again. */
public final class EventResultWork implements Work {

    private final EventQueue queue;
    private final Event event;
    private final Long delay;
    private final boolean alone;
    private final Told told;

    /**
     * @param delay milliseconds to the next attempt, or null when the event was heard or never will be
     * @param alone see {@link EventQueue#later(Event, long, boolean)}; without a delay: its application refuses it for good
     * @param told where, and what was answered; null = not known
     */
    public EventResultWork(EventQueue queue, Event event, Long delay, boolean alone, Told told) {
        this.queue = queue;
        this.event = event;
        this.delay = delay;
        this.alone = alone;
        this.told = told;
    }

    @Override
    public void add(Draft draft) {
        Long again = delay == null ? null : Long.valueOf(draft.group.now + delay);
        draft.group.eventResults.add(new Group.EventResult(event.id(), again, again == null && !alone, told));
    }

    @Override
    public void committed(Answers answers) {
        if (delay == null) {
            queue.heard(event);
        } else {
            Rare.hit("event.later");
            queue.later(event, delay, alone);
        }
    }

    @Override
    public void refused(LedgerException why) {
        // its row stays, and the next start of the hub hands it out again
    }

    @Override
    public boolean mustBeKept() {
        return true;
    }
}
