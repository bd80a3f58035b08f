package org.smshub.gsmmodem.dialogue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.smshub.gsmmodem.at.AtAnswer;
import org.smshub.gsmmodem.at.AtNext;
import org.smshub.gsmmodem.at.AtRequest;
import org.smshub.gsmmodem.at.AtResult;
import org.smshub.gsmmodem.at.AtStep;
import org.smshub.gsmmodem.at.AtValues;
import org.smshub.gsmmodem.at.AtWork;
import org.smshub.gsmmodem.at.Modem;
import org.smshub.gsmmodem.at.Profile;

/**
 * From a modem in any state to one that sends and tells what comes: the log-in of this protocol. A command that is not needed may
 * be refused; what is needed and missing is the answer's text, with what to do about it, and the line tries again later.
 *
 * <p>One object a start. Each step is a method that ends with the next one.
 */
public final class Start {

    static final String NAME = "start";

    /** Milliseconds between two looks at a card or network that is not ready. */
    private static final long AGAIN = 1_000;

    /** Milliseconds a card may take after power or PIN; what takes longer is found ready by the next start. */
    private static final int CARD_TRIES = 10;

    private static final int PDU_MODE_TRIES = 5;

    /** CME 10 and 310: no card; 13 and 313: failure; 15 and 315: wrong. */
    private static final int[] NO_CARD = {10, 310, 15, 315};

    private static final int[] BUSY = {14, 314, 13, 313, 515, 517, 302, 3};

    private final ModemOptions options;
    private final Modem modem;
    private final Pins pins;
    private final long began = System.nanoTime();
    private int tries;
    private boolean pinDone;

    private Start(ModemOptions options, Modem modem) {
        this.options = options;
        this.modem = modem;
        this.pins = new Pins(options.pinFile());
    }

    public static AtRequest request(ModemOptions options) {
        return AtRequest.of(NAME, options.getLoginTimeout(), modem -> new Start(options, modem).first());
    }

    private AtNext first() {
        return AtStep.sync(awake -> AtStep.of("ATE0Q0V1", this::plain));
    }

    private AtNext plain(AtResult result) {
        List<String> own = result.isOk() ? List.of() : List.of("ATE0", "ATQ0", "ATV1");
        List<String> commands = new ArrayList<>(own);
        commands.add("AT+CMEE=1");
        return all(commands.iterator(), this::identity);
    }

    private AtNext identity() {
        return free(
                "AT+CGMI", text -> modem.maker = text, () -> free("AT+CGMM", text -> modem.model = text, this::serial));
    }

    private AtNext serial() {
        modem.profile = options.getProfile() == null
                ? Profile.of(modem.maker, modem.model)
                : Profile.named(options.getProfile());
        return free(
                "AT+CGSN", text -> modem.imei = digits(text), () -> wrongModem() ? wrong("IMEI", modem.imei) : radio());
    }

    private boolean wrongModem() {
        return options.getImei() != null && !modem.imei.equals(options.getImei());
    }

    private static AtAnswer wrong(String what, String number) {
        String end = number.isEmpty()
                ? "none it tells"
                : "one that ends with " + number.substring(Math.max(0, number.length() - 4));
        return refused("the modem at this port is another one: its " + what + " is " + end + "; set option "
                + what.toLowerCase(Locale.ROOT) + " to that of the modem that is meant, or connect that one");
    }

    /** A modem that was switched to "flight mode" is switched back. */
    private AtNext radio() {
        return AtStep.of("AT+CFUN?", result -> {
                    int state = result.values("+CFUN").number(0);
                    return state == 0 || state == 4
                            ? AtStep.of("AT+CFUN=1", on -> card()).within(15_000)
                            : card();
                })
                .reading("+CFUN");
    }

    // the card

    private AtNext card() {
        return AtStep.of("AT+CPIN?", this::cardState).reading("+CPIN");
    }

    private AtNext cardState(AtResult result) {
        String state = result.values("+CPIN").text(0).toUpperCase(Locale.ROOT);
        if (result.is(NO_CARD) || state.equals("NOT INSERTED")) {
            return refused("no SIM card, or it is not read (" + (result.isOk() ? state : result)
                    + "): put it in, or clean it");
        }
        if (result.is(11, 311)) {
            state = "SIM PIN";
        } else if (result.is(12, 316)) {
            state = "SIM PUK";
        }
        boolean waits = result.is(BUSY)
                || result.status() == AtResult.Status.SILENT
                || state.equals("NOT READY")
                || state.equals("SIM BUSY")
                || pinDone && state.equals("SIM PIN");
        if (waits) {
            return ++tries < CARD_TRIES && inTime()
                    ? AtStep.of("AT+CPIN?", this::cardState).reading("+CPIN").after(AGAIN)
                    : refused("the SIM card is not ready (" + (result.isOk() ? state : result)
                            + "); it is looked at again");
        }
        return switch (state) {
            case "SIM PIN" -> cardNumber(this::pin);
            case "SIM PUK", "BLOCKED" ->
                refused("the SIM card is locked and wants its PUK, which is never sent by itself:"
                        + " unlock it in a phone, and check option pin");
            // with no such command there is no lock
            case "", "READY", "SIM PIN2", "SIM PUK2" -> ready();
            default -> refused("the SIM card or the modem is locked (" + printable(state) + "): unlock it by hand");
        };
    }

