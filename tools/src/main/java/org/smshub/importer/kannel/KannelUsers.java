package org.smshub.importer.kannel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.smshub.hub.Numbers;
import org.smshub.hub.RefusedException;
import org.smshub.importer.ClientEntry;
import org.smshub.importer.Csv;
import org.smshub.importer.Group;
import org.smshub.importer.Overlay;
import org.smshub.importer.Prefixes;
import org.smshub.importer.Yaml;

/** Kannel's users and services: clients, and lines of keywords.csv. */
final class KannelUsers {

    private static final String DOOR = "kannel";
    private static final String SERVICES = "kannel-services";

    private final Overlay overlay;
    private final Map<Group, String> blocks;
    private final Numbers numbers = new Numbers();
    private int maxParts;
    private boolean open;

    KannelUsers(Overlay overlay, Map<Group, String> blocks) {
        this.overlay = overlay;
        this.blocks = blocks;
        numbers.setRegion(overlay.values().getOrDefault("hub.region", ""));
    }

    void map(
            List<Group> boxes,
            List<Group> users,
            List<Group> services,
            KannelRouting routing,
            Map<String, List<String>> links) {
        open = overlay.door(DOOR);
        if (open) {
            overlay.done(
                    "applications are told at addresses of the public Internet; others want hub.webhooks.allow, such as 10.1.0.0/16");
        }
        String global = null;
        for (Group box : boxes) {
            global = box.has("global-sender") ? sender(box, "global-sender", "smsbox") : global;
            box(box);
        }
        for (Group user : users) {
            user(user, global, routing);
        }
        if (maxParts > 0) {
            overlay.value("hub.text.maxParts", Math.min(maxParts, 255));
        }
        // the default one counts when no other does
        services.stream().filter(group -> !isDefault(group)).forEach(group -> service(group, links));
        services.stream().filter(KannelUsers::isDefault).forEach(group -> service(group, links));
    }

    private void box(Group box) {
        // this hub is bearerbox and smsbox in one
        box.take("bearerbox-host");
        box.take("bearerbox-port");
        if (open && box.has("sendsms-port")) {
            overlay.left(
                    box.setting("sendsms-port").place(),
                    "smsbox, sendsms-port",
                    "the hub answers sendsms on its HTTP port (hub.http.port, hub.http.host)",
                    "give the applications that address, or set hub.http.port to this port");
            box.take("sendsms-port");
        }
    }

    private void user(Group user, String global, KannelRouting routing) {
        String id = user.peek("username");
        String block = "sendsms-user " + (id == null ? "without a name" : id);
        blocks.put(user, block);
        if (id == null || id.isBlank() || !Yaml.isPlain(id) || id.contains(",") || id.length() > 64) {
            overlay.left(
                    user.place(),
                    block,
                    "a client has a name of up to 64 characters without quotes, commas, braces and $",
                    "add it to clients.yaml under another name");
            return;
        }
        if (overlay.hasClient(id)) {
            overlay.left(
                    user.place(),
                    block,
                    "another user has this name, and Kannel tells them apart by their addresses",
                    "add it to clients.yaml under another name");
            return;
        }
        user.take("username");
        user.take("name");
        ClientEntry client = overlay.client(id, "group = sendsms-user, " + user.place());
        String password = user.take("password");
        if (password != null && !password.isEmpty()) {
            client.password(password);
        }
        String sender = user.has("faked-sender") ? sender(user, "faked-sender", block) : null;
        String usual = user.has("default-sender") ? sender(user, "default-sender", block) : global;
        if (sender != null) {
            routing.sender(id, sender);
            client.set("defaultSender", sender);
        } else {
            client.set("defaultSender", usual);
        }
        route(user, id, routing);
        Long parts = user.number("max-messages");
        if (parts != null && parts > 0) {
            user.take("max-messages");
            maxParts = Math.max(maxParts, (int) Math.min(parts, 255));
        }
        if (!Boolean.FALSE.equals(KannelLinks.bool(user.peek("concatenation")))) {
            user.take("concatenation");
        }
        door(client, user, block);
        overlay.done(block + " is the client " + id);
    }

    private static void route(Group user, String id, KannelRouting routing) {
        String forced = user.take("forced-smsc");
        String usual = user.take("default-smsc");
        if (forced != null) {
            routing.force(id, forced);
        } else if (usual != null) {
            routing.usual(id, usual);
        }
    }

    private void door(ClientEntry client, Group user, String block) {
        if (!open) {
            return;
        }
        StringBuilder door = new StringBuilder("{kannel: {callbacks: true");
        String url = user.take("dlr-url");
        if (url != null && !url.isEmpty()) {
            door.append(", receipts: ").append(Yaml.quoted(url));
            plain(url);
        }
        // the address of a receipt is the application's own, as with Kannel; which ones are let through says
        // hub.webhooks.allow
        client.plain("doors", door.append("}}"));
        overlay.value("hub.webhooks", "true");
        overlay.value("hub.webhooks.plain", "true");
    }

    private void plain(String url) {
        overlay.value("hub.webhooks", "true");
        if (url.toLowerCase(Locale.ROOT).startsWith("http://")) {
            overlay.value("hub.webhooks.plain", "true");
        }
    }

    /** In the hub's form; null = it is none there. */
    private String sender(Group group, String name, String block) {
        Group.Setting setting = group.setting(name);
        String value = group.take(name);
        try {
            return numbers.sender(international(value));
        } catch (RefusedException e) {
            overlay.left(
                    setting.place(),
                    block + ", " + name,
                    "a sender is a number with + and country code, a short code of 3 to 6 digits, or up to 11 characters",
                    "put it into clients.yaml (defaultSender) as the centres take it");
            return null;
        }
    }

