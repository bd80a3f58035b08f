package org.smshub.gsmmodem.sim;

import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.smshub.line.Session;
import org.smshub.text.Address;
import org.smshub.text.TextException;
import org.smshub.text.tpdu.Deliver;
import org.smshub.text.tpdu.Direction;
import org.smshub.text.tpdu.Pdu;
import org.smshub.text.tpdu.StatusReport;
import org.smshub.text.tpdu.Submit;
import org.smshub.text.tpdu.UserData;

/**
 * A modem with its SIM card and one cable. Clients come and go at the other end of the cable; everything else stays, the
 * half of a command that one of them typed, too. All of it is under one lock, and nothing under it waits.
 */
final class VirtualModem {

    /** Characters of a command line, or at a prompt, at most; more are thrown away up to the end. */
    private static final int MOST_TYPED = 2048;

    private static final Pattern COMMAND = Pattern.compile("[Aa][Tt]");
    private static final char ESCAPE = 0x1B;
    private static final char CONTROL_Z = 0x1A;

    /**
     * What the modem waits for behind {@code > }.
     *
     * @param length octets of the TPDU, 0 in text mode
     * @param number of the recipient, in text mode
     * @param status that it is stored with; of +CNMA its first value
     */
    record Prompt(String command, int length, String number, int status) {}

    private final ScheduledExecutorService timer;
    private final AtCommands commands = new AtCommands(this);
    private final SimCard sim = new SimCard();
    private final Network network = new Network(this);
    private final TextMode text = new TextMode(this);
    private final Map<String, Memory> memories = new HashMap<>();
    private final String[] names = {"SM", "SM", "SM"};
    private final Map<String, String> settings = new HashMap<>();
    private final StringBuilder typed = new StringBuilder();
    private final StringBuilder echoed = new StringBuilder();
    private GsmModemSimConfiguration options;
    private Script script = Script.NONE;
    private Session<Words> session;
    private Address centre;
    private boolean echo;
    private boolean verbose;
    private boolean quiet;
    private boolean tooLong;
    private boolean restart;
    private Prompt prompt;
    private int reference;

    /** A command is under way: what is typed meanwhile is lost, as with most modems. */
    private boolean busy;

    /** Whether the route has the message that the modem is busy with. */
    private boolean taken;

    /** What follows the answer of the network. */
    private Runnable then;

    private int life;

