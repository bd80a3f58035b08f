package org.smshub.simulate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.ledger.entry.Changed;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;
import org.smshub.link.passing.Told;

/** The hub's clients: they send, repeat, give up, and hear of what became of it. */
final class Applications {

    private static final Pattern INCOMING = Pattern.compile("i\\d+ part \\d+");

    private final World world;
    private final Map<String, Wish> wishes = new LinkedHashMap<>();
    private final Map<String, String> keys = new HashMap<>();

    /** What the hub took, by key. */
    private final Map<String, Known> known = new LinkedHashMap<>();

    /** How often another text was wanted, by key, and the last time that the hub said yes. */
    private final Map<String, Integer> wanted = new HashMap<>();

    private final Map<String, Integer> replaced = new HashMap<>();

    private long ids;

    /** Epoch milliseconds: what is wanted last. */
    private long latest;

    private int busy;
    private int hearing;

    /** The hub's id of a message that it took, and the times that it was given. */
    private record Known(String id, Long sendAt, Long validUntil) {}

    Applications(World world) {
        this.world = world;
    }

    /** Whether somebody still tries to send, or hears. */
    boolean isBusy() {
        return busy > 0;
    }

    /** The message that the hub knows by this id; "?" = nobody's. */
    String key(String id) {
        return keys.getOrDefault(id, "?");
    }

    /** Nanoseconds until the last message that is wanted later may go. */
    long latest() {
        return Math.max(0, latest - world.wall()) * Clock.MILLI;
    }

    /** By their keys. */
    Map<String, Wish> wishes() {
        return wishes;
    }

    void post(Wish wish) {
        wishes.put(wish.key(), wish);
        busy++;
        world.saw(Fact.Kind.ATTEMPTED, wish.key(), 0, null, wish.client());
        Mixture mixture = world.mixture();
        Dice dice = world.dice("post " + wish.key());
        Long sendAt = wish.sendAfter() == 0 ? null : world.wall() + wish.sendAfter();
        latest = sendAt == null ? latest : Math.max(latest, sendAt);
        Long validUntil = wish.validFor() == 0 ? null : world.wall() + wish.validFor();
        post(wish, sendAt, validUntil, dice.chance(mixture.givesUp) ? dice.between(1, 2) : Integer.MAX_VALUE);
    }

    private void post(Wish wish, Long sendAt, Long validUntil, int tries) {
        Hub hub = world.hub();
        if (hub == null || hub.isDead()) {
            // refused by the machine: nothing was given away
            again(wish, sendAt, validUntil, tries, true);
            return;
        }
        Exchange exchange = request(hub, wish, sendAt, validUntil);
        Exchange asking = exchange;
        if (world.dice("batch " + wish.key() + tries).chance(world.mixture().batches)) {
            List<Exchange> batch = new ArrayList<>(List.of(exchange));
            if (wish.reference() != null) {
                batch.add(request(hub, wish, sendAt, validUntil));
            }
            asking = hub.exchange();
            asking.getMessage().setBody(batch);
        }
        Exchange all = asking;
        boolean[] heard = new boolean[1];
        hub.ask("accept", all, () -> {
            if (heard[0]) {
                return;
            }
            heard[0] = true;
            Exception failure = exchange.getException() == null ? all.getException() : exchange.getException();
            if (failure == null) {
                busy--;
                String id = exchange.getMessage().getHeader(SmsHeaders.ID, String.class);
                known.putIfAbsent(wish.key(), new Known(id, sendAt, validUntil));
                world.saw(Fact.Kind.ACKNOWLEDGED, wish.key(), 0, null, id);
                if (!key(id).equals(wish.key())) {
                    world.wrong("KEY", wish.key(), "its reference was taken for that of " + key(id));
                }
                if (world.isFaulty() && wish.reference() != null && world.dice().chance(world.mixture().repeats)) {
                    busy++;
                    post(wish, sendAt, validUntil, 1);
                }
            } else {
                String why = failure instanceof LedgerException refused
                        ? refused.getReason().name()
                        : failure.toString();
                world.saw(Fact.Kind.REFUSED, wish.key(), 0, null, why);
                boolean safely = all == exchange
                        && failure instanceof LedgerException refused
                        && refused.getReason() == LedgerException.Reason.BUSY;
                again(wish, sendAt, validUntil, tries, safely);
            }
        });
        world.clock().after(world.dice().skewed(5 * Clock.SECOND, 30 * Clock.SECOND), () -> {
            if (!heard[0]) {
                heard[0] = true;
                again(wish, sendAt, validUntil, tries, false);
            }
        });
    }

