package org.smshub.importer.kannel;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.smshub.importer.Group;
import org.smshub.importer.LinkBlock;
import org.smshub.importer.Overlay;

/** What an SMSC of Kannel is as a link. */
final class KannelLinks {

    /** Charsets by their names in iconv, as the hub calls them. */
    private static final Map<String, String> ALPHABETS = Map.of(
            "iso-8859-1", "LATIN1",
            "latin1", "LATIN1",
            "latin-1", "LATIN1",
            "iso8859-1", "LATIN1",
            "ascii", "ASCII",
            "us-ascii", "ASCII",
            "gsm", "GSM7");

    private final List<Group> modems;
    private final Overlay overlay;

    KannelLinks(List<Group> modems, Overlay overlay) {
        this.modems = modems;
        this.overlay = overlay;
    }

    /** @return the name of the link; null = there is none for such an SMSC */
    String link(Group smsc, String id, String block) {
        String type = smsc.peek("smsc");
        LinkBlock link = type == null
                ? null
                : switch (type) {
                    case "smpp" -> smpp(smsc, id, block);
                    case "emi", "ucp", "emi_ip", "emi2" -> ucp(smsc, id, block);
                    case "cimd2" -> cimd2(smsc, id, block);
                    case "at" -> modem(smsc, id, block);
                    case "fake" -> fake(smsc, id);
                    case "http" -> http(smsc, id, block);
                    default -> null;
                };
        if (link == null) {
            overlay.left(
                    smsc.place(),
                    block + ", smsc" + (type == null ? "" : " = " + type),
                    "http".equals(type)
                            ? "this is a provider by HTTP"
                            : "the hub has no link of this kind (smpp, emi, cimd2, at, fake, and http of another Kannel it knows)",
                    "http".equals(type)
                            ? "make a link by http-link of it, where this hub has that; until then nothing goes by it"
                            : "nothing goes by it");
            smsc.take("smsc");
            return null;
        }
        smsc.take("smsc");
        String throughput = smsc.take("throughput");
        link.set("rate", throughput == null ? null : number(throughput));
        overlay.done(block + " is the link " + link.name());
        return link.name();
    }

    private static String number(String value) {
        return value.strip().matches("[0-9]{1,6}(\\.[0-9]{1,3})?") ? value.strip() : null;
    }

    private LinkBlock smpp(Group smsc, String id, String block) {
        LinkBlock link = overlay.link(id, "smpp-link", comment(smsc));
        host(smsc, link);
        link.set("systemId", smsc.take("smsc-username", smsc.take("system-id")));
        link.secret("password", smsc.take("smsc-password"));
        link.set("systemType", smsc.take("system-type"));
        bind(smsc, link, block);
        version(smsc, link);
        link.set("window", between(smsc, "max-pending-submits", 1, 1_000));
        link.set("sessions", between(smsc, "instances", 1, 100));
        link.set("enquireLink", millis(smsc, "enquire-link-interval"));
        link.reconnectDelay(millis(smsc, "reconnect-delay"));
        link.set("answerTimeout", millis(smsc, "wait-ack"));
        unknown(smsc, link, block);
        ids(smsc, link);
        String charset = smsc.peek("alt-charset");
        if (charset != null && ALPHABETS.containsKey(charset.toLowerCase(Locale.ROOT))) {
            link.set("alphabet", ALPHABETS.get(smsc.take("alt-charset").toLowerCase(Locale.ROOT)));
        }
        String names = smsc.peek("alt-addr-charset");
        if (names != null && ALPHABETS.containsKey(names.toLowerCase(Locale.ROOT))) {
            link.set(
                    "senderAlphabet",
                    ALPHABETS.get(smsc.take("alt-addr-charset").toLowerCase(Locale.ROOT)));
        }
        Long mode = smsc.number("esm-class");
        if (mode == null || mode == 3 || mode == 0) {
            // Kannel's default is a mode of its own
            link.set("messageMode", mode != null && mode == 0 ? "DEFAULT" : "STORE_AND_FORWARD");
            smsc.take("esm-class");
        }
        if (Boolean.TRUE.equals(bool(smsc.peek("source-addr-autodetect")))) {
            smsc.take("source-addr-autodetect");
        }
        international(smsc);
        return link;
    }

    /** The hub writes numbers as international ones of ISDN by itself. */
    private static void international(Group smsc) {
        if (Long.valueOf(1).equals(smsc.number("dest-addr-ton"))
                && Long.valueOf(1).equals(smsc.number("dest-addr-npi"))) {
            smsc.take("dest-addr-ton");
            smsc.take("dest-addr-npi");
        }
    }

