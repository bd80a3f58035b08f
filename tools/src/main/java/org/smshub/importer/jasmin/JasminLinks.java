package org.smshub.importer.jasmin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.smshub.importer.Group;
import org.smshub.importer.LinkBlock;
import org.smshub.importer.Overlay;

/** Jasmin's SMPP connectors as links. */
final class JasminLinks {

    private final Overlay overlay;
    private final Map<String, String> links = new LinkedHashMap<>();

    JasminLinks(Overlay overlay) {
        this.overlay = overlay;
    }

    /** Names of the links by cid. */
    Map<String, String> names() {
        return links;
    }

    void link(String cid, Group connector) {
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
        JasminDefaults.take(connector);
        JasminImport.KNOWN.leave(connector, block, overlay);
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
}
