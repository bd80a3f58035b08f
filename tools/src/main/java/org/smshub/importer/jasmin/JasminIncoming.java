package org.smshub.importer.jasmin;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.smshub.importer.Csv;
import org.smshub.importer.Group;
import org.smshub.importer.Overlay;
import org.smshub.importer.PrefixPattern;
import org.smshub.importer.Prefixes;
import org.smshub.importer.Yaml;

/** Jasmin's MO routes as lines of {@code keywords.csv}, and its HTTP connectors as clients that are told. */
final class JasminIncoming {

    private final JcliDump dump;
    private final Map<String, String> links;
    private final Map<String, String> users;
    private final boolean open;
    private final Overlay overlay;
    private final Map<String, String> callers = new LinkedHashMap<>();
    private boolean smpp;

    /**
     * @param links their names by cid
     * @param users names of the clients by uid
     * @param open whether this hub has the door by which they are told
     */
    JasminIncoming(JcliDump dump, Map<String, String> links, Map<String, String> users, boolean open, Overlay overlay) {
        this.dump = dump;
        this.links = links;
        this.users = users;
        this.open = open;
        this.overlay = overlay;
    }

    /** Whether any goes to who has logged in by SMPP. */
    boolean bind() {
        return smpp;
    }

    void map() {
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
                .plain("events", JasminImport.DOOR)
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