    private AtNext pin() {
        if (options.getPin() == null) {
            return refused("the SIM card wants its PIN: set option pin");
        }
        return AtStep.of(modem.profile.pinCounter(), this::pinTries).readingAll();
    }

    private AtNext pinTries(AtResult counter) {
        int left = counter.isOk() && !counter.lines().isEmpty()
                ? AtValues.of(counter.lines().get(0)).number(modem.profile.pinAt())
                : -1;
        if (left >= 0 && left < options.getMinPinTries()) {
            return refused("the SIM card has " + left + " tries of its PIN left and option minPinTries wants "
                    + options.getMinPinTries() + ": enter the PIN in a phone");
        }
        return new AtWork(() -> {
            try {
                String objection = pins.objection(cardOrModem(), options.getPin());
                if (objection != null) {
                    return refused(
                            objection + ": correct option pin, or unlock the card in a phone and delete " + pins);
                }
                pins.tried(cardOrModem(), options.getPin());
            } catch (IOException e) {
                return refused("the PIN is not tried, because it cannot be remembered that it was: " + pins
                        + " cannot be written; set option dataDirectory");
            }
            return AtStep.of("AT+CPIN=\"" + options.getPin() + "\"", this::pinResult)
                    .within(15_000);
        });
    }

    private String cardOrModem() {
        return modem.iccid.isEmpty() ? modem.imei : modem.iccid;
    }

    private AtNext pinResult(AtResult result) {
        if (!result.isOk()) {
            return refused(
                    "the SIM card refused the PIN (" + result + "), and it is not tried again: correct option pin");
        }
        pinDone = true;
        return new AtWork(() -> {
            try {
                pins.right(cardOrModem(), options.getPin());
            } catch (IOException e) {
                return refused("the PIN was right, which cannot be remembered: " + pins
                        + " cannot be written; set option dataDirectory and delete this file");
            }
            return card();
        });
    }

    private AtNext ready() {
        return free("AT+CIMI", text -> modem.imsi = digits(text), () -> cardNumber(this::number));
    }

    private AtNext cardNumber(Supplier<AtNext> then) {
        return cardNumber(modem.profile.cardNumber().iterator(), then);
    }

    private AtNext cardNumber(Iterator<String> commands, Supplier<AtNext> then) {
        return !modem.iccid.isEmpty() || !commands.hasNext()
                ? then.get()
                : free(commands.next(), this::iccid, () -> cardNumber(commands, then));
    }

    private void iccid(String text) {
        String digits = digits(text);
        modem.iccid = digits.length() >= 18 && digits.length() <= 20 ? digits : "";
    }

    private AtNext number() {
        return AtStep.of("AT+CNUM", result -> {
                    String number = result.values("+CNUM").text(1);
                    modem.number = number.matches("\\+?\\d{3,20}") ? number : "";
                    return thisCard();
                })
                .reading("+CNUM");
    }

    private AtNext thisCard() {
        return options.getIccid() != null && !modem.iccid.equals(digits(options.getIccid()))
                ? wrong("ICCID", modem.iccid)
                : all(List.of("AT+CREG=1").iterator(), this::network);
    }

    // the network

    private AtNext network() {
        return AtStep.of("AT+CREG?", result -> {
                    registered(result, "+CREG");
                    return Modem.isRegistered(modem.registration) ? signal() : packet();
                })
                .reading("+CREG");
    }

    /** A modem for LTE alone may say no to the first and yes to the second. */
    private AtNext packet() {
        int circuit = modem.registration;
        return AtStep.of("AT+CEREG?", result -> {
                    registered(result, "+CEREG");
                    if (Modem.isRegistered(modem.registration)) {
                        return signal();
                    }
                    modem.registration = circuit;
                    return signal();
                })
                .reading("+CEREG");
    }

    private void registered(AtResult result, String name) {
        int state = result.values(name).number(1);
        modem.registration = state < 0 ? modem.registration : state;
    }

    private AtNext signal() {
        return AtStep.of("AT+CSQ", result -> {
                    int signal = result.values("+CSQ").number(0);
                    modem.signal = signal < 0 ? modem.signal : signal;
                    return isThere() ? operator() : noNetwork();
                })
                .reading("+CSQ");
    }

    private boolean isThere() {
        // -1: it does not know the command
        return !options.isNetworkRequired() || modem.registration < 0 || Modem.isRegistered(modem.registration);
    }

    private AtNext noNetwork() {
        boolean denied = modem.registration == 3;
        if (!denied && sinceBegin() < options.getNetworkTimeout() && inTime()) {
            return AtStep.of("AT+CREG?", result -> {
                        registered(result, "+CREG");
                        return Modem.isRegistered(modem.registration) ? signal() : packet();
                    })
                    .reading("+CREG")
                    .after(AGAIN);
        }
        String advice = denied
                ? "the network does not let this SIM card in: ask its operator, or check roaming"
                : "check antenna, coverage and SIM card";
        return refused("not in a network (" + modem.network() + ", " + modem.coverage() + "): " + advice);
    }

