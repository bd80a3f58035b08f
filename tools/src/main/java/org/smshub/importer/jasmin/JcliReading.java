package org.smshub.importer.jasmin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.smshub.importer.Group;
import org.smshub.importer.Overlay;
import org.smshub.importer.Place;
import org.smshub.importer.Source;

/** One file from its first line to its last. */
final class JcliReading {

    private static final String CONNECTOR = "smppccm";
    private static final String USER = "user";
    private static final String GROUP = "group";
    private static final String FILTER = "filter";
    private static final String HTTP = "httpccm";
    private static final String MT = "mtrouter";
    private static final String MO = "morouter";

    private static final Pattern COMMAND = Pattern.compile(
            "(smppccm|user|group|filter|httpccm|mtrouter|morouter|mtinterceptor|mointerceptor|stats)\\s+(-\\S.*)|"
                    + "(persist|load|quit|help)\\b.*");
    private static final Pattern ROUTE = Pattern.compile("#(\\d{1,9})\\s+(\\w+)\\s+(.*)");
    private static final Pattern RATE = Pattern.compile("[0-9.]+(?:\\s*\\(!\\))?\\s+(.*)");
    private static final Pattern FILTERS =
            Pattern.compile("<(\\w+)(?: \\((?:\\w+=)?(.*?)\\))?>(?=, <\\w+(?: \\(|>)|\\s*$)");
    private static final Pattern NOISE = Pattern.compile(
            "Total .*|Welcome .*|Type help.*|Session ref.*|Authentication required.*|Username:.*|Password:.*|Adding .*|"
                    + "Updating .*|Successfully .*|jasmin\\..* arguments:|<class .*|You must set .*|Failed .*|Trying .*|"
                    + "Connected to .*|Escape character .*|.*(?:Route|Filter) to .*|\\s*- .*|(NOT )?RATED.*|-+|=+");
    private static final Map<String, String> KINDS = Map.ofEntries(
            Map.entry("transparentfilter", "T"),
            Map.entry("connectorfilter", "C"),
            Map.entry("userfilter", "U"),
            Map.entry("groupfilter", "G"),
            Map.entry("sourceaddrfilter", "SA"),
            Map.entry("destinationaddrfilter", "DA"),
            Map.entry("shortmessagefilter", "SM"),
            Map.entry("dateintervalfilter", "DI"),
            Map.entry("timeintervalfilter", "TI"),
            Map.entry("tagfilter", "TG"),
            Map.entry("evalpyfilter", "Ev"));

    private final JcliDump dump;
    private final Source source;
    private final Overlay overlay;
    private final boolean prompts;
    private String module = "";
    private String option = "";
    private String table = "";
    private Group adding;
    private Group shown;
    private Place place;

    JcliReading(JcliDump dump, Source source, Overlay overlay) {
        this.dump = dump;
        this.source = source;
        this.overlay = overlay;
        prompts = source.lines().stream().anyMatch(line -> line.startsWith(">"));
    }

    void read() {
        int number = 0;
        for (String raw : source.lines()) {
            place = source.place(++number);
            line(raw.stripTrailing());
        }
        finish();
    }

    private void line(String line) {
        String words = line.strip();
        if (words.startsWith("jcli :")) {
            command(words.substring("jcli :".length()).strip());
        } else if (words.startsWith("#")) {
            row(words);
        } else if (adding != null) {
            added(words);
        } else if (!words.isEmpty() && COMMAND.matcher(words).matches()) {
            command(words);
        } else if (shown != null && !words.isEmpty()) {
            shown(words);
        } else if (!words.isEmpty() && !NOISE.matcher(line).matches() && !isText()) {
            overlay.left(
                    place, "a line", "it is none that Jasmin's console prints", "see whether it was to be imported");
        }
    }

    /** Answers of commands that nothing is made of. */
    private boolean isText() {
        return option.startsWith("-s")
                || option.startsWith("--show")
                || module.equals("help")
                || module.equals("stats");
    }

    private void command(String words) {
        finish();
        Matcher command = COMMAND.matcher(words);
        if (!command.matches() || command.group(1) == null) {
            module = words;
            option = "";
            return;
        }
        module = command.group(1);
        option = command.group(2);
        String id = option.replaceFirst("^-\\S\\s*|^--\\w+[= ]", "").strip();
        if (option.startsWith("-a") || option.startsWith("--add")) {
            adding = new Group(module, place);
        } else if (option.startsWith("-u") || option.startsWith("--update")) {
            adding = new Group(module, place);
            adding.add(new Group.Setting(place, module.equals(USER) ? "uid" : "cid", id));
        } else if (option.startsWith("-s") || option.startsWith("--show")) {
            shown = new Group(module, place);
            if (module.equals(FILTER)) {
                shown.add(new Group.Setting(place, "fid", id));
            }
        } else if (option.startsWith("-r") || option.startsWith("--remove")) {
            remove(id);
        }
    }

