package org.smshub.gsmmodem.dialogue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.gsmmodem.at.AtAnswer;
import org.smshub.gsmmodem.at.AtConversation;
import org.smshub.gsmmodem.at.AtMessage;
import org.smshub.gsmmodem.at.AtNext;
import org.smshub.gsmmodem.at.AtRequest;
import org.smshub.gsmmodem.at.AtResult;
import org.smshub.gsmmodem.at.AtStep;
import org.smshub.gsmmodem.at.AtTaken;
import org.smshub.gsmmodem.at.AtValues;
import org.smshub.gsmmodem.at.Modem;
import org.smshub.gsmmodem.at.Unsolicited;

/**
 * What a modem receives: messages it stores are read when it tells of them, and looked for again and again, since what it tells
 * can be lost; each is handed to the route and deleted when the route took it. What it hands on at once is acknowledged, or kept
 * here while the route does not take it. One object a connection, on its event loop.
 */
public final class Inbox implements AtConversation.Listener {

    /** A message in the modem's store. */
    private record Place(String memory, int index) {}

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    /** Memory of status reports. */
    private static final String REPORTS = "SR";

    /** Milliseconds a listing may take. */
    private static final long LISTING = 30_000;

    private static final long READING = 20_000;

    /** A message may not be there yet when the modem tells of it. */
    private static final int READ_TRIES = 3;

    private static final long READ_AGAIN = 300;

    /** Invalid index, not found, and unknown where the place is empty. */
    private static final int[] EMPTY = {321, 21, 22, 500};

    /** Looks at an idle modem without a network until the line is given up. */
    private static final int NO_NETWORK = 3;

    /** Messages handed on at once that wait for the route. */
    private static final int MOST_HELD = 100;

    /** Places that a modem which cannot list has at most. */
    private static final int MOST_PLACES = 255;

    private final ModemOptions options;
    private final Modem modem;
    private final Delivered delivered;
    private final Map<Place, String> inHand = new HashMap<>();
    private final Set<Place> told = new LinkedHashSet<>();
    private final Deque<String> held = new ArrayDeque<>();
    private final Set<String> missing = new HashSet<>();
    private String selected = "";
    private boolean open;
    private boolean reading;
    private boolean sweeping;
    private boolean again;
    private boolean full;
    private int noNetwork;

    public Inbox(ModemOptions options, Modem modem, Delivered delivered) {
        this.options = options;
        this.modem = modem;
        this.delivered = delivered;
    }

    @Override
    public void heard(AtConversation talk, Unsolicited what, AtValues values, String pdu) {
        switch (what) {
            case STORED -> {
                Place place = new Place(memory(values.text(0)), values.number(1));
                if (place.index() >= 0 && !inHand.containsKey(place)) {
                    told.add(place);
                    read(talk);
                }
            }
            case DIRECT -> talk.deliver(AtMessage.direct(pdu));
            case NETWORK -> network(values);
            case SIM -> {
                String state = values.text(0).toUpperCase(Locale.ROOT);
                if (open && (state.startsWith("NOT ") || state.startsWith("SIM P") && !state.endsWith("2"))) {
                    talk.fail("the SIM card was taken out, or is locked again: put it in, and see option pin");
                }
            }
            case FULL, LOST -> sweep(talk);
            default -> {
                // nothing to do
            }
        }
    }

    private String memory(String name) {
        return name.matches("[A-Za-z]{1,4}") ? name : modem.memory;
    }

    private void network(AtValues values) {
        int state = values.number(0);
        if (Modem.isRegistered(state) || values.name().equalsIgnoreCase("+CREG") && state >= 0) {
            modem.registration = state;
        }
    }

    @Override
    public void answered(AtConversation talk, AtRequest request, AtAnswer answer) {
        if (request.name().equals(Start.NAME) && answer.text() == null) {
            open = true;
            selected = modem.memory;
            sweep(talk);
            next(talk);
        } else if (request.name().equals(Watch.NAME)) {
            watched(talk, answer.text());
        }
    }

