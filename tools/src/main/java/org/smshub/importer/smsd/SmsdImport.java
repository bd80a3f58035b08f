package org.smshub.importer.smsd;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.smshub.importer.Group;
import org.smshub.importer.Known;
import org.smshub.importer.LinkBlock;
import org.smshub.importer.Overlay;
import org.smshub.importer.PrefixTable;
import org.smshub.importer.Prefixes;
import org.smshub.importer.RoutingYaml;
import org.smshub.importer.Source;
import org.smshub.importer.Unreadable;
import org.smshub.importer.Yaml;

/** An smsd (smstools 3) as a configuration of the hub: its modems are links, its spool folder is spool-in, its queues a table. */
public final class SmsdImport {

    private static final Known KNOWN = Known.of(SmsdImport.class, "leftovers.txt");
    private static final String CLIENT = "smsd";
    private static final String DEFAULT = "default";
    private static final String SHORT = "s";
    private static final Pattern RANGE = Pattern.compile("(\\S+)\\*\\s+(\\d{1,4})-(\\d{1,4})");
    private static final int MOST_MODEMS = 1_000;

    private final Map<String, Group> sections;
    private final Overlay overlay;
    private final Group global;
    private final Map<String, String> links = new LinkedHashMap<>();
    private final Map<String, List<String>> queues = new LinkedHashMap<>();
    private final Map<String, List<String>> prefixes = new LinkedHashMap<>();

    private SmsdImport(Map<String, Group> sections, Overlay overlay) {
        this.sections = sections;
        this.overlay = overlay;
        global = sections.get(SmsdConf.GLOBAL);
    }

    public static boolean fits(List<String> lines) {
        return SmsdConf.fits(lines);
    }

    /** @throws Unreadable there is no modem in it */
    public static void map(Source source, Overlay overlay) {
        new SmsdImport(SmsdConf.read(source), overlay).map();
    }

    private void map() {
        List<String> modems = modems(global.take("devices", ""));
        if (modems.isEmpty()) {
            throw new Unreadable("devices names no modem: is it the file that smsd is started with (-c)?");
        }
        queues();
        for (String name : modems) {
            modem(name);
        }
        spool();
        routing();
        sections.forEach((name, section) ->
                KNOWN.leave(name.isEmpty() ? section : section, name.isEmpty() ? "" : "[" + name + "]", overlay));
    }

    /** {@code GSM1, GSM2}, {@code GSM* 101-164}. */
    private static List<String> modems(String devices) {
        List<String> all = new ArrayList<>();
        for (String device : Prefixes.list(devices, ",")) {
            Matcher range = RANGE.matcher(device);
            if (range.matches()) {
                int to = Integer.parseInt(range.group(3));
                for (int i = Integer.parseInt(range.group(2)); i <= to && all.size() < MOST_MODEMS; i++) {
                    all.add(range.group(1) + i);
                }
            } else if (all.size() < MOST_MODEMS) {
                all.add(device);
            }
        }
        return all;
    }

    private void queues() {
        Group named = section("queues");
        if (named == null) {
            return;
        }
        Group providers = section("providers") == null ? section("provider") : section("providers");
        for (Group.Setting queue : named.left()) {
            String name = queue.name();
            named.take(name);
            queues.put(name, new ArrayList<>());
            String numbers = providers == null ? null : providers.take(name);
            prefixes.put(
                    name,
                    numbers == null || numbers.equalsIgnoreCase("catch-all")
                            ? List.of("", SHORT)
                            : prefixes(Prefixes.list(numbers, ",")));
        }
    }

    /** 1 to 9, each of them, is any number. */
    private static List<String> prefixes(List<String> said) {
        if (!said.containsAll(List.of("1", "2", "3", "4", "5", "6", "7", "8", "9"))) {
            return said;
        }
        List<String> all = new ArrayList<>(List.of(""));
        said.stream().filter(prefix -> !prefix.matches("[0-9]")).forEach(all::add);
        return all;
    }

