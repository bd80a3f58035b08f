package org.smshub.simulate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;

/** The centres behind all links: they take, refuse, stay silent and tell, as the mixture and the dice of each copy say. */
final class Centre {

    private static final String[] BAD = {"UNDELIVERABLE", "EXPIRED", "REJECTED", "DELETED"};

    private final World world;
    private final Map<String, Integer> copies = new HashMap<>();
    private long ids;

    /** Receipts and messages that the hub has not acknowledged yet. */
    private int owed;

    Centre(World world) {
        this.world = world;
    }

    int owed() {
        return owed;
    }

    /** The how manieth copy of a part this is, on its link. */
    int nextCopy(Sms sms) {
        return copies.merge(sms.what(""), 1, Integer::sum);
    }

    /** A part has come. */
    void receive(Line line, Line.Flight flight, int copy, Dice dice) {
        Mixture mixture = world.mixture();
        Sms sms = flight.sms;
        world.applications().check(sms);
        boolean faulty = world.isFaulty();
        long takes = dice.skewed(20_000, Math.max(30_000, mixture.slowMillis * Clock.MILLI));
        SmsNotSentException refused = faulty ? refusal(dice) : null;
        if (refused != null) {
            world.saw(Fact.Kind.TURNED_AWAY, sms, refused.getErrorCode());
            long late = dice.chance(mixture.answersLate) ? dice.skewed(10 * Clock.SECOND, 30 * Clock.SECOND) : takes;
            world.clock().after(late, () -> line.answer(flight, null, refused));
            return;
        }
        String id = mixture.fewIds ? String.valueOf(1 + ids++ % 8) : String.valueOf(10_000_000L + ids++);
        world.saw(Fact.Kind.TAKEN, sms, id);
        if (faulty && dice.chance(mixture.silent)) {
            takes = -1;
        } else if (faulty && dice.chance(mixture.answersLate)) {
            takes = dice.skewed(10 * Clock.SECOND, 30 * Clock.SECOND);
        }
        String said = faulty && dice.chance(mixture.answersWithoutId) ? null : id;
        if (takes >= 0) {
            world.clock().after(takes, () -> line.answer(flight, said, null));
            if (dice.chance(mixture.answersTwice)) {
                world.clock().after(takes + dice.skewed(1_000, Clock.SECOND), () -> line.answer(flight, said, null));
            }
        }
        if (!"NONE".equals(sms.receipt())) {
            receipts(sms, id, Math.max(takes, 0), dice);
        }
    }

    private SmsNotSentException refusal(Dice dice) {
        Mixture mixture = world.mixture();
        if (dice.chance(mixture.permanent)) {
            return new SmsNotSentException("sim:never", "never", false);
        }
        if (dice.chance(mixture.barred)) {
            return SmsNotSentException.forBarred("sim:barred", "not by this link");
        }
        if (dice.chance(mixture.throttled)) {
            return SmsNotSentException.forThrottling("sim:slow", "slower");
        }
        if (dice.chance(mixture.retryable)) {
            return new SmsNotSentException("sim:later", "later", true);
        }
        return null;
    }

    private void receipts(Sms sms, String id, long answered, Dice dice) {
        Mixture mixture = world.mixture();
        if (dice.chance(mixture.receiptsNone)) {
            return;
        }
        boolean number = !dice.chance(mixture.receiptsWithoutNumber) || mixture.fewIds;
        long at = dice.chance(mixture.receiptsEarly)
                ? (long) (answered * dice.random().nextDouble())
                : answered + dice.skewed(Clock.MILLI, Clock.SECOND);
        if (dice.chance(mixture.receiptsLate)) {
            at += dice.skewed(Clock.SECOND, 60 * Clock.SECOND);
        }
        String state = dice.chance(mixture.receiptsBad) ? dice.one(BAD) : "DELIVERED";
        if (dice.chance(mixture.receiptsBuffered)) {
            tell(sms, id, "BUFFERED", number, (long) (at * dice.random().nextDouble()));
        }
        tell(sms, id, state, number, at);
        if (dice.chance(mixture.receiptsTwice)) {
            tell(sms, id, state, number, at + dice.skewed(1_000, 10 * Clock.SECOND));
        }
        if (dice.chance(mixture.receiptsContradict)) {
            String other = state.equals("DELIVERED") ? dice.one(BAD) : "DELIVERED";
            tell(sms, id, other, number, at + dice.skewed(1_000, 10 * Clock.SECOND));
        }
    }

    private void tell(Sms sms, String id, String state, boolean number, long delay) {
        owed++;
        world.clock().after(delay, () -> {
            world.saw(Fact.Kind.RECEIPT, sms, state + ' ' + id);
            tell(sms, id, state, number);
        });
    }