    private void remove(String id) {
        switch (module) {
            case CONNECTOR -> dump.connectors().remove(id);
            case USER -> dump.users().remove(id);
            case GROUP -> dump.groups().remove(id);
            case HTTP -> dump.https().remove(id);
            case FILTER -> dump.filters().remove(id);
            case MT -> dump.routes().remove(order(id));
            case MO -> dump.incoming().remove(order(id));
            default -> {}
        }
    }

    private static int order(String words) {
        return words.matches("\\d{1,9}") ? Integer.parseInt(words) : -1;
    }

    private void added(String words) {
        String said = words.startsWith(">") ? words.substring(1).strip() : prompts ? "" : words;
        if (said.equals("ok")) {
            save();
            adding = null;
        } else if (said.equals("ko")) {
            adding = null;
        } else if (!said.isEmpty()
                && (words.startsWith(">") || !NOISE.matcher(said).matches())) {
            setting(adding, said);
        }
    }

    private void shown(String words) {
        if (module.equals(HTTP) || module.equals(FILTER)) {
            int equals = words.indexOf(" = ");
            if (equals > 0) {
                shown.add(new Group.Setting(place, words.substring(0, equals).strip(), words.substring(equals + 3)));
            } else if (words.endsWith(":") && module.equals(FILTER)) {
                shown.add(new Group.Setting(place, "type", words.substring(0, words.length() - 1)));
            }
        } else if (!NOISE.matcher(words).matches()) {
            setting(shown, words);
        }
    }

    /** {@code host 10.1.1.1}, {@code mt_messaging_cred quota balance 44.2}. */
    private void setting(Group group, String words) {
        int depth = words.startsWith("mt_messaging_cred ") || words.startsWith("smpps_cred ") ? 3 : 1;
        String[] parts = words.split("\\s+", depth + 1);
        String name = String.join(" ", List.of(parts).subList(0, Math.min(depth, parts.length)));
        group.add(new Group.Setting(place, name, parts.length > depth ? parts[depth] : ""));
    }

    private void finish() {
        if (shown != null) {
            adding = shown;
            if (!module.equals(MT) && !module.equals(MO)) {
                save();
            }
        }
        shown = null;
        adding = null;
        table = "";
    }

    private void save() {
        switch (module) {
            case CONNECTOR -> merge(dump.connectors(), "cid");
            case USER -> merge(dump.users(), "uid");
            case GROUP -> {
                if (adding.has("gid")) {
                    dump.groups().put(adding.take("gid"), true);
                }
            }
            case HTTP -> merge(dump.https(), "cid");
            case FILTER -> filter();
            case MT -> route(dump.routes());
            case MO -> route(dump.incoming());
            default -> dump.interceptors().add(adding);
        }
    }

    private void merge(Map<String, Group> all, String key) {
        String id = adding.peek(key);
        if (id == null) {
            return;
        }
        Group there = all.get(id);
        if (there == null) {
            all.put(id, adding);
        } else {
            adding.left().forEach(there::replace);
        }
    }

    private void filter() {
        String kind = KINDS.get(String.valueOf(adding.peek("type")).toLowerCase(Locale.ROOT));
        if (kind == null || !adding.has("fid")) {
            return;
        }
        String value = null;
        for (String name : new String[] {
            "cid",
            "uid",
            "gid",
            "source_addr",
            "destination_addr",
            "short_message",
            "dateInterval",
            "timeInterval",
            "tag",
            "has tag",
            "pyCode"
        }) {
            value = value == null ? adding.peek(name) : value;
        }
        if (adding.has("Left border")) {
            value = adding.peek("Left border") + "," + adding.peek("Right border");
        }
        dump.filters().put(adding.peek("fid"), new JcliDump.Filter(kind, value == null ? "" : value.replace(';', ',')));
        if (List.of("SA", "DA", "SM").contains(kind)) {
            dump.filters().put(adding.peek("fid"), new JcliDump.Filter(kind, value == null ? "" : value));
        }
    }

    private void route(TreeMap<Integer, JcliDump.Route> all) {
        String type = adding.peek("type");
        int order = "DefaultRoute".equalsIgnoreCase(type) ? 0 : order(String.valueOf(adding.peek("order")));
        String connectors = adding.has("connectors") ? adding.peek("connectors") : adding.peek("connector");
        if (type == null || order < 0 || connectors == null) {
            overlay.left(
                    adding.place(),
                    module + " -a",
                    "the route has no type, no order or no connector",
                    "see whether it was to be imported");
            return;
        }
        List<JcliDump.Filter> filters = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (String fid : String.valueOf(adding.has("filters") ? adding.peek("filters") : "")
                .split(";")) {
            if (!fid.isBlank()) {
                JcliDump.Filter filter = dump.filters().get(fid.strip());
                if (filter == null) {
                    unknown.add(fid.strip());
                } else {
                    filters.add(filter);
                }
            }
        }
        all.put(order, new JcliDump.Route(adding.place(), order, type, connectors(connectors, ";"), filters, unknown));
    }

