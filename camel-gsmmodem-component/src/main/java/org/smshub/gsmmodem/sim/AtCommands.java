package org.smshub.gsmmodem.sim;

import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.smshub.gsmmodem.at.AtValues;
import org.smshub.gsmmodem.sim.AtCall.Form;
import org.smshub.text.Address;
import org.smshub.text.TextException;
import org.smshub.text.tpdu.Pdu;
import org.smshub.text.tpdu.Submit;

/** The commands that the modem knows (ITU-T V.250, 3GPP TS 27.007, 27.005). Called under the modem's lock. */
final class AtCommands {

    @FunctionalInterface
    private interface Command {
        void run(AtCall call) throws AtError;
    }

    /** A command that keeps a value. @param fits a regular expression @param test what =? says */
    private record Setting(String fits, String test, String initial) {}

    private static final Map<String, Setting> SETTINGS = Map.ofEntries(
            Map.entry("+CMEE", new Setting("[0-2]", "(0-2)", "0")),
            Map.entry("+CMGF", new Setting("[01]", "(0,1)", "0")),
            Map.entry(
                    "+CSCS",
                    new Setting("\"(GSM|IRA|UCS2|8859-1)\"", "(\"GSM\",\"IRA\",\"UCS2\",\"8859-1\")", "\"GSM\"")),
            Map.entry("+CSMS", new Setting("[01]", "(0,1)", "0")),
            Map.entry("+CMMS", new Setting("[0-2]", "(0-2)", "0")),
            Map.entry("+CSDH", new Setting("0", "(0)", "0")),
            Map.entry("+CSMP", new Setting("[0-9,]{1,15}", "", "17,167,0,0")),
            Map.entry("+CGSMS", new Setting("[0-3]", "(0-3)", "3")),
            Map.entry("+CREG", new Setting("[0-2]", "(0-2)", "0")),
            Map.entry("+CGREG", new Setting("[0-2]", "(0-2)", "0")),
            Map.entry("+CEREG", new Setting("[0-2]", "(0-2)", "0")),
            Map.entry("+CLIP", new Setting("[01]", "(0,1)", "0")),
            Map.entry("+CRC", new Setting("[01]", "(0,1)", "0")),
            Map.entry("+IPR", new Setting("\\d{1,6}", "(0,9600,115200)", "0")),
            Map.entry("+IFC", new Setting("[0-3](,[0-3])?", "(0-2),(0-2)", "0,0")));

    /** Refused with +CMS ERROR while the SIM card is not ready. */
    private static final Set<String> NEED_SIM = Set.of(
            "+CSCA", "+CPMS", "+CNMI", "+CNMA", "+CMGL", "+CMGR", "+CMGD", "+CMGS", "+CMGW", "+CMSS", "+CSMS", "+CMMS");

    /** The same with +CME ERROR. */
    private static final Set<String> NEED_CARD = Set.of("+CIMI", "+CUSD", "+CNUM", "+CLCK", "+COPS");

    private static final int INTERNATIONAL = 145;
    private static final String OPERATOR = "SMS hub";

    /** Longest PDU that is taken: a TPDU of 164 octets. */
    private static final int MAX_TPDU = 164;

    private final VirtualModem modem;
    private final Map<String, Command> commands = new HashMap<>();

    AtCommands(VirtualModem modem) {
        this.modem = modem;
        basic();
        device();
        sms();
    }

    void run(AtCall call) throws AtError {
        if (NEED_SIM.contains(call.name()) && call.form() != Form.TEST) {
            modem.sim().require(true);
        } else if (NEED_CARD.contains(call.name()) && call.form() != Form.TEST) {
            modem.sim().require(false);
        }
        Command command = commands.get(call.name());
        if (command != null) {
            command.run(call);
        } else if (SETTINGS.containsKey(call.name())) {
            setting(call, "");
        } else {
            throw AtError.unknown();
        }
    }