    private Group section(String name) {
        return sections.entrySet().stream()
                .filter(section -> section.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /** A modem's own settings, else those of [default]. */
    private void modem(String name) {
        Group own = sections.getOrDefault(name, new Group(name, global.place()));
        Group usual = section(DEFAULT);
        String block = "[" + name + "]";
        LinkBlock link = overlay.link(name, "modem-link", block + ", " + own.place());
        String device = of(own, usual, "device");
        if (device == null) {
            overlay.left(own.place(), block + ", device", "there is none", "set port in links.properties");
            device = "/dev/null";
        }
        // @host:port is a device server
        link.set("port", device.startsWith("@") ? "tcp:" + device.substring(1) : device);
        link.secret("pin", pin(of(own, usual, "pin")));
        String baud = of(own, usual, "baudrate");
        link.set("baudRate", baud != null && baud.matches("[0-9]{3,7}") ? baud : null);
        String rts = of(own, usual, "rtscts");
        // smsd's own default is yes
        link.set("flowControl", rts == null || yes(rts) ? "RTSCTS" : null);
        String smsc = of(own, usual, "smsc");
        link.set("smsc", smsc == null ? null : (smsc.startsWith("+") ? "" : "+") + smsc);
        link.set("initCommands", init(own, usual));
        String limit = of(own, usual, "message_limit");
        String clear = of(own, usual, "message_count_clear");
        if (limit != null && limit.matches("[1-9][0-9]{0,8}")) {
            if (clear != null && !clear.equals("0") && !clear.equals("1440")) {
                overlay.left(
                        own.place(),
                        block + ", message_count_clear",
                        "a budget is for a day",
                        "set budget in links.properties to what a day may have");
            }
            link.set("budget", limit);
        }
        String sends = of(own, usual, "outgoing");
        String off = of(own, usual, "sending_disabled");
        links.put(name, link.name());
        boolean silent = sends != null && !yes(sends) || off != null && yes(off);
        String its = of(own, usual, "queues");
        for (String queue : Prefixes.list(its == null ? "" : its, ",")) {
            String said = queue.equalsIgnoreCase("modemname") ? name : queue;
            if (!silent && queues.containsKey(said)) {
                queues.get(said).add(link.name());
            }
        }
        if (queues.isEmpty() && !silent) {
            prefixes.putIfAbsent("", List.of("", SHORT));
            queues.computeIfAbsent("", q -> new ArrayList<>());
        }
        if (queues.containsKey("") && !silent) {
            queues.get("").add(link.name());
        }
        if (yes(String.valueOf(of(own, usual, "report")))) {
            overlay.value("camel.routeTemplate[spool].report", "true");
        }
        overlay.done(block + " is the link " + link.name());
    }

    private static String pin(String pin) {
        return pin == null || pin.equalsIgnoreCase("ignore") ? null : pin;
    }

    /** The hub says by itself how messages come, and where they are kept. */
    private static String init(Group own, Group usual) {
        for (Group group : new Group[] {own, usual}) {
            String init = group == null ? null : group.peek("init");
            if (init != null) {
                return init.toUpperCase(Locale.ROOT).matches("(?s).*(CNMI|CPMS|CMGF).*") ? null : group.take("init");
            }
        }
        return null;
    }

    private static String of(Group own, Group usual, String name) {
        String value = own.take(name);
        if (usual != null) {
            String other = usual.take(name);
            value = value == null ? other : value;
        }
        return value;
    }

    private static boolean yes(String value) {
        return List.of("yes", "true", "1", "on").contains(value.toLowerCase(Locale.ROOT));
    }

    /** The folders as smsd has them by default, below one; others are named. */
    private void spool() {
        String outgoing = global.take("outgoing", global.take("spool", "/var/spool/sms/outgoing"));
        String folder = outgoing.replaceFirst("/outgoing/?$", "");
        if (folder.equals(outgoing)) {
            overlay.left(
                    global.has("outgoing") ? global.setting("outgoing").place() : global.place(),
                    "outgoing",
                    "the hub's spool folder has outgoing, checked, sent, failed, incoming and report in it",
                    "point the scripts to such a folder, and folder of the blocks spool and spool-out in application.properties");
            folder = "/var/spool/sms";
        }
        for (String name : List.of("checked", "failed", "sent", "incoming", "report")) {
            String said = global.peek(name);
            if (said != null && said.replaceFirst("/$", "").equals(folder + "/" + name)) {
                global.take(name);
            }
        }
        overlay.value("camel.routeTemplate[spool].templateId", "spool-in");
        overlay.value("camel.routeTemplate[spool].folder", folder);
        overlay.value("camel.routeTemplate[spool].client", CLIENT);
        overlay.value("camel.routeTemplate[spool-out].templateId", "spool-out");
        overlay.value("camel.routeTemplate[spool-out].folder", folder);
        String handler = global.take("eventhandler");
        if (handler != null && Yaml.isPlain(handler)) {
            overlay.value("camel.routeTemplate[spool].eventHandler", handler);
            overlay.value("camel.routeTemplate[spool-out].eventHandler", handler);
        }
        if (yes(String.valueOf(global.take("incoming_utf8")))) {
            overlay.value("camel.routeTemplate[spool-out].alphabet", "UTF-8");
        }
        // long texts are joined on the phone, as with autosplit = 3
        if (String.valueOf(global.peek("autosplit")).equals("3")) {
            global.take("autosplit");
        }
        overlay.client(CLIENT, "whose the files of the spool folder are").plain("events", "spool");
        incoming();
        overlay.done(
                "the folder " + folder + " is read by spool-in, as client " + CLIENT + ", and written by spool-out");
    }

    /** A card may not know its number: what comes by a modem is the spool's, whatever it was sent to. */
    private void incoming() {
        overlay.value("hub.routing.keywords", "true");
        overlay.table("keywords.csv", "keyword,number,from,link,client,events,does,answer,answerFrom")
                .add("*,,,," + CLIENT + ",,,,");
    }

    private void routing() {
        overlay.value("hub.routing.numbers", "true");
        overlay.value("hub.links.default", links.values().iterator().next());
        Set<String> international = new LinkedHashSet<>();
        Set<String> bare = new LinkedHashSet<>();
        prefixes.values()
                .forEach(all -> all.forEach(prefix -> {
                    if (!prefix.equals(SHORT)) {
                        String digits = Prefixes.international(prefix);
                        if (digits != null) {
                            international.add(digits);
                        }
                    }
                }));
        // a short number is one that begins with s in smsd; which digits it has does not matter
        for (int digit = 0; digit <= 9; digit++) {
            bare.add(String.valueOf(digit));
        }
        PrefixTable.write(
                overlay.table(
                        "numbers.csv",
                        PrefixTable.head("the first queue of smsd.conf whose prefixes fit, and its modems")),
                international,
                bare,
                number -> ways(queue(number, false)),
                number -> ways(queue(number, true)));
        RoutingYaml yaml = new RoutingYaml(
                "Which modem a message takes: that of the queue that its file names, else by the table of numbers, as smsd's providers.");
        queues.forEach((queue, its) -> {
            if (!queue.isEmpty() && Yaml.isPlain(queue) && !its.isEmpty()) {
                yaml.when(
                        "${exchangeProperty.spoolQueue} == '" + queue + "'",
                        RoutingYaml.both(
                                RoutingYaml.constant("SmsLinks", String.join(",", its)),
                                RoutingYaml.rule("queue " + queue)));
            }
        });
        yaml.otherwise(RoutingYaml.process("numberTable"));
        overlay.routing(yaml.text());
        queues.forEach((queue, its) -> {
            if (its.isEmpty()) {
                overlay.left(
                        sections.get(SmsdConf.GLOBAL).place(),
                        "[queues], " + queue,
                        "no modem that sends serves it",
                        "its numbers are refused until numbers.csv names a link for them");
            }
        });
    }

    /** The first queue whose prefixes fit; null = none does, and smsd fails the file. */
    private String queue(String number, boolean isShort) {
        boolean named = isShort && prefixes.values().stream().anyMatch(all -> all.contains(SHORT));
        for (Map.Entry<String, List<String>> queue : prefixes.entrySet()) {
            for (String prefix : queue.getValue()) {
                String digits = prefix.equals(SHORT) ? null : Prefixes.international(prefix);
                if (named ? prefix.equals(SHORT) : digits != null && number.startsWith(digits)) {
                    return queue.getKey();
                }
            }
        }
        return null;
    }

    private PrefixTable.Ways ways(String queue) {
        return PrefixTable.Ways.of(List.of(queue == null ? List.of() : queues.getOrDefault(queue, List.of())));
    }
}