    /** Somebody wants that one of his messages never leaves. */
    void cancel(Dice dice) {
        Hub hub = world.hub();
        String key = any(dice);
        if (hub == null || hub.isDead() || key == null) {
            return;
        }
        Exchange exchange = hub.exchange();
        exchange.getMessage().setHeader(SmsHeaders.ID, known.get(key).id());
        exchange.getMessage().setHeader(SmsHeaders.CLIENT, wishes.get(key).client());
        world.saw(Fact.Kind.CANCEL, key, 0, null, "");
        hub.ask("cancel", exchange, () -> {
            if (exchange.getMessage().getBody() instanceof Changed changed && exchange.getException() == null) {
                world.saw(
                        Fact.Kind.CANCEL_ANSWERED, key, 0, null, changed.what().name());
            }
        });
    }

    /** Somebody wants another text in one of his messages. */
    void replace(Dice dice) {
        Hub hub = world.hub();
        String key = any(dice);
        if (hub == null || hub.isDead() || key == null) {
            return;
        }
        Wish wish = wishes.get(key);
        Known before = known.get(key);
        int text = wanted.merge(key, 1, Integer::sum);
        Exchange exchange = request(hub, wish, before.sendAt(), before.validUntil());
        exchange.getMessage().setHeader(SmsHeaders.ID, before.id());
        exchange.getMessage().setBody(wish.text(text));
        world.saw(Fact.Kind.REPLACE, key, 0, null, "");
        hub.ask("replace", exchange, () -> {
            if (exchange.getMessage().getBody() instanceof Changed changed && exchange.getException() == null) {
                world.saw(
                        Fact.Kind.REPLACE_ANSWERED, key, 0, null, changed.what().name());
                if (changed.what() == Changed.What.DONE) {
                    replaced.merge(key, text, Math::max);
                }
            }
        });
    }

    /** One of those that the hub took; null = there is none. */
    private String any(Dice dice) {
        List<String> all = List.copyOf(known.keySet());
        return all.isEmpty() ? null : all.get(dice.between(0, all.size() - 1));
    }

    /** Some send again what they have sent, as often as not. */
    void repeat(Dice dice) {
        List<Wish> known = wishes.values().stream()
                .filter(wish -> wish.reference() != null && wish.sendAfter() + wish.validFor() == 0)
                .toList();
        for (int i = 0; i < 3 && !known.isEmpty(); i++) {
            busy++;
            post(known.get(dice.between(0, known.size() - 1)), null, null, 2);
        }
    }

    private Exchange request(Hub hub, Wish wish, Long sendAt, Long validUntil) {
        String id = String.format("%026d", ++ids);
        keys.put(id, wish.key());
        Exchange exchange = hub.exchange();
        Message message = exchange.getMessage();
        message.setBody(wish.text());
        message.setHeader(SmsHeaders.ID, id);
        message.setHeader(SmsHeaders.CLIENT, wish.client());
        set(message, SmsHeaders.CLIENT_REF, wish.reference());
        message.setHeader(SmsHeaders.TO, wish.recipient());
        message.setHeader(SmsHeaders.LINKS, wish.links());
        message.setHeader(SmsHeaders.RECEIPT, wish.receipt());
        message.setHeader(SmsHeaders.PRIORITY, wish.priority());
        message.setHeader(SmsHeaders.EVENTS, "app");
        set(message, SmsHeaders.SEND_AT, sendAt);
        set(message, SmsHeaders.VALID_UNTIL, validUntil);
        return exchange;
    }

