package org.smshub.importer.jasmin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.smshub.hub.Numbers;
import org.smshub.hub.RefusedException;
import org.smshub.importer.ClientEntry;
import org.smshub.importer.Group;
import org.smshub.importer.Overlay;
import org.smshub.importer.Prefixes;
import org.smshub.importer.Yaml;

/** Jasmin's users as clients. */
final class JasminUsers {

    private final Overlay overlay;

    /** By gid; one that is not there is. */
    private final Map<String, Boolean> enabled;

    /** Whether this hub has the door that they come by. */
    private final boolean open;

    private final Map<String, String> users = new LinkedHashMap<>();
    private final Map<String, List<String>> groups = new LinkedHashMap<>();
    private boolean smpp;

    JasminUsers(Map<String, Boolean> enabled, boolean open, Overlay overlay) {
        this.enabled = enabled;
        this.open = open;
        this.overlay = overlay;
    }

    /** Names of the clients by uid. */
    Map<String, String> names() {
        return users;
    }

    /** Names of the clients of each group by gid. */
    Map<String, List<String>> groups() {
        return groups;
    }

    /** Whether any of them may log in by SMPP. */
    boolean bind() {
        return smpp;
    }

    void user(String uid, Group user) {
        String name = user.take("username", uid);
        String block = "user " + uid;
        user.take("uid");
        String gid = user.take("gid");
        if (user.has("disabled") || Boolean.FALSE.equals(enabled.get(gid))) {
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
        JasminDefaults.take(user);
        JasminImport.KNOWN.leave(user, block, overlay);
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
}