    private void bind(Group smsc, LinkBlock link, String block) {
        Boolean transceiver = bool(smsc.take("transceiver-mode"));
        Long port = smsc.number("port");
        Long receive = smsc.number("receive-port");
        if (Boolean.TRUE.equals(transceiver)) {
            smsc.take("receive-port");
            return;
        }
        if (receive == null || receive == 0) {
            smsc.take("receive-port");
            link.set("bind", "TRANSMITTER");
        } else if (port == null || port == 0) {
            smsc.take("receive-port");
            link.set("port", receive);
            link.set("bind", "RECEIVER");
        } else if (receive.equals(port)) {
            smsc.take("receive-port");
            link.set("bind", "PAIR");
        } else {
            link.set("bind", "TRANSMITTER");
            LinkBlock hears = overlay.link(link.name() + "-receive", "smpp-link", "the receiver of " + link.name());
            link.options().forEach((option, value) -> {
                if (!List.of("templateId", "routeId", "name", "bind", "port").contains(option)) {
                    hears.set(option, value);
                }
            });
            hears.set("port", receive).set("bind", "RECEIVER").secret("password", smsc.peek("smsc-password"));
            smsc.take("receive-port");
            overlay.done(
                    block + " has a port of its own for what comes in: " + hears.name() + ", by which nothing is sent");
        }
    }

    private static void version(Group smsc, LinkBlock link) {
        Long version = smsc.number("interface-version");
        if (version != null && List.of(33L, 34L, 50L).contains(version)) {
            smsc.take("interface-version");
            link.set("interfaceVersion", version / 10 + "." + version % 10);
        }
    }

    /** What is sent again where no answer came is sent again in the hub, too, if the file says so; Kannel does it where it says nothing. */
    private void unknown(Group smsc, LinkBlock link, String block) {
        Long action = smsc.number("wait-ack-expire");
        if (action == null) {
            return;
        }
        smsc.take("wait-ack-expire");
        if (action == 1) {
            link.set("unknown", "retry");
        } else {
            overlay.done(
                    block + ": what may have reached the centre without an answer is held until its receipt (unknown ="
                            + " hold), and never sent twice");
        }
    }

    private static void ids(Group smsc, LinkBlock link) {
        Long type = smsc.number("msg-id-type");
        if (type == null || type < 0 || type > 3) {
            return;
        }
        smsc.take("msg-id-type");
        // bit 0: the answer has it in hex; bit 1: the receipt has
        link.set("idForms", type == 1 ? "HEX_TO_DECIMAL" : type == 2 ? "DECIMAL_TO_HEX" : "IGNORE_CASE,IGNORE_ZEROS");
    }

    private LinkBlock ucp(Group smsc, String id, String block) {
        LinkBlock link = overlay.link(id, "ucp-link", comment(smsc));
        host(smsc, link);
        login(smsc, link);
        link.set("window", between(smsc, "window", 1, 100));
        Long flow = smsc.number("flow-control");
        if (flow != null) {
            // 1: one operation, then its answer
            smsc.take("flow-control");
            link.set("window", flow == 1 ? "1" : null);
        }
        link.set("keepAlive", millis(smsc, "keepalive"));
        link.set("answerTimeout", millis(smsc, "wait-ack"));
        link.reconnectDelay(millis(smsc, "reconnect-delay"));
        unknown(smsc, link, block);
        // the password is that of the account; without a login Kannel opens no session
        if (smsc.peek("smsc-username") == null) {
            link.set("username", smsc.peek("my-number") == null ? "nobody" : smsc.take("my-number"));
            overlay.left(
                    smsc.place(),
                    block + ", smsc-username",
                    "there is none, and a link by UCP logs in (operation 60)",
                    "put the account's number and password into links.properties");
        }
        return link;
    }

    private LinkBlock cimd2(Group smsc, String id, String block) {
        LinkBlock link = overlay.link(id, "cimd2-link", comment(smsc));
        host(smsc, link);
        login(smsc, link);
        link.set("window", between(smsc, "window", 1, 128));
        link.set("keepAlive", millis(smsc, "keepalive"));
        link.reconnectDelay(millis(smsc, "reconnect-delay"));
        if (Boolean.TRUE.equals(bool(smsc.peek("no-dlr")))) {
            smsc.take("no-dlr");
            link.set("receipt", "NEVER");
        }
        return link;
    }