    private AtNext operator() {
        return AtStep.of("AT+COPS?", result -> {
                    modem.operator = printable(result.values("+COPS").text(2));
                    return pduMode();
                })
                .reading("+COPS");
    }

    // messages

    private AtNext pduMode() {
        tries = 0;
        return AtStep.of("AT+CMGF=0", this::pduMode);
    }

    private AtNext pduMode(AtResult result) {
        if (result.isOk()) {
            return AtStep.of("AT+CSCA?", this::centre).reading("+CSCA");
        }
        return ++tries < PDU_MODE_TRIES && inTime()
                ? AtStep.of("AT+CMGF=0", this::pduMode).after(AGAIN)
                : refused("the modem does not take messages as PDUs (AT+CMGF=0: " + result
                        + "): it is another port of it, not ready yet, or too old");
    }

    private AtNext centre(AtResult result) {
        modem.centre = printable(result.values("+CSCA").text(0));
        boolean direct = options.getReceive().equals("DIRECT");
        return AtStep.of("AT+CSMS=" + (direct ? 1 : 0), service -> {
                    modem.acknowledges = direct && service.isOk();
                    return AtStep.of("AT+CPMS?", this::storage).reading("+CPMS");
                })
                .reading("+CSMS");
    }

    /** Where it stores what comes is its third memory, unless an option or the profile says otherwise. */
    private AtNext storage(AtResult result) {
        AtValues values = result.values("+CPMS");
        String wanted = options.getStorage() != null ? options.getStorage() : modem.profile.storage();
        String set = values.size() > 6 ? values.text(6) : values.text(0);
        modem.memory = wanted != null ? wanted : set.isEmpty() ? "SM" : set;
        return storage(3);
    }

    /** Some know fewer than three. */
    private AtNext storage(int count) {
        String one = "\"" + modem.memory + "\"";
        String[] all = new String[count];
        Arrays.fill(all, one);
        return AtStep.of("AT+CPMS=" + String.join(",", all), result -> {
                    if (!result.isOk() && count > 1) {
                        return storage(count - 1);
                    }
                    boolean chosen = options.getStorage() != null;
                    if (!result.isOk() && chosen) {
                        return refused("the modem has no memory " + modem.memory + " (" + result
                                + "): correct option storage");
                    }
                    AtValues values = result.values("+CPMS");
                    modem.used = Math.max(0, values.number(0));
                    modem.room = Math.max(0, values.number(1));
                    return AtStep.of("AT+CNMI=?", this::indications).reading("+CNMI");
                })
                .within(10_000)
                .reading("+CPMS");
    }

    private AtNext indications(AtResult supported) {
        List<String> candidates = Indications.candidates(
                supported.values("+CNMI"),
                modem.profile.indications(),
                options.getReceive().equals("DIRECT"),
                options.getReports());
        return indications(candidates.iterator());
    }

    private AtNext indications(Iterator<String> candidates) {
        if (!candidates.hasNext()) {
            // what comes is found by looking
            modem.indications = "";
            return extras();
        }
        String values = candidates.next();
        return AtStep.of("AT+CNMI=" + values, result -> {
            if (result.isOk()) {
                modem.indications = values;
                return extras();
            }
            return indications(candidates);
        });
    }

    private AtNext extras() {
        List<String> commands = new ArrayList<>(modem.profile.init());
        if (options.getInitCommands() != null) {
            Arrays.stream(options.getInitCommands().split(";"))
                    .map(String::strip)
                    .forEach(commands::add);
        }
        return all(commands.iterator(), () -> AtStep.of("AT+CMMS=?", result -> {
                    modem.keepsLink = result.isOk();
                    return AtAnswer.of(result, null);
                })
                .reading("+CMMS"));
    }

    // how it is said

    /** Commands that may be refused. */
    private static AtNext all(Iterator<String> commands, Supplier<AtNext> then) {
        return commands.hasNext()
                ? AtStep.of(commands.next(), result -> all(commands, then)).readingAll()
                : then.get();
    }

    /** A command that is answered by a line of text, or refused. */
    private static AtNext free(String command, Consumer<String> taken, Supplier<AtNext> then) {
        return AtStep.of(command, result -> {
                    if (result.isOk()) {
                        taken.accept(printable(result.text()));
                    }
                    return then.get();
                })
                // AT^ICCID? is answered by ^ICCID:, and what begins so is noise else
                .reading(command.substring(2).replaceAll("[=?].*", ""))
                .readingAll();
    }

    private static AtAnswer refused(String why) {
        return AtAnswer.of(AtResult.DONE, why);
    }

    private boolean inTime() {
        // the next start has its own time
        return sinceBegin() < options.getLoginTimeout() * 2 / 3;
    }

    private long sinceBegin() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    }

    private static String printable(String text) {
        String clean = text.replaceAll("[^ -~]", "?");
        return clean.substring(0, Math.min(60, clean.length()));
    }

    /** Of a number that may have a name before it and an F behind. */
    private static String digits(String text) {
        return text.replaceAll("\\D", "");
    }
}
