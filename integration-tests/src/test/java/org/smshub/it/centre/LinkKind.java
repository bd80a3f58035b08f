package org.smshub.it.centre;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The kinds of links that every scenario of their protocol runs over: one more is a line here. */
enum LinkKind {
    SMPP_LINK(Protocol.SMPP, Limit.SMPP_CLIENT, "systemId", "smpp-link"),
    CAMEL_SMPP_LINK(Protocol.SMPP, Limit.CAMEL_SMPP, "systemId", "camel-smpp-link"),
    UCP_LINK(Protocol.UCP, Map.of(), "username", "ucp-link"),
    CIMD2_LINK(Protocol.CIMD2, Map.of(), "username", "cimd2-link"),
    MODEM_LINK(Protocol.MODEM, Limit.MODEM, null, "modem-link");

    private static final List<String> SHARED = List.of("window", "answerTimeout");

    private final Protocol protocol;
    private final Map<String, Limit> limits;
    private final String login;
    private final List<String> templates;

    /** @param login option of the account @param templates each becomes a block of a link: the first sends, others of the same address may receive */
    LinkKind(Protocol protocol, Map<String, Limit> limits, String login, String... templates) {
        this.protocol = protocol;
        this.limits = limits;
        this.login = login;
        this.templates = List.of(templates);
    }

    Protocol protocol() {
        return protocol;
    }

    /** Parts a second that a link of this kind takes with ease. */
    int perSecond() {
        return protocol == Protocol.MODEM ? 20 : 500;
    }

    /** What keeps this kind from playing a scenario; null = nothing. */
    Limit limit(String scenario) {
        return limits.get(scenario);
    }

    Centre centre() throws IOException {
        return protocol.centre(0);
    }

    /** The lines of links.properties for one link. */
    List<String> block(String name, String account, int port, Map<String, String> options) {
        Map<String, String> common = new TreeMap<>(Map.of("name", name));
        if (protocol == Protocol.MODEM) {
            common.put("port", "tcp:127.0.0.1:" + port);
        } else {
            common.putAll(Map.of("port", Integer.toString(port), login, account, "password", "secret", "window", "10"));
        }
        // blocks of one address share its sessions, and must agree about them
        SHARED.stream().filter(options::containsKey).forEach(option -> common.put(option, options.get(option)));
        Map<String, String> own = new TreeMap<>(options);
        if (protocol == Protocol.MODEM) {
            common.remove("window"); // one card, one part at a time
            own.remove("window");
        }
        List<String> lines = new ArrayList<>();
        for (String template : templates) {
            Map<String, String> all = new TreeMap<>(common);
            all.put("templateId", template);
            if (template.equals(templates.get(0))) {
                all.put("routeId", "link-" + name);
                all.putAll(own);
            } else {
                all.put("routeId", "link-" + name + "-received");
            }
            all.forEach((option, value) ->
                    lines.add("camel.routeTemplate[" + all.get("routeId") + "]." + option + " = " + value));
        }
        return lines;
    }

    @Override
    public String toString() {
        return templates.get(0);
    }
}