    private static List<String> connectors(String words, String separator) {
        List<String> all = new ArrayList<>();
        for (String one : words.split(separator)) {
            if (!one.isBlank()) {
                all.add(one.strip());
            }
        }
        return List.copyOf(all);
    }

    private void row(String words) {
        if (words.startsWith("#Connector id")) {
            begin(CONNECTOR);
        } else if (words.startsWith("#User id")) {
            begin(USER);
        } else if (words.startsWith("#Group id")) {
            begin(GROUP);
        } else if (words.startsWith("#Filter id")) {
            begin(FILTER);
        } else if (words.startsWith("#Httpcc id")) {
            begin(HTTP);
        } else if (words.matches("#(M[OT] Route )?[Oo]rder\\b.*")) {
            begin(words.contains("Script") ? "interceptor" : words.contains("Rate") ? MT : MO);
        } else {
            listed(words.substring(1), words);
        }
    }

    private void begin(String kind) {
        if (adding != null || shown != null) {
            finish();
        }
        table = kind;
    }

    private void listed(String words, String line) {
        String[] columns = words.strip().split("\\s+");
        switch (table) {
            case CONNECTOR ->
                dump.connectors().computeIfAbsent(columns[0], cid -> {
                    Group group = new Group(CONNECTOR, place);
                    if (columns.length > 1 && columns[1].equals("stopped")) {
                        group.add(new Group.Setting(place, "service", "stopped"));
                    }
                    return group;
                });
            case USER -> user(columns);
            case GROUP -> dump.groups().put(columns[0].replaceFirst("^!", ""), !columns[0].startsWith("!"));
            case FILTER ->
                filters(words.substring(Math.min(words.length(), columns[0].length())))
                        .forEach(filter -> dump.filters().putIfAbsent(columns[0], filter));
            case HTTP -> http(columns);
            case MT -> route(line, dump.routes(), true);
            case MO -> route(line, dump.incoming(), false);
            case "interceptor" ->
                dump.interceptors()
                        .add(new Group(module.equals("mointerceptor") ? "mointerceptor" : "mtinterceptor", place));
            default ->
                // a comment of a script
                table = "";
        }
    }

    private void user(String[] columns) {
        boolean off = columns[0].startsWith("!");
        String uid = columns[0].replaceFirst("^!", "");
        Group user = dump.users().computeIfAbsent(uid, u -> new Group(USER, place));
        if (columns.length > 2) {
            missing(user, "uid", uid);
            missing(user, "gid", columns[1].replaceFirst("^!", ""));
            missing(user, "username", columns[2]);
        }
        if (off) {
            user.add(new Group.Setting(place, "disabled", "yes"));
        }
    }

    private void missing(Group group, String name, String value) {
        if (!group.has(name)) {
            group.add(new Group.Setting(place, name, value));
        }
    }

    private void http(String[] columns) {
        if (columns.length < 4) {
            return;
        }
        Group http = dump.https().computeIfAbsent(columns[0], cid -> new Group(HTTP, place));
        missing(http, "cid", columns[0]);
        missing(http, "method", columns[2]);
        missing(http, "baseurl", columns[3]);
    }

    private void route(String line, TreeMap<Integer, JcliDump.Route> all, boolean rated) {
        Matcher row = ROUTE.matcher(line);
        if (!row.matches()) {
            overlay.left(
                    place,
                    "a line",
                    "it is no route as Jasmin's console prints it",
                    "see whether it was to be imported");
            return;
        }
        String rest = row.group(3);
        Matcher rate = RATE.matcher(rest);
        if (rated && rate.matches()) {
            rest = rate.group(1);
        }
        int from = rest.indexOf('<');
        String connectors = from < 0 ? rest : rest.substring(0, from);
        int order = Integer.parseInt(row.group(1));
        all.put(
                order,
                new JcliDump.Route(
                        place,
                        order,
                        row.group(2),
                        connectors(connectors, ","),
                        filters(from < 0 ? "" : rest.substring(from)),
                        List.of()));
    }

    /** {@code <DA (dst_addr=^48)>, <U (uid=shop)>}; before version 0.9 with long names. */
    private static List<JcliDump.Filter> filters(String words) {
        List<JcliDump.Filter> all = new ArrayList<>();
        Matcher each = FILTERS.matcher(words);
        while (each.find()) {
            String kind = KINDS.getOrDefault(each.group(1).toLowerCase(Locale.ROOT), each.group(1));
            all.add(new JcliDump.Filter(kind, each.group(2) == null ? "" : each.group(2)));
        }
        return all;
    }
}