    VirtualModem(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    // its life

    /** The first consumer says what the modem is like. */
    synchronized void power(GsmModemSimConfiguration given, Script rules) {
        if (options != null) {
            return;
        }
        options = given;
        script = rules;
        sim.codes(given.getPin(), given.getPuk());
        sim.pinTries(given.getPinTries());
        memories.put("SM", new Memory(given.getStoreSize()));
        memories.put("ME", new Memory(given.getStoreSize()));
        centre = given.getServiceCentre().isEmpty() ? null : Address.of(given.getServiceCentre());
        network.registration(given.getRegistration());
        network.signal(given.getSignal());
        start();
    }

    private void start() {
        life++;
        busy = false;
        then = null;
        prompt = null;
        typed.setLength(0);
        tooLong = false;
        sim.restart();
        defaults();
        network.restart();
        network.deliver();
    }

    /** Back to what it was at power on; the card, its tries and the memories stay. */
    private void restart() {
        restart = false;
        start();
        say("RDY");
    }

    /** +CFUN=1,1 */
    void restartAfterAnswer() {
        restart = true;
    }

    /** ATZ, AT&F */
    void defaults() {
        settings.putAll(AtCommands.initial());
        echo = options.isEcho();
        verbose = true;
        quiet = false;
    }

    /** Another client is at the cable; the one before is gone, or is sent away. */
    synchronized void plugged(Session<Words> next) {
        Session<Words> before = session;
        session = next;
        if (before != null) {
            before.close("another client has connected");
        }
        if (busy && !taken) {
            // its message went down with the connection before a route had it
            life++;
            busy = false;
            then = null;
        }
        List<Script.Step> steps = script.at(Script.CONNECT);
        if (steps != null) {
            perform(steps, 0, () -> {}, false);
        }
        network.deliver();
    }

    boolean isConnected() {
        return session != null && session.isOpen();
    }

    // what is typed

    /** @return whether something whole was typed, a line or what belongs to a prompt */
    synchronized boolean typed(Session<Words> from, ByteBuf in) {
        if (from != session || busy) {
            in.skipBytes(in.readableBytes());
            return false;
        }
        while (in.isReadable() && !busy) {
            char c = (char) (in.readByte() & 0xFF);
            boolean end = prompt == null ? c == '\r' : c == CONTROL_Z || c == ESCAPE;
            if (echo && c != CONTROL_Z && c != ESCAPE) {
                echoed.append(c);
            }
            if (end) {
                echoed();
                whole(c);
                return true;
            }
            if (typed.length() < MOST_TYPED) {
                typed.append(c);
            } else {
                tooLong = true;
            }
        }
        echoed();
        return false;
    }

    private void echoed() {
        if (echoed.length() > 0) {
            tell(echoed.toString());
            echoed.setLength(0);
        }
    }

    private void whole(char end) {
        String words = typed.toString();
        boolean over = tooLong;
        typed.setLength(0);
        tooLong = false;
        Prompt at = prompt;
        prompt = null;
        if (end == ESCAPE) {
            result("OK");
        } else if (at != null) {
            perform(script.at(Script.PDU), () -> finish(at, over ? null : words));
        } else if (over) {
            result("ERROR");
        } else {
            line(words);
        }
    }

    private void line(String words) {
        StringBuilder plain = new StringBuilder(words.length());
        words.chars().filter(c -> c >= ' ' && c != 0x7F).forEach(c -> plain.append((char) c));
        Matcher at = COMMAND.matcher(plain);
        if (at.find()) {
            String command = plain.substring(at.start()).strip();
            perform(script.at(command), () -> execute(command.substring(2)));
        }
    }

    private void execute(String body) {
        try {
            for (AtCall call : AtCall.parse(body)) {
                commands.run(call);
                if (busy || prompt != null) {
                    // such a command stands last
                    return;
                }
            }
            result("OK");
        } catch (AtError e) {
            result(e.line(number("+CMEE")));
        }
        if (restart) {
            restart();
        }
        network.deliver();
    }

    void prompt(Prompt next) {
        prompt = next;
        tell("\r\n> ");
    }

    /** @param words null when there were too many of them */
    private void finish(Prompt at, String words) {
        try {
            if (words == null) {
                throw AtError.cms(AtError.CMS_PDU);
            } else if (at.command().equals("+CNMA")) {
                network.acknowledge(at.status() < 2);
                result("OK");
            } else {
                message(at, pdu(at, words));
            }
        } catch (AtError e) {
            result(e.line(number("+CMEE")));
        }
        network.deliver();
    }

    private void message(Prompt at, Pdu pdu) throws AtError {
        if (at.status() < 0) {
            send(at.command(), pdu, -1);
            return;
        }
        int index = memory(2).add(at.status(), pdu);
        if (index < 0) {
            throw AtError.cms(AtError.CMS_FULL);
        }
        say(at.command() + ": " + index);
        result("OK");
    }

    private Pdu pdu(Prompt at, String words) throws AtError {
        if (at.length() == 0) {
            return new Pdu(null, text.submit(at.number(), words));
        }
        try {
            boolean received = at.status() == Memory.UNREAD || at.status() == Memory.READ;
            Direction direction = received ? Direction.FROM_CENTRE : Direction.TO_CENTRE;
            Pdu pdu = Pdu.parse(words.replaceAll("\\s", ""), direction);
            boolean fits = pdu.tpdu() instanceof Submit submit
                    ? !submit.userData().flaws().contains(UserData.Flaw.TRUNCATED)
                    : pdu.tpdu() instanceof Deliver || pdu.tpdu() instanceof StatusReport;
            if (fits && pdu.tpduLength() == at.length()) {
                return pdu;
            }
        } catch (TextException e) {
            // said below
        }
        throw AtError.cms(AtError.CMS_PDU);
    }

    // to the network

    /** @param index of the stored message, -1 = it was typed */
    void send(String command, Pdu pdu, int index) throws AtError {
        if (!(pdu.tpdu() instanceof Submit submit)) {
            throw AtError.cms(AtError.CMS_PDU);
        }
        Address to = pdu.centre() == null ? centre : pdu.centre();
        if (to == null) {
            throw AtError.cms(AtError.CMS_NO_CENTRE);
        }
        if (!network.isRegistered()) {
            throw AtError.cms(AtError.CMS_NO_NETWORK);
        }
        reference = reference + 1 & 0xFF;
        busy = true;
        taken = false;
        session.came(new Words("", new Outgoing(command, reference, submit, to, index, life, Outgoing.NONE)));
    }

    /** The route has it. */
    synchronized void taken(Outgoing message) {
        taken |= message.life() == life;
    }

    /** The network has taken the message or refused it. @param silent the client does not hear of it */
    synchronized void answered(Outgoing message, boolean silent) {
        if (message.life() != life) {
            return;
        }
        busy = false;
        if (message.error() == Outgoing.NONE && message.index() > 0) {
            memory(2).mark(message.index(), Memory.SENT);
        }
        if (!silent && message.error() != Outgoing.NONE) {
            result(AtError.cms(message.error()).line(0));
        } else if (!silent) {
            say(message.command() + ": " + message.reference());
            result("OK");
        }
        Runnable next = then;
        then = null;
        if (next != null) {
            next.run();
        }
        network.deliver();
    }

    /** From the network. @return false when so many wait already */
    synchronized boolean receive(List<Pdu> pdus, int most) {
        return network.receive(pdus, most);
    }

    // scripts

    /** What happens from now on; of steps without a pattern, at once. */
    synchronized void script(String rules) {
        if (rules.strip().startsWith("=>")) {
            perform(Script.steps(rules.strip().substring(2)), 0, () -> {}, false);
        } else {
            script = Script.parse(rules);
        }
    }

    private void perform(List<Script.Step> steps, Runnable own) {
        if (steps == null) {
            own.run();
        } else {
            perform(steps, 0, own, true);
        }
    }

    /** @param holds whether the modem hears nothing until the steps are done */
    private void perform(List<Script.Step> steps, int from, Runnable own, boolean holds) {
        for (int i = from; i < steps.size(); i++) {
            Script.Step step = steps.get(i);
            Runnable rest = rest(steps, i + 1, own, holds);
            switch (step.verb()) {
                case SAY -> say(step.text());
                case RAW -> tell(step.text());
                case SET -> set(step.text().split("\\s+"));
                case RESET -> restart();
                case DROP -> drop();
                case WAIT -> {
                    pause(Long.parseLong(step.text()), rest, holds);
                    return;
                }
                case GO -> {
                    own.run();
                    if (busy) {
                        then = rest;
                        return;
                    }
                }
            }
        }
    }

    private void pause(long millis, Runnable rest, boolean holds) {
        int born = life;
        if (holds) {
            busy = true;
            taken = true;
        }
        later(millis, () -> {
            if (!holds) {
                rest.run();
            } else if (born == life) {
                busy = false;
                rest.run();
            }
        });
    }

    private Runnable rest(List<Script.Step> steps, int from, Runnable own, boolean holds) {
        return () -> perform(steps, from, own, holds);
    }

    private void set(String[] words) {
        int value = Integer.parseInt(words[1]);
        switch (words[0]) {
            case "registration" -> network.registration(value);
            case "signal" -> network.signal(value);
            case "sim" -> sim.insert(value > 0);
            case "pinTries" -> sim.pinTries(value);
            default -> memories.values().forEach(memory -> memory.resize(value));
        }
        network.deliver();
    }

    private void drop() {
        if (session != null) {
            session.close("script");
        }
    }

    /** Under the lock, so many milliseconds later. */
    void later(long millis, Runnable task) {
        try {
            timer.schedule(
                    () -> {
                        synchronized (this) {
                            task.run();
                        }
                    },
                    millis,
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopped) {
            // nobody is there any more
        }
    }

    // what is said

    /** A line, or two of them with CR LF between them. */
    void say(String line) {
        tell(verbose ? "\r\n" + line + "\r\n" : line + "\r\n");
    }

    private void result(String words) {
        if (quiet) {
            return;
        }
        if (verbose || words.startsWith("+")) {
            say(words);
        } else {
            tell(words.equals("OK") ? "0\r" : "4\r");
        }
    }

    /** What nobody hears is lost. */
    private void tell(String words) {
        if (session != null) {
            session.tell(new Words(words, null));
        }
    }

    // what the parts ask of each other

    GsmModemSimConfiguration options() {
        return options;
    }

    SimCard sim() {
        return sim;
    }

    Network network() {
        return network;
    }

    TextMode text() {
        return text;
    }

    String setting(String name) {
        return settings.get(name);
    }

    void setting(String name, String value) {
        settings.put(name, value);
    }

    /** The setting as a number. */
    int number(String name) {
        return Integer.parseInt(settings.getOrDefault(name, "0"));
    }

    void echo(boolean on) {
        echo = on;
    }

    void verbose(boolean on) {
        verbose = on;
    }

    void quiet(boolean on) {
        quiet = on;
    }

    /** The centre that the card names, null = none. */
    Address centre() {
        return centre;
    }

    void centre(String number) throws AtError {
        try {
            centre = number.isEmpty() ? null : Address.of(number);
        } catch (TextException e) {
            throw AtError.cme(AtError.PARAMETERS);
        }
    }

    /** What +CPMS has for reading, writing and receiving. @param which 1 to 3 */
    Memory memory(int which) {
        return memories.get(names[which - 1]);
    }

    String memoryName(int which) {
        return names[which - 1];
    }

    void memories(List<String> wanted) throws AtError {
        if (wanted.size() > names.length || !memories.keySet().containsAll(wanted)) {
            throw AtError.cms(302);
        }
        for (int i = 0; i < wanted.size(); i++) {
            names[i] = wanted.get(i);
        }
    }
}