    /** Until the hub has taken it. */
    private void tell(Sms sms, String id, String state, boolean number) {
        Hub hub = world.hub();
        String link = by(sms.link());
        if (hub == null || hub.isDead() || !hub.line(link).isConnected()) {
            world.clock()
                    .after(
                            world.dice().skewed(100 * Clock.MILLI, 5 * Clock.SECOND),
                            () -> tell(sms, id, state, number));
            return;
        }
        Exchange exchange = hub.exchange();
        Message message = exchange.getMessage();
        message.setHeader(SmsHeaders.LINK, link);
        message.setHeader(SmsHeaders.REMOTE_ID, id);
        message.setHeader(SmsHeaders.STATE, state);
        if (number) {
            message.setHeader(SmsHeaders.TO, sms.recipient());
        }
        boolean[] heard = new boolean[1];
        hub.ask("receipt", exchange, () -> {
            if (heard[0]) {
                return;
            }
            heard[0] = true;
            if (exchange.getException() == null) {
                owed--;
                world.saw(Fact.Kind.RECEIPT_TAKEN, sms, state + ' ' + id);
            } else {
                world.clock()
                        .after(
                                world.dice().skewed(100 * Clock.MILLI, 5 * Clock.SECOND),
                                () -> tell(sms, id, state, number));
            }
        });
        // no answer: told again
        world.clock().after(15 * Clock.SECOND, () -> {
            if (!heard[0]) {
                heard[0] = true;
                tell(sms, id, state, number);
            }
        });
    }

    /** Receipts come by any link of the account. */
    private String by(String link) {
        List<String> same = new ArrayList<>();
        for (Mixture.Link other : world.mixture().links) {
            if (other.account().equals(world.mixture().link(link).account())) {
                same.add(other.name());
            }
        }
        return same.get(world.dice().between(0, same.size() - 1));
    }

    /** A phone can be reached again. */
    void alert(Dice dice) {
        Hub hub = world.hub();
        String link = world.mixture()
                .links
                .get(dice.between(0, world.mixture().links.size() - 1))
                .name();
        List<Wish> all = List.copyOf(world.applications().wishes().values());
        if (hub == null || hub.isDead() || !hub.line(link).isConnected() || all.isEmpty()) {
            return;
        }
        Exchange exchange = hub.exchange();
        exchange.getMessage().setHeader(SmsHeaders.LINK, link);
        exchange.getMessage()
                .setHeader(
                        SmsHeaders.TO, all.get(dice.between(0, all.size() - 1)).recipient());
        hub.ask("awake", exchange, () -> world.say(link, "alerted", "", ""));
    }

    /** A phone sends a message to an application. */
    void send(int number) {
        Dice dice = world.dice("incoming " + number);
        String key = "i" + number;
        String client = "c" + dice.between(1, world.mixture().clients);
        int parts = dice.chance(0.3) ? dice.between(2, 3) : 1;
        String link = world.mixture()
                .links
                .get(dice.between(0, world.mixture().links.size() - 1))
                .name();
        for (int part = 1; part <= parts; part++) {
            owed++;
            int which = part;
            world.saw(Fact.Kind.CAME_IN, key, part, link, client + ' ' + parts);
            world.clock()
                    .after(dice.skewed(1_000, 5 * Clock.SECOND), () -> send(key, client, link, which, parts, number));
        }
    }

    private void send(String key, String client, String link, int part, int parts, int number) {
        Hub hub = world.hub();
        if (hub == null || hub.isDead() || !hub.line(link).isConnected()) {
            world.clock()
                    .after(
                            world.dice().skewed(100 * Clock.MILLI, 5 * Clock.SECOND),
                            () -> send(key, client, link, part, parts, number));
            return;
        }
        Exchange exchange = hub.exchange();
        Message message = exchange.getMessage();
        message.setHeader(SmsHeaders.LINK, link);
        message.setHeader(SmsHeaders.TO, "1234");
        message.setHeader(SmsHeaders.FROM, "+4860" + (2_000_000 + number));
        message.setHeader(SmsHeaders.CLIENT, client);
        message.setHeader(SmsHeaders.EVENTS, "app");
        if (parts > 1) {
            message.setHeader(SmsHeaders.PART, part);
            message.setHeader(SmsHeaders.PARTS, parts);
            message.setHeader(SmsHeaders.PART_REF, number);
        }
        message.setBody(key + " part " + part + ';');
        boolean[] heard = new boolean[1];
        hub.ask("incoming", exchange, () -> {
            if (heard[0]) {
                return;
            }
            heard[0] = true;
            if (exchange.getException() == null) {
                owed--;
                world.saw(Fact.Kind.CAME_IN_TAKEN, key, part, link, "");
            } else {
                world.clock()
                        .after(
                                world.dice().skewed(100 * Clock.MILLI, 5 * Clock.SECOND),
                                () -> send(key, client, link, part, parts, number));
            }
        });
        world.clock().after(15 * Clock.SECOND, () -> {
            if (!heard[0]) {
                heard[0] = true;
                send(key, client, link, part, parts, number);
            }
        });
    }
}