    private void watched(AtConversation talk, String problem) {
        boolean gone =
                options.isNetworkRequired() && modem.registration >= 0 && !Modem.isRegistered(modem.registration);
        noNetwork = gone ? noNetwork + 1 : 0;
        if (problem != null) {
            talk.fail(problem);
        } else if (noNetwork == NO_NETWORK) {
            talk.fail("not in a network any more (" + modem.network() + ", " + modem.coverage()
                    + "): check antenna and coverage");
        }
    }

    @Override
    public void closed() {
        if (!held.isEmpty()) {
            LOG.warn(
                    "{} messages that the modem handed on at once, and the route did not take, are lost with the connection",
                    held.size());
        }
    }

    // looking

    private void next(AtConversation talk) {
        if (options.getSweepInterval() > 0) {
            talk.after(options.getSweepInterval(), () -> {
                sweep(talk);
                next(talk);
            });
        }
    }

    /** Looks into the memories; what was asked for meanwhile is done once more behind it. */
    private void sweep(AtConversation talk) {
        if (!open) {
            return;
        }
        if (sweeping) {
            again = true;
            return;
        }
        sweeping = true;
        for (String pdu = held.poll(); pdu != null; pdu = held.poll()) {
            talk.deliver(AtMessage.direct(pdu));
        }
        Deque<String> memories = new ArrayDeque<>(List.of(modem.memory));
        if (!modem.memory.equals(REPORTS) && storesReports()) {
            memories.add(REPORTS);
        }
        sweep(talk, memories);
    }

    private boolean storesReports() {
        String[] values = modem.indications.split(",");
        return !missing.contains(REPORTS) && (values.length < 4 || !values[3].equals("1"));
    }

    private void sweep(AtConversation talk, Deque<String> memories) {
        String memory = memories.poll();
        if (memory == null) {
            swept(talk);
            return;
        }
        talk.ask(AtRequest.of("look into " + memory, 0, m -> in(memory, () -> listing(memory))), answer -> {
            listed(talk, memory, answer.result());
            sweep(talk, memories);
        });
    }

    private AtNext listing(String memory) {
        return AtStep.of("AT+CMGL=4", result -> {
                    if (!memory.equals(modem.memory)) {
                        return AtAnswer.of(result, null);
                    }
                    return AtStep.of("AT+CPMS?", state -> {
                                AtValues values = state.values("+CPMS");
                                modem.used = Math.max(0, values.number(1));
                                modem.room = Math.max(0, values.number(2));
                                return AtAnswer.of(result, null);
                            })
                            .reading("+CPMS");
                })
                .reading("+CMGL")
                .within(LISTING);
    }

    private void listed(AtConversation talk, String memory, AtResult result) {
        List<String> lines = result.lines();
        for (int i = 0; i + 1 < lines.size(); i++) {
            AtValues values = AtValues.of(lines.get(i));
            if (values.name().equalsIgnoreCase("+CMGL") && values.number(0) >= 0) {
                found(talk, new Place(memory, values.number(0)), values.number(1), lines.get(i + 1));
            }
        }
        talk.delivered();
        if (result.status() == AtResult.Status.ERROR && modem.used > 0 && memory.equals(modem.memory)) {
            // it cannot list, so each place is read
            for (int index = 0; index <= Math.min(modem.room, MOST_PLACES); index++) {
                told.add(new Place(memory, index));
            }
            read(talk);
        }
    }

    private void swept(AtConversation talk) {
        sweeping = false;
        boolean nowFull = modem.room > 0 && modem.used >= modem.room && inHand.isEmpty() && told.isEmpty();
        if (nowFull && !full) {
            LOG.warn(
                    "the modem's memory {} is full, {} messages, none of which the route takes: delete by hand what is not"
                            + " for it, or see why the route fails; until then nothing is received",
                    modem.memory,
                    modem.used);
        }
        full = nowFull;
        if (again) {
            again = false;
            sweep(talk);
        }
    }

    // reading