    /** @param safely whether the hub certainly does not have it */
    private void again(Wish wish, Long sendAt, Long validUntil, int tries, boolean safely) {
        if (tries <= 1 || wish.reference() == null && !safely) {
            busy--;
            return;
        }
        int left = tries == Integer.MAX_VALUE ? tries : tries - 1;
        if (world.isFaulty() && world.dice().chance(world.mixture().repeats)) {
            post(wish, sendAt, validUntil, left);
        } else {
            world.clock()
                    .after(
                            world.dice().skewed(100 * Clock.MILLI, 10 * Clock.SECOND),
                            () -> post(wish, sendAt, validUntil, left));
        }
    }

    private static void set(Message message, String name, Object value) {
        if (value != null) {
            message.setHeader(name, value);
        }
    }

    /** A part has come to its centre. */
    void check(Sms sms) {
        Wish wish = wishes.get(sms.key());
        if (wish == null) {
            world.saw(Fact.Kind.STRANGE, sms, "nobody's");
        } else if (!wish.recipient().equals(sms.recipient())) {
            world.saw(Fact.Kind.STRANGE, sms, "to another number");
        } else if (!isText(wish, sms)) {
            world.saw(Fact.Kind.STRANGE, sms, "another text");
        }
    }

    /** The text that its application wanted last and was told yes; or one that it wants since then. */
    private boolean isText(Wish wish, Sms sms) {
        for (int i = replaced.getOrDefault(wish.key(), 0); i <= wanted.getOrDefault(wish.key(), 0); i++) {
            String text = wish.text(i);
            if (sms.parts() == 1 ? text.equals(sms.text()) : text.contains(sms.text())) {
                return true;
            }
        }
        return false;
    }

    /** The hub tells of something. */
    void hear(Hub hub, Exchange exchange, AsyncCallback callback) {
        if (hub.isDead()) {
            return;
        }
        Message message = exchange.getMessage();
        String event = message.getHeader(SmsHeaders.EVENT_ID, String.class);
        boolean receipt = "RECEIPT".equals(message.getHeader(SmsHeaders.KIND));
        String key;
        if (receipt) {
            key = key(message.getHeader(SmsHeaders.ID, String.class));
            world.saw(Fact.Kind.TOLD, key, 0, null, event + ' ' + message.getHeader(SmsHeaders.STATE, String.class));
        } else {
            key = message.getBody(String.class);
            String client = message.getHeader(SmsHeaders.CLIENT, String.class);
            // those that are there; between them are marks of those that are not
            for (String part :
                    INCOMING.matcher(key).results().map(MatchResult::group).toList()) {
                int space = part.indexOf(' ');
                world.saw(
                        Fact.Kind.CAME_IN_TOLD,
                        part.substring(0, space),
                        Integer.parseInt(part.substring(part.lastIndexOf(' ') + 1)),
                        null,
                        event + ' ' + client);
            }
        }
        Dice dice = world.dice("hear " + event + hearing++);
        boolean deaf = world.isFaulty() && dice.chance(world.mixture().deaf);
        boolean refuses = world.isFaulty() && dice.chance(world.mixture().refusesEvents);
        world.clock().after(dice.skewed(100_000, deaf ? 10 * Clock.SECOND : Clock.SECOND), () -> {
            if (hub.isDead()) {
                return;
            }
            exchange.setProperty(Told.PROPERTY, new Told("app", refuses ? "no" : deaf ? "later" : "yes"));
            if (refuses) {
                exchange.setException(new SmsNotSentException("app:no", "not for me", false));
            } else if (deaf) {
                exchange.setException(new IllegalStateException("not now"));
            }
            if (receipt && (refuses || !deaf)) {
                world.saw(Fact.Kind.HEARD, key, 0, null, event + (refuses ? " refused" : ""));
            }
            callback.done(false);
        });
    }
}
