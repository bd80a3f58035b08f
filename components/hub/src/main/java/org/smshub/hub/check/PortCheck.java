package org.smshub.hub.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.model.RouteDefinition;
import org.smshub.hub.check.Settings.Setting;
import org.smshub.hub.check.Site.Block;

/** Ports: each a number that there is, and no two servers on one. A server that gets none tries for ever, and the hub says ready. */
final class PortCheck {

    private static final int LAST = 65_535;

    /** Schemes that listen, and do not end in -server. */
    private static final Set<String> LISTEN = Set.of("gsmmodem-sim");

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+");
    private static final Pattern SERVER = Pattern.compile("([a-z0-9-]+):(?://)?([^:/?]*):([0-9]+)(?:[/?].*)?");
    private static final Pattern KEY = Pattern.compile("\\{\\{\\s*([^{}:]+?)\\s*(?::[^{}]*)?}}");

    /** A place where somebody listens. */
    private record Socket(String host, int port, String who, Finding at) {

        boolean meets(Socket other) {
            return port == other.port && (host.equals(other.host) || isAny() || other.isAny());
        }

        private boolean isAny() {
            return host.isEmpty() || host.equals("0.0.0.0") || host.equals("::");
        }
    }

    private PortCheck() {}

    static void check(Site site, Consumer<Finding> findings) {
        for (Setting setting : site.settings().all()) {
            String name = setting.key();
            boolean other = setting.value().startsWith("{{"); // where it is set, it is looked at
            if (!other && (name.endsWith(".port") || name.endsWith("Port"))) {
                String value = site.resolved(setting.value());
                boolean number = NUMBER.matcher(value).matches();
                if (number ? !isPort(value) : name.startsWith("hub.") && !value.contains("{{")) {
                    findings.accept(new Finding(
                            Site.here(setting.file()),
                            setting.line(),
                            name + " = " + value + " is no port: 0 to " + LAST));
                }
            }
        }
        List<Socket> sockets = new ArrayList<>();
        http(site, "hub.http.port", site.resolved("{{hub.http.host:127.0.0.1}}"), sockets);
        http(site, "hub.management.port", "127.0.0.1", sockets);
        if (site.resolved("{{hub.console:false}}").equals("true")) {
            http(site, "hub.console.port", site.resolved("{{hub.console.host:127.0.0.1}}"), sockets);
        }
        for (RouteDefinition route : site.routes()) {
            if (site.runs(route)) {
                String uri = route.getInput().getEndpointUri();
                Finding at = new Finding(Site.file(route, route.getResource()), RouteCheck.line(route), "");
                add(site.resolved(uri), "route " + route.getId(), port(site, uri, at), sockets);
            }
        }
        for (Block block : site.blocks()) {
            Setting port = block.line("port");
            Finding at = new Finding(Site.here(port.file()), port.line(), "");
            add(site.resolved(block.uri(), block.options()), "block " + block.name(), at, sockets);
        }
        for (int i = 0; i < sockets.size(); i++) {
            for (int j = 0; j < i; j++) {
                Socket one = sockets.get(i);
                Socket other = sockets.get(j);
                if (one.meets(other)) {
                    findings.accept(new Finding(
                            one.at().file(),
                            one.at().line(),
                            "port " + one.port() + " is wanted by " + one.who() + " and by " + other.who() + " ("
                                    + other.at().file() + ":" + other.at().line() + ")"));
                }
            }
        }
    }

    private static boolean isPort(String value) {
        return value.length() <= 5 && !value.startsWith("-") && Integer.parseInt(value) <= LAST;
    }

    private static void http(Site site, String key, String host, List<Socket> sockets) {
        Setting setting = site.settings().get(key);
        String port = site.resolved("{{" + key + ":0}}");
        if (setting != null && NUMBER.matcher(port).matches() && isPort(port) && !port.equals("0")) {
            Finding at = new Finding(Site.here(setting.file()), setting.line(), "");
            sockets.add(new Socket(host, Integer.parseInt(port), key, at));
        }
    }

    /** Where the port of an address is set; where it is none of the properties', the route itself. */
    private static Finding port(Site site, String uri, Finding route) {
        Matcher key = KEY.matcher(uri.replaceAll("\\?.*", ""));
        Setting last = null;
        while (key.find()) {
            Setting setting = site.settings().get(key.group(1));
            last = setting == null ? last : setting;
        }
        return last == null ? route : new Finding(Site.here(last.file()), last.line(), "");
    }

    private static void add(String uri, String who, Finding at, List<Socket> sockets) {
        Matcher server = SERVER.matcher(uri);
        if (server.matches()
                && (server.group(1).endsWith("-server") || LISTEN.contains(server.group(1)))
                && isPort(server.group(3))
                && !server.group(3).equals("0")) {
            sockets.add(new Socket(server.group(2), Integer.parseInt(server.group(3)), who, at));
        }
    }
}