    private void read(AtConversation talk) {
        if (reading || told.isEmpty()) {
            return;
        }
        Place place = told.iterator().next();
        told.remove(place);
        reading = true;
        talk.ask(AtRequest.of("AT+CMGR", 0, m -> in(place.memory(), () -> reading(place, 1))), answer -> {
            reading = false;
            List<String> lines = answer.result().lines();
            if (lines.size() > 1) {
                int status = answer.result().values("+CMGR").number(0);
                found(talk, place, status, lines.get(1));
                talk.delivered();
            }
            read(talk);
        });
    }

    private AtNext reading(Place place, int attempt) {
        AtStep step = AtStep.of("AT+CMGR=" + place.index(), result -> {
                    boolean empty = result.is(EMPTY);
                    return empty && attempt < READ_TRIES ? reading(place, attempt + 1) : AtAnswer.of(result, null);
                })
                .reading("+CMGR")
                .within(READING);
        return attempt == 1 ? step : step.after(READ_AGAIN);
    }

    /** The memory that is read is chosen where it is not the last one. */
    private AtNext in(String memory, Supplier<AtNext> then) {
        if (memory.equals(selected)) {
            return then.get();
        }
        return AtStep.of("AT+CPMS=\"" + memory + "\"", result -> {
                    if (result.isOk()) {
                        selected = memory;
                        return then.get();
                    }
                    missing.add(memory);
                    return AtAnswer.of(result, null);
                })
                .reading("+CPMS")
                .within(10_000);
    }

    /** @param status 0 and 1 were received; 2 and 3 are somebody's own; -1 is not said */
    private void found(AtConversation talk, Place place, int status, String pdu) {
        // a modem may call one place by the names of two memories
        if (status > 1 || inHand.containsKey(place) || inHand.containsValue(pdu)) {
            return;
        }
        inHand.put(place, pdu);
        if (delivered.has(pdu)) {
            delete(talk, place, pdu);
        } else {
            talk.deliver(new AtMessage(place.memory(), place.index(), pdu));
        }
    }

    // what became of it

    @Override
    public void taken(AtConversation talk, AtTaken taken) {
        AtMessage message = taken.message();
        if (!message.isStored()) {
            direct(talk, message, taken.taken());
            return;
        }
        Place place = new Place(message.memory(), message.index());
        if (taken.taken()) {
            delivered.add(message.pdu());
            delete(talk, place, message.pdu());
        } else {
            // it stays where it is, and is found by the next look
            inHand.remove(place);
        }
    }

    private void delete(AtConversation talk, Place place, String pdu) {
        talk.ask(
                AtRequest.of(
                        "AT+CMGD",
                        0,
                        m -> in(place.memory(), () -> AtStep.of("AT+CMGD=" + place.index(), r -> AtAnswer.of(r, null))
                                .within(READING))),
                answer -> {
                    inHand.remove(place);
                    if (answer.result().isOk() || answer.result().is(EMPTY)) {
                        delivered.remove(pdu);
                    }
                });
    }

    private void direct(AtConversation talk, AtMessage message, boolean taken) {
        if (!modem.acknowledges) {
            if (!taken) {
                hold(message.pdu());
            }
            return;
        }
        if (taken) {
            talk.ask(AtRequest.of("AT+CNMA", 0, m -> AtStep.of("AT+CNMA", this::acknowledged)), answer -> {});
        } else {
            // the network sends it again; a modem that was not told hands nothing on any more
            talk.ask(AtRequest.of("AT+CNMA=2", 0, m -> AtStep.of("AT+CNMA=2", no -> indications())), answer -> {});
        }
    }

    private AtNext acknowledged(AtResult result) {
        return result.isOk() ? AtAnswer.of(result, null) : indications();
    }

    private AtNext indications() {
        return AtStep.of("AT+CNMI=" + modem.indications, result -> AtAnswer.of(result, null));
    }

    private void hold(String pdu) {
        if (held.size() == MOST_HELD) {
            held.poll();
            LOG.warn(
                    "more than {} messages that the modem handed on at once wait for the route: the oldest is lost; let"
                            + " the modem store them (option receive), or see why the route fails",
                    MOST_HELD);
        }
        held.add(pdu);
    }
}