    /** Digits too long for a short code are a number with its country code. */
    private String international(String value) {
        return value.matches("[1-9][0-9]{6,14}") && numbers.getRegion().isEmpty() ? "+" + value : value;
    }

    private static boolean isDefault(Group service) {
        return "default".equals(service.peek("keyword"));
    }

    private void service(Group service, Map<String, List<String>> links) {
        String keyword = service.peek("keyword");
        String block = "sms-service " + (keyword == null ? "without a keyword" : keyword);
        blocks.put(service, block);
        List<String> words = words(service, keyword, block);
        String answer = service.peek("text");
        String url = url(service);
        if (words.isEmpty() || url == null && answer == null) {
            return;
        }
        if (url == null && answer.contains("%")) {
            overlay.left(
                    service.setting("text").place(),
                    block + ", text",
                    "an answer of keywords.csv has no escape codes",
                    "write a line of keywords.csv without them, or a route that answers");
            service.take("text");
            return;
        }
        List<String> by = by(service, links);
        if (by.isEmpty()) {
            overlay.left(
                    service.setting("accepted-smsc").place(),
                    block + ", accepted-smsc",
                    "none of these is a link here",
                    "the service is not there: write its line of keywords.csv when its link is");
            service.take("accepted-smsc");
            return;
        }
        String client = url == null ? null : client(service, keyword, url, block);
        if (url != null && client == null) {
            return;
        }
        service.take("accepted-smsc");
        service.take("keyword");
        service.take("aliases");
        service.take("name");
        String text = url == null ? service.take("text") : "";
        List<String> csv =
                overlay.table("keywords.csv", "keyword,number,from,link,client,events,does,answer,answerFrom");
        for (String link : by) {
            for (String word : words) {
                csv.add(Csv.line(word, "", "", link, client == null ? "" : client, "", "", text, ""));
            }
        }
        overlay.value("hub.routing.keywords", "true");
        if (url == null) {
            service.take("catch-all");
            if (!Long.valueOf(0).equals(service.number("max-messages"))) {
                service.take("max-messages");
            }
            overlay.client(SERVICES, "whose the answers of keywords.csv are");
            overlay.value("hub.answers.client", SERVICES);
        }
        overlay.done(block + (client == null ? " is a line of keywords.csv" : " is the client " + client));
    }

    /** The keyword and its aliases; {@code *} is the default; none = the hub's keywords are other ones. */
    private List<String> words(Group service, String keyword, String block) {
        if (keyword == null) {
            return List.of();
        }
        if (isDefault(service)) {
            return List.of("*");
        }
        List<String> words = new ArrayList<>(List.of(keyword.strip()));
        words.addAll(Prefixes.list(service.peek("aliases"), ";"));
        if (words.stream().allMatch(word -> word.matches("[\\p{L}\\p{N}]([^\\s,]*[\\p{L}\\p{N}])?"))) {
            return words;
        }
        overlay.left(
                service.setting("keyword").place(),
                block + ", keyword",
                "a keyword is one word without marks at its ends",
                "write a line of keywords.csv, or a route (docs/routing/incoming-by-link.camel.yaml)");
        service.take("keyword");
        service.take("aliases");
        return List.of();
    }

    /** Links of the SMSCs that it is for, the empty one for any; none = there is no link of them. */
    private static List<String> by(Group service, Map<String, List<String>> links) {
        String accepted = service.peek("accepted-smsc");
        if (accepted == null) {
            return List.of("");
        }
        List<String> by = new ArrayList<>();
        for (String smsc : Prefixes.list(accepted, ";")) {
            by.addAll(links.getOrDefault(smsc, List.of()));
        }
        return by;
    }

    private static String url(Group service) {
        for (String name : new String[] {"get-url", "url", "post-url", "post-xml"}) {
            if (service.has(name)) {
                return name;
            }
        }
        return null;
    }

    /** A client that is told by the door, where there is one. */
    private String client(Group service, String keyword, String name, String block) {
        if (!open) {
            overlay.left(
                    service.setting(name).place(),
                    block + ", " + name,
                    "this hub has no door of Kannel's (hub.door.kannel)",
                    "make a client with a webhook (docs/webhooks.md) and a line of keywords.csv");
            service.take(name);
            return null;
        }
        String url = service.take(name);
        String id = "service-" + keyword.replaceAll("[^A-Za-z0-9]+", "-").toLowerCase(Locale.ROOT);
        while (overlay.hasClient(id)) {
            id += "-2";
        }
        String method = name.equals("post-url") ? "POST" : name.equals("post-xml") ? "XML" : "GET";
        boolean replies = !Long.valueOf(0).equals(service.number("max-messages"));
        service.take("max-messages");
        if (Boolean.TRUE.equals(KannelLinks.bool(service.peek("catch-all")))) {
            service.take("catch-all");
        }
        if (Boolean.TRUE.equals(KannelLinks.bool(service.peek("omit-empty")))) {
            service.take("omit-empty");
        }
        plain(url);
        overlay.client(id, "group = sms-service, " + service.place())
                .plain("events", DOOR)
                .plain(
                        "doors",
                        "{kannel: {incoming: " + Yaml.quoted(url) + ", method: " + method + ", replies: " + replies
                                + "}}");
        return id;
    }
}
