package org.smshub.importer.kannel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.smshub.importer.Group;
import org.smshub.importer.Known;
import org.smshub.importer.Overlay;
import org.smshub.importer.Unreadable;

/** A Kannel as a configuration of the hub: its SMSCs are links, its users clients, its rules tables. */
public final class KannelImport {

    private static final Known KNOWN = Known.of(KannelImport.class, "leftovers.txt");

    private final Overlay overlay;
    private final List<Group> groups;
    private final Map<Group, String> blocks = new LinkedHashMap<>();

    private KannelImport(List<Group> groups, Overlay overlay) {
        this.groups = groups;
        this.overlay = overlay;
    }

    /** @throws Unreadable there is no SMSC and no user in it */
    public static void map(List<Group> groups, Overlay overlay) {
        new KannelImport(groups, overlay).map();
    }

    private void map() {
        List<Group> smscs = all("smsc");
        if (smscs.isEmpty() && all("sendsms-user").isEmpty()) {
            throw new Unreadable(
                    "there is no group = smsc and no group = sendsms-user in it: is it the file that Kannel's"
                            + " bearerbox is started with?");
        }
        core();
        List<Smsc> rules = new ArrayList<>();
        Map<String, List<String>> named = new LinkedHashMap<>();
        KannelLinks links = new KannelLinks(all("modems"), overlay);
        for (Group smsc : smscs) {
            String id = smsc.take("smsc-id", smsc.peek("smsc"));
            String block = "smsc " + (id == null ? "without a name" : id);
            blocks.put(smsc, block);
            String link = links.link(smsc, id == null ? "smsc" : id, block);
            if (link != null) {
                rules.add(Smsc.of(smsc, link, block, overlay));
                named.computeIfAbsent(id == null ? link : id, i -> new ArrayList<>())
                        .add(link);
            }
        }
        KannelRouting routing = new KannelRouting(rules, overlay);
        new KannelUsers(overlay, blocks).map(all("smsbox"), all("sendsms-user"), all("sms-service"), routing, named);
        routing.write();
        for (Group group : groups) {
            KNOWN.leave(group, blocks.getOrDefault(group, group.kind()), overlay);
        }
    }

    private List<Group> all(String kind) {
        return groups.stream().filter(group -> group.kind().equals(kind)).toList();
    }

    private void core() {
        for (Group core : all("core")) {
            String unified = core.peek("unified-prefix");
            if (unified != null && UnifiedPrefix.take(core, overlay)) {
                overlay.done("unified-prefix of core: numbers are in the international form in the hub"
                        + (overlay.values().containsKey("hub.region")
                                ? ", and national ones are those of hub.region = "
                                        + overlay.values().get("hub.region")
                                : ""));
            }
        }
    }
}
