package org.smshub.importer.jasmin;

import java.util.List;
import java.util.Map;
import org.smshub.importer.Group;

/** Settings of Jasmin's that need no counterpart. */
final class JasminDefaults {

    /** What Jasmin itself sets, and needs no counterpart: its default, or the hub's own way. */
    private static final Map<String, String> ALL = Map.ofEntries(
            Map.entry("bind_to", "30"),
            Map.entry("pdu_red_to", "10"),
            Map.entry("trx_to", "300"),
            Map.entry("con_loss_retry", "yes"),
            Map.entry("con_fail_retry", "yes"),
            Map.entry("src_ton", "2"),
            Map.entry("src_npi", "1"),
            Map.entry("dst_ton", "1"),
            Map.entry("dst_npi", "1"),
            Map.entry("bind_ton", "0"),
            Map.entry("bind_npi", "1"),
            Map.entry("validity", "None"),
            Map.entry("priority", "0"),
            Map.entry("requeue_delay", "120"),
            Map.entry("addr_range", "None"),
            Map.entry("dlr_expiry", "86400"),
            Map.entry("proto_id", "None"),
            Map.entry("coding", "0"),
            Map.entry("def_msg_id", "0"),
            Map.entry("ripf", "0"),
            Map.entry("src_addr", "None"),
            Map.entry("custom_tlvs", "none"),
            Map.entry("loglevel", "20"),
            Map.entry("logrotate", "midnight"),
            Map.entry("logprivacy", "no"),
            Map.entry("mt_messaging_cred valuefilter priority", "^[0-3]$"),
            Map.entry("mt_messaging_cred valuefilter content", ".*"),
            Map.entry("mt_messaging_cred valuefilter src_addr", ".*"),
            Map.entry("mt_messaging_cred valuefilter dst_addr", ".*"),
            Map.entry("mt_messaging_cred valuefilter validity_period", "^\\d+$"),
            Map.entry("mt_messaging_cred defaultvalue src_addr", "None"),
            Map.entry("mt_messaging_cred authorization http_bulk", "False"),
            Map.entry("smpps_cred authorization ip", "0.0.0.0/0"));

    private JasminDefaults() {}

    /** Takes them from a group, so that they are not named. */
    static void take(Group group) {
        for (Group.Setting setting : group.left()) {
            if (setting.value().equals(ALL.get(setting.name()))
                    || setting.name().contains(" authorization ")
                            && setting.value().equals("True")
                    || setting.name().contains(" quota ")
                            && List.of("ND", "none").contains(setting.value())) {
                group.take(setting.name());
            }
        }
    }
}