    /** What the settings are at the start. */
    static Map<String, String> initial() {
        return SETTINGS.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                .initial()));
    }

    /** @param more what else a question is answered with */
    private void setting(AtCall call, String more) throws AtError {
        Setting setting = SETTINGS.get(call.name());
        switch (call.form()) {
            case TEST -> modem.say(call.name() + ": " + setting.test());
            case READ -> modem.say(call.name() + ": " + modem.setting(call.name()) + more);
            case SET -> {
                if (!call.text().matches(setting.fits())) {
                    throw AtError.cme(AtError.PARAMETERS);
                }
                modem.setting(call.name(), call.text());
            }
            case RUN -> throw AtError.unknown();
        }
    }

    private void basic() {
        commands.put("E", call -> modem.echo(call.text().startsWith("1")));
        commands.put("V", call -> modem.verbose(call.text().startsWith("1")));
        commands.put("Q", call -> modem.quiet(call.text().startsWith("1")));
        commands.put("Z", call -> modem.defaults());
        commands.put("&F", call -> modem.defaults());
        commands.put("I", call -> List.of("CGMI", "CGMM", "CGMR").forEach(this::identity));
        for (String harmless : List.of("H", "S", "L", "M", "X", "&C", "&D", "&K", "&W", "&V", "&S")) {
            commands.put(harmless, call -> {});
        }
    }

    /** Other modems have other ports, so that each can be told apart. */
    private void identity(String what) {
        int port = modem.options().getPort();
        modem.say(
                switch (what) {
                    case "CGMI" -> OPERATOR;
                    case "CGMM" -> "virtual modem";
                    case "CGMR" -> "1.0";
                    case "CGSN" -> String.format("3500000000%05d", port);
                    case "CIMI" -> String.format("0010100000%05d", port);
                    default -> what + String.format(": 89480000000000%05d", port);
                });
    }

    private void device() {
        for (String what : List.of("CGMI", "CGMM", "CGMR", "CGSN", "CIMI")) {
            commands.put("+" + what, information(() -> identity(what)));
            commands.put("+" + what.substring(1), information(() -> identity(what)));
        }
        for (String name : List.of("+CCID", "+ICCID")) {
            commands.put(name, information(() -> identity(name)));
        }
        commands.put(
                "+CNUM",
                information(() -> modem.say("+CNUM: \"\",\"" + modem.options().getNumber() + "\",145")));
        commands.put(
                "+CSQ", information(() -> modem.say("+CSQ: " + modem.network().signal() + ",99")));
        commands.put("+CBC", information(() -> modem.say("+CBC: 0,95")));
        commands.put("+CPAS", information(() -> modem.say("+CPAS: 0")));
        commands.put("+CHUP", call -> {});
        commands.put(
                "+CGATT",
                information(() -> modem.say("+CGATT: " + (modem.network().isRegistered() ? 1 : 0))));
        commands.put(
                "+CCLK",
                information(() -> modem.say("+CCLK: \""
                        + TextMode.time(OffsetDateTime.now(modem.options().zone())) + '"')));
        commands.put("+GCAP", information(() -> modem.say("+GCAP: +CGSM")));
        commands.put("+CPIN", this::pin);
        commands.put("+CPINR", information(() -> {
            modem.say("+CPINR: SIM PIN," + modem.sim().pinTries() + "," + SimCard.PIN_TRIES);
            modem.say("+CPINR: SIM PUK," + modem.sim().pukTries() + "," + SimCard.PUK_TRIES);
        }));
        commands.put("+CLCK", this::lock);
        commands.put("+CFUN", this::functions);
        commands.put("+COPS", this::operator);
        commands.put("+CUSD", this::ussd);
        for (String name : List.of("+CREG", "+CGREG", "+CEREG")) {
            commands.put(
                    name,
                    call -> setting(
                            call,
                            "," + modem.network().registration()
                                    + (modem.number(name) == 2
                                                    && modem.network().isRegistered()
                                            ? ",\"00A1\",\"0001F2E3\""
                                            : "")));
        }
    }

    /** A command that tells something, whether it is asked by {@code ?} or not. */
    private static Command information(Runnable words) {
        return call -> {
            if (call.form() == Form.SET && !call.name().equals("+CPINR")) {
                throw AtError.cme(AtError.PARAMETERS);
            }
            if (call.form() != Form.TEST) {
                words.run();
            }
        };
    }

    private void pin(AtCall call) throws AtError {
        switch (call.form()) {
            case READ -> modem.say("+CPIN: " + modem.sim().state());
            case SET -> modem.sim().enter(call.values().text(0), call.values().text(1));
            case RUN -> throw AtError.unknown();
            case TEST -> {}
        }
    }

    private void lock(AtCall call) throws AtError {
        AtValues values = call.values();
        if (call.form() == Form.TEST) {
            modem.say("+CLCK: (\"SC\")");
        } else if (!values.text(0).equals("SC")) {
            throw AtError.cme(AtError.PARAMETERS);
        } else if (values.number(1) == 2) {
            modem.say("+CLCK: " + (modem.sim().asks() ? 1 : 0));
        } else {
            modem.sim().lock(values.number(1) == 1, values.text(2));
        }
    }

    private void functions(AtCall call) throws AtError {
        if (call.form() == Form.TEST) {
            modem.say("+CFUN: (0,1,4),(0,1)");
        } else if (call.form() == Form.READ) {
            modem.say("+CFUN: " + (modem.network().radio() ? 1 : 4));
        } else if (call.number(1, 0) == 1) {
            modem.restartAfterAnswer();
        } else {
            modem.network().radio(call.number(0, 1) == 1);
        }
    }

    private void operator(AtCall call) throws AtError {
        String name = modem.text().shown(OPERATOR);
        switch (call.form()) {
            case TEST -> modem.say("+COPS: (2,\"" + name + "\",\"" + name + "\",\"00101\"),,(0,1,3),(0,2)");
            case READ -> modem.say(modem.network().isRegistered() ? "+COPS: 0,0,\"" + name + '"' : "+COPS: 0");
            default -> {
                if (call.number(0, 0) > 4) {
                    throw AtError.cme(AtError.PARAMETERS);
                }
            }
        }
    }

    /** The network answers any code with the same words, after a moment. */
    private void ussd(AtCall call) throws AtError {
        if (call.form() == Form.TEST) {
            modem.say("+CUSD: (0-2)");
        } else if (call.form() == Form.READ) {
            modem.say("+CUSD: 1");
        } else if (call.values().size() > 1) {
            if (!modem.network().isRegistered()) {
                throw AtError.cme(AtError.NO_NETWORK);
            }
            String answer = "+CUSD: 0,\"" + modem.text().shown("Your balance is 12.50") + "\",15";
            modem.later(100, () -> modem.say(answer));
        }
    }

    private void sms() {
        commands.put("+CSMS", call -> {
            if (call.form() == Form.SET) {
                setting(call, "");
                modem.say("+CSMS: 1,1,1");
            } else {
                setting(call, ",1,1,1");
            }
        });
        commands.put("+CSCA", this::centre);
        commands.put("+CPMS", this::memories);
        commands.put("+CNMI", call -> {
            switch (call.form()) {
                case TEST -> modem.say("+CNMI: (0,1,2,3),(0,1,2,3),(0,2),(0,1,2),(0,1)");
                case READ -> modem.say("+CNMI: " + modem.network().indications());
                default -> modem.network().indications(call);
            }
        });
        commands.put("+CNMA", this::acknowledge);
        commands.put("+CMGL", this::list);
        commands.put("+CMGR", this::read);
        commands.put("+CMGD", this::delete);
        commands.put("+CMGS", call -> prompt(call, -1));
        commands.put("+CMGW", call -> prompt(call, Memory.UNSENT));
        commands.put("+CMSS", this::sendStored);
    }

    private void centre(AtCall call) throws AtError {
        if (call.form() == Form.SET) {
            modem.centre(number(call, 0));
        } else if (call.form() == Form.READ) {
            Address centre = modem.centre();
            String number = centre == null ? "" : modem.text().shown(centre.text());
            modem.say("+CSCA: \"" + number + "\"," + (centre == null ? 129 : centre.typeOfAddress()));
        }
    }

    /** A number, and behind it perhaps its type: 145 is international. */
    private String number(AtCall call, int index) throws AtError {
        try {
            String number = modem.text().typed(call.values().text(index));
            boolean plus = call.values().number(index + 1) == INTERNATIONAL && number.matches("\\d+");
            return plus ? "+" + number : number;
        } catch (TextException e) {
            throw AtError.cme(AtError.PARAMETERS);
        }
    }

    private void memories(AtCall call) throws AtError {
        if (call.form() == Form.TEST) {
            modem.say("+CPMS: (\"SM\",\"ME\"),(\"SM\",\"ME\"),(\"SM\",\"ME\")");
            return;
        }
        if (call.form() == Form.SET) {
            modem.memories(call.values().values());
        }
        StringBuilder words = new StringBuilder("+CPMS: ");
        for (int i = 1; i <= 3; i++) {
            String name = call.form() == Form.READ ? '"' + modem.memoryName(i) + "\"," : "";
            Memory memory = modem.memory(i);
            words.append(i == 1 ? "" : ",")
                    .append(name)
                    .append(memory.used())
                    .append(',')
                    .append(memory.size());
        }
        modem.say(words.toString());
    }

    private void acknowledge(AtCall call) throws AtError {
        if (call.form() == Form.TEST) {
            modem.say("+CNMA: (0-2)");
        } else if (call.number(1, 0) > 0) {
            if (!modem.network().isUnacknowledged()) {
                throw AtError.cms(AtError.CMS_NOTHING_TO_ACKNOWLEDGE);
            }
            modem.prompt(new VirtualModem.Prompt(call.name(), call.number(1, 0), "", call.number(0, 0)));
        } else {
            modem.network().acknowledge(call.number(0, 0) < 2);
        }
    }

    private void list(AtCall call) throws AtError {
        boolean text = modem.text().isOn();
        if (call.form() == Form.TEST) {
            modem.say("+CMGL: " + (text ? "(\"" + String.join("\",\"", TextMode.STATUS) + "\")" : "(0-4)"));
            return;
        }
        int wanted = text
                ? List.of(TextMode.STATUS)
                        .indexOf(
                                call.form() == Form.RUN
                                        ? TextMode.STATUS[0]
                                        : call.values().text(0))
                : call.number(0, 0);
        if (wanted < 0 || wanted > 4) {
            throw AtError.cme(AtError.PARAMETERS);
        }
        Memory memory = modem.memory(1);
        for (int index : memory.indexes()) {
            Memory.Stored stored = memory.at(index);
            if (wanted == 4 || stored.status() == wanted) {
                modem.say("+CMGL: " + index + "," + shown(stored, true));
                seen(memory, index);
            }
        }
    }

    private String shown(Memory.Stored stored, boolean listed) {
        return modem.text().isOn()
                ? modem.text().stored(stored, listed)
                : stored.status() + ",," + stored.pdu().tpduLength() + "\r\n"
                        + stored.pdu().hex();
    }

    private static void seen(Memory memory, int index) {
        if (memory.at(index).status() == Memory.UNREAD) {
            memory.mark(index, Memory.READ);
        }
    }

    private void read(AtCall call) throws AtError {
        if (call.form() == Form.TEST) {
            return;
        }
        int index = call.number(0, 0);
        Memory.Stored stored = modem.memory(1).at(index);
        if (stored == null) {
            throw AtError.cms(AtError.CMS_INDEX);
        }
        modem.say("+CMGR: " + shown(stored, false));
        seen(modem.memory(1), index);
    }

    private void delete(AtCall call) throws AtError {
        Memory memory = modem.memory(1);
        if (call.form() == Form.TEST) {
            modem.say("+CMGD: ("
                    + memory.indexes().stream().map(String::valueOf).collect(Collectors.joining(",")) + "),(0-4)");
            return;
        }
        int flag = call.number(1, 0);
        if (flag > 4) {
            throw AtError.cme(AtError.PARAMETERS);
        } else if (flag > 0) {
            memory.sweep(flag);
        } else {
            memory.delete(call.number(0, 0));
        }
    }

    /** @param status that the message is stored with, -1 = it is sent */
    private void prompt(AtCall call, int status) throws AtError {
        if (call.form() == Form.TEST) {
            return;
        }
        if (modem.text().isOn()) {
            String number = number(call, 0);
            if (number.isEmpty()) {
                throw AtError.cms(AtError.CMS_TEXT);
            }
            modem.prompt(new VirtualModem.Prompt(call.name(), 0, number, status));
            return;
        }
        int length = call.number(0, 0);
        if (length < 1 || length > MAX_TPDU) {
            throw AtError.cms(AtError.CMS_PDU);
        }
        int stored = status < 0 ? -1 : call.number(1, status);
        if (stored > Memory.SENT) {
            throw AtError.cme(AtError.PARAMETERS);
        }
        modem.prompt(new VirtualModem.Prompt(call.name(), length, "", stored));
    }

    private void sendStored(AtCall call) throws AtError {
        if (call.form() == Form.TEST) {
            return;
        }
        int index = call.number(0, 0);
        Memory.Stored stored = modem.memory(2).at(index);
        if (stored == null || !(stored.pdu().tpdu() instanceof Submit submit)) {
            throw AtError.cms(AtError.CMS_INDEX);
        }
        String other = number(call, 1);
        try {
            Submit sent = other.isEmpty() ? submit : submit.withDestination(Address.of(other));
            modem.send(call.name(), new Pdu(stored.pdu().centre(), sent), index);
        } catch (TextException e) {
            throw AtError.cms(AtError.CMS_PDU);
        }
    }
}
