package org.smshub.importer.jasmin;

import java.util.List;
import org.smshub.importer.Known;
import org.smshub.importer.Overlay;
import org.smshub.importer.Source;
import org.smshub.importer.Unreadable;

/** A Jasmin as a configuration of the hub: its SMPP connectors are links, its users clients, its routes a choice. */
public final class JasminImport {

    static final Known KNOWN = Known.of(JasminImport.class, "leftovers.txt");

    /** The door that Jasmin's clients come by, and are told by. */
    static final String DOOR = "jasmin";

    private JasminImport() {}

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
        boolean open = overlay.door(DOOR);
        if (open) {
            overlay.done(
                    "applications are told at addresses of the public Internet; others want hub.webhooks.allow, such as"
                            + " 10.1.0.0/16");
        }
        JasminLinks links = new JasminLinks(overlay);
        dump.connectors().forEach(links::link);
        JasminUsers users = new JasminUsers(dump.groups(), open, overlay);
        dump.users().forEach(users::user);
        new JasminRoutes(dump.routes(), links.names(), new JasminFilters(users.names(), users.groups()), overlay).map();
        JasminIncoming incoming = new JasminIncoming(dump, links.names(), users.names(), open, overlay);
        incoming.map();
        dump.interceptors().forEach(each -> KNOWN.leave(each.place(), each.kind(), "", each.kind(), overlay));
        if (users.bind() || incoming.bind()) {
            overlay.value("hub.smpp", "true");
        }
    }
}
