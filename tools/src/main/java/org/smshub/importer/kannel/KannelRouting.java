package org.smshub.importer.kannel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.smshub.importer.Overlay;
import org.smshub.importer.PrefixTable;
import org.smshub.importer.RoutingYaml;

/**
 * Kannel's routing (gw/bb_smscconn.c, smsc2_rout) as tables: of the SMSCs that may have a message those that are preferred share it, and
 * the others stand in. A table is for the messages that ask for no SMSC, and one more for each that clients are given.
 */
final class KannelRouting {

    /** A step of the route for some clients. */
    private record Fixed(String client, String id) {}

    /** What a message that asks for an SMSC is tagged with: smsc= of the door's sendsms, tags of the hub's API. */
    private static final String TAG = "smsc:";

    private static final String TAGGABLE = "[a-z0-9._:-]{1,35}";

    private final List<Smsc> smscs;
    private final Overlay overlay;
    private final List<Fixed> forced = new ArrayList<>();
    private final List<Fixed> usual = new ArrayList<>();
    private final Map<String, String> beans = new LinkedHashMap<>();
    private final Map<String, String> senders = new LinkedHashMap<>();

    KannelRouting(List<Smsc> smscs, Overlay overlay) {
        this.smscs = smscs;
        this.overlay = overlay;
    }

    /** All that a client sends asks for this SMSC, whatever else it says. */
    void force(String client, String id) {
        forced.add(new Fixed(client, id));
    }

    /** The same where a message says nothing. */
    void usual(String client, String id) {
        usual.add(new Fixed(client, id));
    }

    /** All that a client sends is from this sender. */
    void sender(String client, String sender) {
        senders.put(client, sender);
    }

    private Set<String> beginnings(boolean isShort) {
        Set<String> all = new LinkedHashSet<>(Set.of(""));
        for (Smsc smsc : smscs) {
            for (Smsc.Numbers numbers : List.of(
                    smsc.allowed(), smsc.denied(), smsc.allowedByPattern(), smsc.deniedByPattern(), smsc.preferred())) {
                all.addAll(isShort ? numbers.bare() : numbers.international());
            }
        }
        return all;
    }

    void write() {
        if (smscs.isEmpty()) {
            return;
        }
        overlay.value("hub.routing.numbers", "true");
        overlay.value("hub.links.default", smscs.get(0).link());
        overlay.table("numbers.csv", PrefixTable.head("what asks for no SMSC")).addAll(rows(null));
        RoutingYaml yaml = new RoutingYaml(
                "Which link a message takes, as Kannel's allowed-, denied- and preferred- lines have it: tables of numbers.",
                "Messages of a client with forced-smsc or default-smsc, and those that ask for an SMSC, have a table of their own.");
        clients(forced, yaml);
        asked(yaml);
        clients(usual, yaml);
        yaml.otherwise(RoutingYaml.process("numberTable"));
        senders.forEach(yaml::sender);
        overlay.routing(yaml.text());
    }

    private void clients(List<Fixed> all, RoutingYaml yaml) {
        Map<String, List<String>> clients = new LinkedHashMap<>();
        all.forEach(each ->
                clients.computeIfAbsent(each.id(), id -> new ArrayList<>()).add(each.client()));
        clients.forEach((id, its) -> yaml.when(RoutingYaml.client(its), RoutingYaml.process(bean(id))));
    }

    /** Those ids that change anything; what asks for any other goes as what asks for none. */
    private void asked(RoutingYaml yaml) {
        Set<String> ids = new TreeSet<>();
        for (Smsc smsc : smscs) {
            for (Smsc.Ids its : List.of(smsc.allowedIds(), smsc.deniedIds(), smsc.preferredIds())) {
                ids.addAll(its.named());
            }
        }
        for (String id : ids) {
            String small = id.toLowerCase(Locale.ROOT);
            if (small.matches(TAGGABLE) && !rows(id).equals(rows(null))) {
                yaml.tagged(TAG + small, RoutingYaml.process(bean(id)));
            }
        }
    }

    /** A bean that reads one more table. */
    private String bean(String id) {
        String known = beans.get(id);
        if (known != null) {
            return known;
        }
        int number = beans.size() + 1;
        String file = "numbers-" + number + ".csv";
        String bean = "numberTable" + number;
        beans.put(id, bean);
        overlay.table(file, PrefixTable.head("what asks for the SMSC " + id.replaceAll("\\p{Cntrl}", "?")))
                .addAll(rows(id));
        overlay.value("camel.beans." + bean, "#class:org.smshub.hub.routing.NumberTable");
        overlay.value("camel.beans." + bean + ".on", "true");
        overlay.value("camel.beans." + bean + ".file", "{{config:" + file + "}}");
        return bean;
    }

    private List<String> rows(String id) {
        List<String> csv = new ArrayList<>();
        PrefixTable.write(
                csv,
                beginnings(false),
                beginnings(true),
                number -> ways(id, number, false),
                number -> ways(id, number, true));
        return csv;
    }

    private PrefixTable.Ways ways(String id, String number, boolean isShort) {
        List<String> preferred = new ArrayList<>();
        List<String> usable = new ArrayList<>();
        for (Smsc smsc : smscs) {
            switch (smsc.use(id, number, isShort)) {
                case PREFERRED -> preferred.add(smsc.link());
                case USABLE -> usable.add(smsc.link());
                default -> {}
            }
        }
        return PrefixTable.Ways.of(List.of(preferred, usable));
    }
}
