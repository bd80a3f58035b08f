package org.smshub.it.hooks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.smshub.bench.HubSite;

/** Fifty clients of a hub and their receivers: most of them broken, the good ones half in Python and half in Node. */
final class Fifty {

    static final String HOST = "127.0.0.2";
    private static final String TRAP = "127.0.0.1";

    /** What a receiver took. */
    record Told(long at, String client, String event, String id, String state, long occurredAt) {}

    /** By how they behave. */
    final Map<String, List<String>> clients = new LinkedHashMap<>();

    private final Path folder;
    private final HookHub hub;
    private final int python = HubSite.freePort();
    private final int node = HubSite.freePort();
    private final int names = HubSite.freePort();
    private final Map<String, String> secrets = new TreeMap<>();
    private int made;

    Fifty(Path folder, HookHub hub) throws Exception {
        this.folder = folder;
        this.hub = hub;
        int dead;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            dead = socket.getLocalPort();
        }
        add("python", 12, "http://" + HOST + ":" + python + "/good/");
        add("node", 11, "http://" + HOST + ":" + node + "/good/");
        add("dead", 10, "http://" + HOST + ":" + dead + "/good/");
        add("slow", 10, "http://" + HOST + ":" + python + "/slow/");
        add("fail", 5, "http://" + HOST + ":" + python + "/fail/");
        add("redirect", 1, "http://" + HOST + ":" + python + "/redirect/");
        add("rebind", 1, "http://rebinding.example:" + python + "/good/");
        hub.site.property("hub.webhooks.allow", HOST);
        hub.site.property("hub.webhooks.nameServers", "127.0.0.1:" + names);
    }

    private void add(String how, int count, String url) throws Exception {
        for (int i = 0; i < count; i++) {
            String client = how + made++;
            clients.computeIfAbsent(how, h -> new ArrayList<>()).add(client);
            secrets.put(client, hub.secret());
            hub.client(client, url + client, secrets.get(client));
        }
    }

    List<String> all() {
        return clients.values().stream().flatMap(List::stream).toList();
    }

    List<String> good() {
        List<String> good = new ArrayList<>(clients.get("python"));
        good.addAll(clients.get("node"));
        return good;
    }

    void start() throws Exception {
        hub.program(null, true, "python3", script("receivers.py", folder), config("python", python));
        // Node looks for libraries beside the script
        hub.program(null, true, "node", script("receivers.mjs", HookHub.library()), config("node", node));
    }

    private static String script(String name, Path into) throws IOException {
        Path script = into.resolve(name);
        try (var in = Fifty.class.getResourceAsStream(name)) {
            Files.write(script, in.readAllBytes());
        }
        return script.toString();
    }

    private String config(String name, int port) throws IOException {
        Map<String, Object> config = new HashMap<>(Map.of("host", HOST, "trap", TRAP, "port", port, "names", names));
        config.put("secrets", secrets);
        config.put("book", Files.writeString(folder.resolve(name + ".book"), "").toString());
        Path file = folder.resolve(name + ".json");
        HookHub.JSON.writeValue(file.toFile(), config);
        return file.toString();
    }

    /** Lines of the books that are no event with a good signature at the good address. */
    List<String> bad() throws IOException {
        return lines().stream()
                .filter(line -> !Character.isDigit(line.charAt(0)))
                .toList();
    }

    private List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(folder.resolve("python.book")));
        lines.addAll(Files.readAllLines(folder.resolve("node.book")));
        return lines;
    }

    /** By message, in the order they came; what came twice once. */
    Map<String, List<Told>> told() throws IOException {
        Map<String, Map<String, Told>> told = new HashMap<>();
        for (String line : lines()) {
            String[] words = line.split(" ", 4);
            if (words.length == 4 && Character.isDigit(line.charAt(0))) {
                var json = HookHub.JSON.readTree(words[3]);
                Told one = new Told(
                        Long.parseLong(words[0]),
                        words[1],
                        words[2],
                        json.path("id").asText(),
                        json.path("state").asText(),
                        java.time.Instant.parse(json.path("occurredAt").asText())
                                .toEpochMilli());
                told.computeIfAbsent(one.id(), id -> new LinkedHashMap<>()).putIfAbsent(one.event(), one);
            }
        }
        Map<String, List<Told>> lists = new HashMap<>();
        told.forEach((id, events) -> lists.put(id, List.copyOf(events.values())));
        return lists;
    }
}
