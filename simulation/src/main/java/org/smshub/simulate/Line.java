package org.smshub.simulate;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.smshub.link.Failure;
import org.smshub.link.LateAnswer;
import org.smshub.link.Loop;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;

/** A link's session with its centre, as the line's components behave: what they tell the route of each part. */
final class Line {

    private static final long ANSWER = 10 * Clock.SECOND;

    /** A part that was given to the line. */
    static final class Flight {
        final Sms sms;
        private final Exchange exchange;
        private final AsyncCallback callback;
        private final LateAnswer late;
        private int session;
        private boolean left;
        private boolean over;

        /** Given up, and the centre may still answer. */
        private boolean givenUp;

        private Flight(Exchange exchange, AsyncCallback callback, Sms sms) {
            this.exchange = exchange;
            this.callback = callback;
            this.sms = sms;
            this.late = exchange.getProperty(LateAnswer.PROPERTY, LateAnswer.class);
        }
    }

    private final World world;
    private final Mixture.Link link;
    private final Executor loop;
    private final Set<Flight> flights = new LinkedHashSet<>();
    private int session;
    private boolean connected;
    private boolean dead;

    /** @param loop that reads it; null = a thread that may wait */
    Line(World world, Mixture.Link link, Executor loop) {
        this.world = world;
        this.link = link;
        this.loop = loop;
    }

    Mixture.Link link() {
        return link;
    }

    boolean isConnected() {
        return connected;
    }

    int inFlight() {
        return flights.size();
    }

    void die() {
        dead = true;
        connected = false;
        flights.clear();
    }

    /** Connects, sooner or later. */
    void dial() {
        world.clock().after(world.dice().skewed(20 * Clock.MILLI, 3 * Clock.SECOND), () -> {
            if (dead || connected) {
                return;
            }
            if (world.isCut(link.name())) {
                dial();
            } else {
                connected = true;
                world.say(link.name(), "connected", "", "");
            }
        });
    }

    /** A step of the route before the line. */
    void step(Exchange exchange) {
        if (dead) {
            return;
        }
        Sms sms = Sms.of(exchange, link.name(), world.applications());
        world.saw(Fact.Kind.HANDED, sms, "");
        if (world.isFaulty() && world.dice(sms.what("step")).chance(world.mixture().stepFails)) {
            world.saw(Fact.Kind.NOT_BEGUN, sms, "");
            throw new IllegalStateException("a step failed");
        }
    }

    void send(Exchange exchange, AsyncCallback callback) {
        if (dead) {
            return;
        }
        Flight flight = new Flight(exchange, callback, Sms.of(exchange, link.name(), world.applications()));
        flights.add(flight);
        if (flights.size() > link.window()) {
            world.wrong("WINDOW", flight.sms.key(), flights.size() + " in flight on " + link.name());
        }
        if (connected) {
            leave(flight);
        } else {
            world.clock().after(world.dice().between(1, 1_000) * Clock.MILLI, () -> {
                if (dead || flight.over) {
                    return;
                }
                if (connected) {
                    leave(flight);
                } else {
                    fail(flight, Failure.NO_SESSION);
                }
            });
        }
    }

    private void leave(Flight flight) {
        Mixture mixture = world.mixture();
        int copy = world.centre().nextCopy(flight.sms);
        Dice dice = world.dice(flight.sms.what("copy " + copy));
        if (world.isFaulty() && dice.chance(mixture.notWritten)) {
            fail(flight, Failure.NOT_WRITTEN);
            drop();
            return;
        }
        flight.left = true;
        flight.session = session;
        world.clock().after(ANSWER, () -> timeOut(flight));
        long way = dice.skewed(50_000, Math.max(60_000, mixture.slowMillis * Clock.MILLI / 4));
        if (world.isFaulty() && dice.chance(mixture.lostOnTheWay)) {
            world.clock().after(way, () -> {
                if (!dead && flight.session == session) {
                    drop();
                }
            });
            return;
        }
        // what has left arrives, though the line may drop behind it
        world.clock().after(way, () -> world.centre().receive(this, flight, copy, dice));
    }

    private void timeOut(Flight flight) {
        if (!dead && !flight.over) {
            flight.givenUp = true;
            fail(flight, Failure.NO_ANSWER);
        }
    }

    /** The centre answers, by the session that the part came by. */
    void answer(Flight flight, String remoteId, SmsNotSentException refused) {
        if (dead || flight.session != session || flight.over && !flight.givenUp) {
            return;
        }
        world.saw(Fact.Kind.ANSWERED, flight.sms, refused == null ? "yes " + remoteId : refused.getErrorCode());
        if (flight.givenUp) {
            flight.givenUp = false;
            flight.late.came(remoteId, refused);
            return;
        }
        if (refused == null) {
            flight.exchange.getMessage().setHeader(SmsHeaders.REMOTE_ID, remoteId);
        } else {
            flight.exchange.setException(refused);
        }
        over(flight);
    }

    /** The line is lost; it is dialled again. */
    void drop() {
        if (dead || !connected) {
            return;
        }
        world.say(link.name(), "dropped", "", flights.size() + " in flight");
        session++;
        connected = false;
        dial();
        List<Flight> lost = new ArrayList<>(flights);
        for (Flight flight : lost) {
            if (flight.left && !dead) {
                fail(flight, Failure.LINE_DROPPED);
            }
        }
    }

    private void fail(Flight flight, Failure why) {
        Exception failure = world.plant().failure(why.toException("sim", link.name()));
        world.saw(flight.left ? Fact.Kind.DOUBT : Fact.Kind.BACK, flight.sms, why.name());
        flight.exchange.setException(failure);
        over(flight);
    }

    private void over(Flight flight) {
        flight.over = true;
        flights.remove(flight);
        if (loop == null) {
            flight.callback.done(false);
        } else {
            Loop.run(loop, () -> flight.callback.done(false));
        }
    }
}