    private LinkBlock modem(Group smsc, String id, String block) {
        LinkBlock link = overlay.link(id, "modem-link", comment(smsc));
        String device = smsc.peek("device");
        if ("rawtcp".equals(device)) {
            smsc.take("device");
            link.set("port", "tcp:" + smsc.take("host", "127.0.0.1") + ":" + smsc.take("port", "0"));
        } else if (device != null && !device.equals("telnet")) {
            link.set("port", smsc.take("device"));
        } else {
            link.set("port", "/dev/null");
            overlay.left(
                    smsc.place(),
                    block + ", device",
                    "the hub speaks to serial ports and raw TCP alone, no telnet",
                    "set the device server to raw, and port = tcp:host:port in links.properties");
        }
        link.set("number", number(smsc));
        link.set("smsc", smsc.take("sms-center"));
        link.secret("pin", smsc.take("pin"));
        link.set("baudRate", between(smsc, "speed", 300, 4_000_000));
        link.set("keepAlive", millis(smsc, "keepalive"));
        link.reconnectDelay(millis(smsc, "reconnect-delay"));
        String type = smsc.peek("modemtype");
        Group modem = modems.stream()
                .filter(group -> type != null && type.equals(group.peek("id")))
                .findFirst()
                .orElse(null);
        if (modem != null) {
            smsc.take("modemtype");
            modem(modem, link);
        } else if (type == null || type.equals("auto")) {
            smsc.take("modemtype");
        }
        return link;
    }

    private static String number(Group smsc) {
        String number = smsc.peek("my-number");
        return number != null && number.matches("\\+?[0-9]{3,15}") ? smsc.take("my-number") : null;
    }

    private static void modem(Group modem, LinkBlock link) {
        modem.take("id");
        modem.take("name");
        modem.take("detect-string");
        modem.take("detect-string2");
        // the hub says by itself how messages are to come
        String init = modem.peek("init-string");
        if (init != null && !init.toUpperCase(Locale.ROOT).contains("CNMI")) {
            link.set("initCommands", modem.take("init-string"));
        }
        if (modem.has("speed") && !link.options().containsKey("baudRate")) {
            link.set("baudRate", between(modem, "speed", 300, 4_000_000));
        }
        if (Boolean.TRUE.equals(bool(modem.peek("hardware-flow-control")))) {
            modem.take("hardware-flow-control");
            link.set("flowControl", "RTSCTS");
        }
    }

    /** Another Kannel by its sendsms; any other kind of provider is one to be looked at. */
    private LinkBlock http(Group smsc, String id, String block) {
        String url = smsc.peek("send-url");
        if (!overlay.hasTemplate("http-link")
                || !"kannel".equals(smsc.peek("system-type"))
                || url == null
                || !url.matches("https?://[A-Za-z0-9.:\\[\\]-]+/cgi-bin/sendsms/?")) {
            return null;
        }
        smsc.take("system-type");
        smsc.take("send-url");
        LinkBlock link = overlay.link(id, "http-link", comment(smsc))
                .set("provider", "kannel")
                .set("url", url.replaceFirst("/cgi-bin/sendsms/?$", ""))
                .set("user", smsc.take("smsc-username"))
                .secret("password", smsc.take("smsc-password"))
                .set("window", between(smsc, "max-pending-submits", 1, 1_000));
        overlay.left(
                smsc.has("port") ? smsc.setting("port").place() : smsc.place(),
                block + ", port",
                "receipts and messages come to the hub's HTTP port",
                "set callback and callbackSecret in links.properties (docs/http-link.md), and the other Kannel's sms-service to it");
        smsc.take("port");
        return link;
    }

    /** Kannel listens there for its own fakesmsc; the hub has a centre of its own for trying things out. */
    private LinkBlock fake(Group smsc, String id) {
        overlay.value("hub.simulator", "true");
        smsc.take("port");
        smsc.take("host");
        smsc.take("connect-allow-ip");
        return overlay.link(id, "smpp-link", "smsc = fake: the built-in SMSC")
                .set("host", "127.0.0.1")
                .set("port", "{{hub.simulator.port}}")
                .set("systemId", "hub");
    }

    private static void login(Group smsc, LinkBlock link) {
        link.set("username", smsc.take("smsc-username"));
        link.secret("password", smsc.take("smsc-password"));
    }

    private static void host(Group smsc, LinkBlock link) {
        link.set("host", smsc.take("host"));
        Long port = smsc.number("port");
        if (port != null && port > 0) {
            link.set("port", port);
        }
        smsc.take("port");
        if (Boolean.TRUE.equals(bool(smsc.take("use-ssl")))) {
            link.set("tlsTrust", "system");
        }
    }

    private static String comment(Group smsc) {
        return "group = smsc, " + smsc.place();
    }

    /** Seconds as milliseconds; null = it is not there, or none. */
    private static Long millis(Group group, String name) {
        Long seconds = group.number(name);
        if (seconds == null || seconds < 0 || seconds > 86_400) {
            return null;
        }
        group.take(name);
        return seconds * 1_000;
    }

    private static Long between(Group group, String name, long least, long most) {
        Long number = group.number(name);
        if (number == null || number < least || number > most) {
            return null;
        }
        group.take(name);
        return number;
    }

    /** As Kannel reads it; null = it is not there. */
    static Boolean bool(String value) {
        return value == null
                ? null
                : !List.of("false", "no", "off", "0").contains(value.strip().toLowerCase(Locale.ROOT));
    }
}
