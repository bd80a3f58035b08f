package org.smshub.it.centre;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.core.ConditionFactory;

/** One run of a scenario: a link of the hub, and the centre at its other end. */
final class Stage {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** How long is waited for what a kind of link is known not to do. */
    private static final Duration IN_VAIN = Duration.ofSeconds(10);

    final CentreHub hub;
    final LinkKind kind;
    final String link;
    final Centre centre;
    final boolean startsDown;

    /** What stands against it, or null. */
    final Limit limit;

    private final boolean hold;
    private final List<Sent> sent = new CopyOnWriteArrayList<>();
    private volatile boolean over;

    Stage(CentreHub hub, LinkKind kind, boolean hold, String name, Centre centre, boolean startsDown) {
        this.hub = hub;
        this.kind = kind;
        this.hold = hold;
        this.link = kind + "-" + (hold ? "hold" : "retry") + "-" + name;
        this.centre = centre;
        this.startsDown = startsDown;
        this.limit = kind.limit(name);
    }

    /** Whether what may have left is kept back until somebody knows. */
    boolean hold() {
        return hold;
    }

    ScriptedSmsc smsc() {
        return (ScriptedSmsc) centre;
    }

    ScriptedUcpCentre ucp() {
        return (ScriptedUcpCentre) centre;
    }

    ScriptedCimd2Centre cimd2() {
        return (ScriptedCimd2Centre) centre;
    }

    String twin() {
        return link + "-twin";
    }

    List<Sent> sent() {
        return sent;
    }

    /** A message by this link to a number of its own; it wants a receipt. */
    Sent send() throws Exception {
        return send(Map.of());
    }

    /** @param more fields of the message */
    Sent send(Map<String, String> more) throws Exception {
        return send(hub.nextNumber(), more);
    }

    Sent send(String to, Map<String, String> more) throws Exception {
        Map<String, String> message = new TreeMap<>(Map.of("from", "12345", "to", to, "text", "scenario"));
        message.putAll(more);
        message.put("ref", link + "#" + hub.nextNumber());
        Sent made = new Sent(this, hub.api.post(message), to);
        sent.add(made);
        return made;
    }

    /** Waits for a condition that may take a time-out or a reconnect to come true. */
    ConditionFactory eventually() {
        return eventually(limit == null ? PATIENCE : IN_VAIN);
    }

    static ConditionFactory eventually(Duration patience) {
        return await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(200))
                .atMost(patience);
    }

    /** Waits until the hub is logged in. */
    void connected() {
        eventually().until(() -> centre.line() != null);
    }

    /** The centre is well again: the next message goes out once and is delivered, and the log was quiet. */
    void comesBack() throws Exception {
        centre.onSubmit(Centre.GOOD);
        if (centre instanceof ScriptedSmsc smsc) {
            smsc.onBind(ScriptedSmsc.WELCOME);
        }
        centre.up();
        send().ends("DELIVERED", "SENT").copies(1);
        countCopies();
        assertThat(HubLog.noise(hub.site.log(), link, centre.port()))
                .as("log of " + link)
                .isEmpty();
    }

    /** Under hold no message has two copies; under retry, unless it failed, none has no copy. */
    void countCopies() throws Exception {
        for (Sent message : sent) {
            int copies = centre.copies(message.to).size();
            if (hold) {
                assertThat(copies).as("copies of %s on %s", message, link).isLessThanOrEqualTo(1);
            } else if (!message.state().equals("FAILED")) {
                assertThat(copies).as("copies of %s on %s", message, link).isPositive();
            }
        }
    }

    /** What was sent so far is in another centre's book, or has a number that was used twice. */
    void elsewhere() {
        sent.clear();
    }

    void over() {
        over = true;
    }

    boolean isOver() {
        return over;
    }

    @Override
    public String toString() {
        return link;
    }
}
