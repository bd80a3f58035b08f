package org.smshub.importer.jasmin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.smshub.hub.Numbers;
import org.smshub.hub.RefusedException;
import org.smshub.importer.ClientEntry;
import org.smshub.importer.Csv;
import org.smshub.importer.Group;
import org.smshub.importer.Known;
import org.smshub.importer.LinkBlock;
import org.smshub.importer.Overlay;
import org.smshub.importer.PrefixPattern;
import org.smshub.importer.PrefixTable;
import org.smshub.importer.Prefixes;
import org.smshub.importer.RoutingYaml;
import org.smshub.importer.Source;
import org.smshub.importer.Unreadable;
import org.smshub.importer.Yaml;

/** A Jasmin as a configuration of the hub: its SMPP connectors are links, its users clients, its routes a choice. */
public final class JasminImport {

    private static final Known KNOWN = Known.of(JasminImport.class, "leftovers.txt");
    private static final String DOOR = "jasmin";

    /** What Jasmin itself sets, and needs no counterpart: its default, or the hub's own way. */
    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("bind_to", "30"),
            Map.entry("pdu_red_to", "10"),
            Map.entry("trx_to", "300"),
            Map.entry("con_loss_retry", "yes"),
            Map.entry("con_fail_retry", "yes"),
            Map.entry("src_ton", "2"),
            Map.entry("src_npi", "1"),
            Map.entry("dst_ton", "1"),
            Map.entry("dst_npi", "1"),
            Map.entry("bind_ton", "0"),
            Map.entry("bind_npi", "1"),
            Map.entry("validity", "None"),
            Map.entry("priority", "0"),
            Map.entry("requeue_delay", "120"),
            Map.entry("addr_range", "None"),
            Map.entry("dlr_expiry", "86400"),
            Map.entry("proto_id", "None"),
            Map.entry("coding", "0"),
            Map.entry("def_msg_id", "0"),
            Map.entry("ripf", "0"),
            Map.entry("src_addr", "None"),
            Map.entry("custom_tlvs", "none"),
            Map.entry("loglevel", "20"),
            Map.entry("logrotate", "midnight"),
            Map.entry("logprivacy", "no"),
            Map.entry("mt_messaging_cred valuefilter priority", "^[0-3]$"),
            Map.entry("mt_messaging_cred valuefilter content", ".*"),
            Map.entry("mt_messaging_cred valuefilter src_addr", ".*"),
            Map.entry("mt_messaging_cred valuefilter dst_addr", ".*"),
            Map.entry("mt_messaging_cred valuefilter validity_period", "^\\d+$"),
            Map.entry("mt_messaging_cred defaultvalue src_addr", "None"),
            Map.entry("mt_messaging_cred authorization http_bulk", "False"),
            Map.entry("smpps_cred authorization ip", "0.0.0.0/0"));

    private final JcliDump dump;
    private final Overlay overlay;
    private final Map<String, String> links = new LinkedHashMap<>();
    private final Map<String, String> users = new LinkedHashMap<>();
    private final Map<String, List<String>> groups = new LinkedHashMap<>();
    private final Map<String, String> callers = new LinkedHashMap<>();
    private boolean open;
    private boolean smpp;

    private JasminImport(JcliDump dump, Overlay overlay) {
        this.dump = dump;
        this.overlay = overlay;
    }

    public static boolean fits(List<String> lines) {
        return JcliDump.fits(lines);
    }

    /** @throws Unreadable there is no connector and no user in it */
    public static void map(List<Source> sources, Overlay overlay) {
        JcliDump dump = JcliDump.read(sources, overlay);
        if (dump.connectors().isEmpty() && dump.users().isEmpty()) {
            throw new Unreadable(
                    "no connector (smppccm -s) and no user (user -s) is in it: is it what Jasmin's console prints?");
        }
        new JasminImport(dump, overlay).map();
    }

    private void map() {
        open = overlay.door(DOOR);
        if (open) {
            overlay.done(
                    "applications are told at addresses of the public Internet; others want hub.webhooks.allow, such as 10.1.0.0/16");
        }
        dump.connectors().forEach(this::link);
        dump.users().forEach(this::user);
        routes();
        incoming();
        dump.interceptors().forEach(each -> KNOWN.leave(each.place(), each.kind(), "", each.kind(), overlay));
        if (smpp) {
            overlay.value("hub.smpp", "true");
        }
    }

    private void link(String cid, Group connector) {
        String block = "smppccm " + cid;
        LinkBlock link = overlay.link(cid, "smpp-link", block + ", " + connector.place());
        links.put(cid, link.name());
        connector.take("cid");
        if (!connector.has("host") && !connector.has("username") && !connector.has("port")) {
            overlay.left(
                    connector.place(),
                    block,
                    "of this connector only the name is in the dump",
                    "add what smppccm -s " + cid + " prints, or write host and account into links.properties");
            // nobody has that name: nothing is sent until it is another (RFC 2606)
            link.set("host", "unknown.invalid").set("systemId", "unknown");
        } else {
            link.set("host", connector.take("host", "127.0.0.1"));
            link.set("port", number(connector, "port", 1, 65_535, 1));
            link.set("systemId", connector.take("username", "smppclient"));
            link.secret("password", connector.take("password", "password"));
        }
        String type = connector.take("systype");
        link.set("systemType", "None".equals(type) ? null : type);
        String bind = connector.take("bind");
        if (bind != null && List.of("transceiver", "transmitter", "receiver").contains(bind)) {
            link.set("bind", bind.toUpperCase(Locale.ROOT));
        }
        rate(connector, link, block);
        link.set("enquireLink", number(connector, "elink_interval", 1, 86_400, 1_000));
        link.set("answerTimeout", number(connector, "res_to", 1, 3_600, 1_000));
        link.reconnectDelay(number(connector, "con_loss_delay", 0, 86_400, 1_000));
        if (String.valueOf(connector.peek("con_fail_delay")).equals(String.valueOf(connector.peek("con_loss_delay")))) {
            connector.take("con_fail_delay");
        }
        ids(connector, link);
        String ssl = connector.take("ssl");
        if (ssl != null && List.of("yes", "true", "1").contains(ssl.toLowerCase(Locale.ROOT))) {
            link.set("tlsTrust", "system");
        }
        connector.take("logfile");
        defaults(connector);
        KNOWN.leave(connector, block, overlay);
        overlay.done(block + " is the link " + link.name());
    }

    /** One message a second is Jasmin's default, and 0 no limit. */
    private void rate(Group connector, LinkBlock link, String block) {
        String rate = connector.take("submit_throughput");
        if (rate != null && rate.matches("[0-9]{1,6}(\\.[0-9]{1,3})?")) {
            link.set("rate", rate);
        } else if (rate != null) {
            overlay.left(
                    connector.setting("submit_throughput").place(),
                    block + ", submit_throughput",
                    "it is no number",
                    "set rate in links.properties");
        } else if (connector.has("host")) {
            link.set("rate", "1");
        }
    }

    private static Long number(Group group, String name, long least, long most, long times) {
        Long number = group.number(name);
        if (number == null || number < least || number > most) {
            return null;
        }
        group.take(name);
        return number * times;
    }

    private static void ids(Group connector, LinkBlock link) {
        String base = connector.take("dlr_msgid");
        if ("1".equals(base)) {
            link.set("idForms", "HEX_TO_DECIMAL");
        } else if ("2".equals(base)) {
            link.set("idForms", "DECIMAL_TO_HEX");
        }
    }

    private static void defaults(Group group) {
        for (Group.Setting setting : group.left()) {
            if (setting.value().equals(DEFAULTS.get(setting.name()))
                    || setting.name().contains(" authorization ")
                            && setting.value().equals("True")
                    || setting.name().contains(" quota ")
                            && List.of("ND", "none").contains(setting.value())) {
                group.take(setting.name());
            }
        }
    }

    private void user(String uid, Group user) {
        String name = user.take("username", uid);
        String block = "user " + uid;
        user.take("uid");
        String gid = user.take("gid");
        if (user.has("disabled") || Boolean.FALSE.equals(dump.groups().get(gid))) {
            overlay.left(
                    user.place(),
                    block,
                    "it, or its group, is disabled in Jasmin, and the hub has no client that may not send",
                    "add it to clients.yaml when it may");
            return;
        }
        if (!Yaml.isPlain(name) || name.contains(",") || overlay.hasClient(name)) {
            overlay.left(
                    user.place(),
                    block,
                    "a client has a name of its own, without quotes, commas, braces and $",
                    "add it to clients.yaml under another name");
            return;
        }
        users.put(uid, name);
        groups.computeIfAbsent(String.valueOf(gid), g -> new ArrayList<>()).add(name);
        ClientEntry client = overlay.client(name, block + ", " + user.place());
        String password = user.take("password");
        if (password != null && !password.isEmpty()) {
            client.password(password);
        } else {
            overlay.left(
                    user.place(),
                    block + ", password",
                    "Jasmin's console does not show it",
                    "./hub key makes one; its hash goes to passwords of this client in clients.yaml");
        }
        sender(user, client, block);
        client.list("senders", senders(user));
        throughput(user, client);
        if (open) {
            client.plain("doors", "{jasmin: {callbacks: true}}");
            overlay.value("hub.webhooks", "true");
            overlay.value("hub.webhooks.plain", "true");
        }
        smpp |= !"False".equals(user.peek("smpps_cred authorization bind"));
        defaults(user);
        KNOWN.leave(user, block, overlay);
        overlay.done(block + " is the client " + name);
    }

    private void sender(Group user, ClientEntry client, String block) {
        String name = "mt_messaging_cred defaultvalue src_addr";
        String sender = user.peek(name);
        if (sender == null || sender.equals("None")) {
            return;
        }
        user.take(name);
        try {
            client.set(
                    "defaultSender", new Numbers().sender(sender.matches("[1-9][0-9]{6,14}") ? "+" + sender : sender));
        } catch (RefusedException e) {
            overlay.left(
                    user.setting(name).place(),
                    block + ", " + name,
                    "a sender is a number with + and country code, a short code of 3 to 6 digits, or up to 11 characters",
                    "put it into clients.yaml (defaultSender) as the centres take it");
        }
    }

    /** {@code ^(ACME|Shop)$} names the senders; any other expression does not. */
    private static List<String> senders(Group user) {
        String name = "mt_messaging_cred valuefilter src_addr";
        String filter = user.peek(name);
        if (filter == null || !filter.matches("\\^\\(?[A-Za-z0-9 .&+-]+(\\|[A-Za-z0-9 .&+-]+)*\\)?\\$")) {
            return List.of();
        }
        user.take(name);
        return Prefixes.list(filter.replaceAll("[\\^$()]", ""), "\\|");
    }

    /** The smaller of the two, for a client has one rate by whichever way it comes. */
    private void throughput(Group user, ClientEntry client) {
        Double least = null;
        for (String name :
                List.of("mt_messaging_cred quota http_throughput", "mt_messaging_cred quota smpps_throughput")) {
            String value = user.peek(name);
            if (value != null && value.matches("[0-9]{1,6}(\\.[0-9]{1,3})?") && Double.parseDouble(value) > 0) {
                user.take(name);
                double rate = Double.parseDouble(value);
                least = least == null ? rate : Math.min(least, rate);
            }
        }
        if (least != null) {
            client.plain("rate", least == Math.rint(least) ? String.valueOf(least.longValue()) : least.toString());
        }
    }

    private void routes() {
        RoutingYaml yaml = new RoutingYaml(
                "Which link a message takes: Jasmin's MT routes, the highest order first.",
                "A number has its + here, which Jasmin's filters may or may not ask for.");
        JasminFilters filters = new JasminFilters(users, groups);
        List<String> otherwise = null;
        String first = null;
        for (JcliDump.Route route : dump.routes().values()) {
            String block = "mtrouter, order " + route.order();
            List<String> its = links(route, block);
            if (its.isEmpty()) {
                continue;
            }
            first = its.get(0);
            List<String> steps = steps(route, its);
            if (route.type().equalsIgnoreCase("DefaultRoute")) {
                otherwise = steps;
                overlay.done(block + " is what is left in routing.camel.yaml");
                continue;
            }
            String condition = route.unknown().isEmpty() ? filters.all(route.filters()) : null;
            if (condition == null) {
                overlay.left(
                        route.place(),
                        block,
                        "of its filters " + unsaid(route, filters),
                        "the route is not there: put it into routing.camel.yaml in its place, before those of lower order");
                yaml.comment(
                        "here was " + route.type() + " " + route.order() + ", which has no counterpart (import.md)");
                continue;
            }
            yaml.when(condition.isEmpty() ? "${header.SmsTo} != null" : condition, steps);
            overlay.done(block + " is a choice of routing.camel.yaml");
        }
        yaml.otherwise(otherwise == null ? RoutingYaml.refuse("No route found") : otherwise);
        if (!overlay.links().isEmpty()) {
            overlay.value(
                    "hub.links.default",
                    first == null ? overlay.links().keySet().iterator().next() : first);
        }
        overlay.routing(yaml.text());
    }

    private static String unsaid(JcliDump.Route route, JasminFilters filters) {
        if (!route.unknown().isEmpty()) {
            return String.join(", ", route.unknown()) + " are nowhere in the dump (filter -l)";
        }
        return "one of the kind "
                + route.filters().stream()
                        .filter(filter -> filters.condition(filter) == null)
                        .map(JcliDump.Filter::kind)
                        .findFirst()
                        .orElse("?")
                + " cannot be told in Simple";
    }

    private List<String> links(JcliDump.Route route, String block) {
        List<String> all = new ArrayList<>();
        for (String connector : route.connectors()) {
            String cid = connector.replaceFirst("^smppc\\((.*)\\)$", "$1");
            if (links.containsKey(cid)) {
                all.add(links.get(cid));
            } else {
                overlay.left(
                        route.place(),
                        block + ", connector " + cid,
                        "there is no such connector in the dump",
                        "add what smppccm -s " + cid + " prints; until then the route goes without it");
            }
        }
        return all;
    }

    private List<String> steps(JcliDump.Route route, List<String> its) {
        List<String> rule = RoutingYaml.rule("order " + route.order());
        if (its.size() > 1 && route.type().toLowerCase(Locale.ROOT).startsWith("randomroundrobin")) {
            String file = "order-" + route.order() + ".csv";
            String bean = "order" + route.order();
            overlay.value("camel.beans." + bean, "#class:org.smshub.hub.routing.NumberTable");
            overlay.value("camel.beans." + bean + ".on", "true");
            overlay.value("camel.beans." + bean + ".file", "{{config:" + file + "}}");
            List<String> csv = overlay.table(
                    file,
                    PrefixTable.head("the links of order " + route.order() + ": each has its share of the numbers"));
            PrefixTable.write(
                    csv,
                    Set.of(),
                    Set.of(),
                    number -> PrefixTable.Ways.of(List.of(its)),
                    number -> PrefixTable.Ways.of(List.of(its)));
            return RoutingYaml.both(RoutingYaml.process(bean), rule);
        }
        return RoutingYaml.both(RoutingYaml.constant("SmsLinks", String.join(",", its)), rule);
    }

    private void incoming() {
        for (JcliDump.Route route : dump.incoming().values()) {
            String block = "morouter, order " + route.order();
            if (route.connectors().size() != 1 && !route.connectors().isEmpty()) {
                overlay.left(
                        route.place(),
                        block + ", connectors",
                        "what comes in is one client's",
                        "the first has it; let the application share it out");
            }
            String client = route.connectors().isEmpty()
                    ? null
                    : receiver(route.connectors().get(0), route, block);
            if (client != null) {
                keyword(route, client, block);
            }
        }
    }

    /** Whose it is: the user of a smpps connector, or a client that an http connector is. */
    private String receiver(String connector, JcliDump.Route route, String block) {
        String id = connector.replaceFirst("^\\w+\\((.*)\\)$", "$1");
        if (connector.startsWith("smpps(")) {
            if (users.containsValue(id)) {
                smpp = true;
                return id;
            }
        } else if (dump.https().containsKey(id)) {
            String client =
                    callers.computeIfAbsent(id, i -> caller(i, dump.https().get(i)));
            if (client.isEmpty()) {
                overlay.left(
                        route.place(),
                        block,
                        "the connector " + id + " has no counterpart here",
                        "write a line of keywords.csv for the client that is made in its place");
            }
            return client.isEmpty() ? null : client;
        }
        overlay.left(
                route.place(),
                block + ", connector " + id,
                "there is no such connector or user in the dump",
                "add what httpccm -l or user -l prints, or write the line of keywords.csv");
        return null;
    }

    /** Empty = there is none, which was said. */
    private String caller(String cid, Group http) {
        String url = http.take("baseurl", http.take("url"));
        String method = http.take("method", "GET").toUpperCase(Locale.ROOT);
        http.take("cid");
        String block = "httpccm " + cid;
        if (!open || url == null) {
            overlay.left(
                    http.place(),
                    block,
                    url == null ? "it has no URL in the dump" : "this hub has no door of Jasmin's (hub.door.jasmin)",
                    "make a client with a webhook (docs/webhooks.md) and lines of keywords.csv");
            return "";
        }
        String id = "httpcc-" + cid.replaceAll("[^A-Za-z0-9.-]+", "-");
        overlay.client(id, block + ", " + http.place())
                .plain("events", DOOR)
                .plain("doors", "{jasmin: {incoming: " + Yaml.quoted(url) + ", method: " + method + "}}");
        overlay.value("hub.webhooks", "true");
        if (url.toLowerCase(Locale.ROOT).startsWith("http://")) {
            overlay.value("hub.webhooks.plain", "true");
        }
        overlay.done(block + " is the client " + id);
        return id;
    }

    private void keyword(JcliDump.Route route, String client, String block) {
        String keyword = "";
        String link = "";
        Set<String> numbers = new LinkedHashSet<>(Set.of(""));
        Set<String> senders = new LinkedHashSet<>(Set.of(""));
        boolean whole = route.unknown().isEmpty();
        for (JcliDump.Filter filter : route.filters()) {
            switch (filter.kind()) {
                case "T" -> {}
                case "C" -> {
                    link = links.getOrDefault(filter.value(), "");
                    whole &= !link.isEmpty();
                }
                case "DA" -> {
                    String number = filter.value().replaceAll("^\\^|\\$$", "").replace("\\+", "+");
                    whole &= filter.value().endsWith("$") && number.matches("\\+?[0-9]{3,15}");
                    numbers = Set.of(number.matches("[1-9][0-9]{6,14}") ? "+" + number : number);
                }
                case "SA" -> {
                    Set<String> beginnings = PrefixPattern.beginnings(filter.value(), true);
                    whole &= beginnings != null && beginnings.stream().allMatch(b -> Prefixes.international(b) != null);
                    if (whole) {
                        senders = new LinkedHashSet<>();
                        for (String beginning : beginnings) {
                            String digits = Prefixes.international(beginning);
                            senders.add(digits.isEmpty() ? "" : "+" + digits);
                        }
                    }
                }
                case "SM" -> {
                    String word = filter.value().replaceAll("^\\^|\\.\\*\\$?$|\\$$", "");
                    whole &= filter.value().startsWith("^") && word.matches("[\\p{L}\\p{N}]+");
                    keyword = word;
                }
                default -> whole = false;
            }
        }
        if (!whole) {
            overlay.left(
                    route.place(),
                    block,
                    "keywords.csv tells by first word, number, beginning of the sender and link, and its filters say something else",
                    "the route is not there: write a route in its place (docs/routing/incoming-by-link.camel.yaml)");
            return;
        }
        overlay.value("hub.routing.keywords", "true");
        List<String> csv =
                overlay.table("keywords.csv", "keyword,number,from,link,client,events,does,answer,answerFrom");
        String events = overlay.clients().get(client).lines().stream().anyMatch(line -> line.startsWith("events:"))
                ? ""
                : "smpp";
        for (String number : numbers) {
            for (String sender : senders) {
                csv.add(Csv.line(keyword.isEmpty() ? "*" : keyword, number, sender, link, client, events, "", "", ""));
            }
        }
        overlay.done(block + " is a line of keywords.csv");
    }
}
