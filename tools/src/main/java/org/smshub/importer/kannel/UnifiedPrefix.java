package org.smshub.importer.kannel;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import org.smshub.importer.Group;
import org.smshub.importer.Overlay;
import org.smshub.importer.Prefixes;

/**
 * {@code unified-prefix = "+48,0048,0;+,00"}: what numbers that begin so begin with thereafter. The hub knows plus and 00 by itself, and
 * the national form of one country, which is {@code hub.region}.
 */
final class UnifiedPrefix {

    /** What the library says of a code that no country has. */
    private static final String NOWHERE = "ZZ";

    private UnifiedPrefix() {}

    /** @return whether all of it has its counterpart */
    static boolean take(Group core, Overlay overlay) {
        Group.Setting setting = core.setting("unified-prefix");
        String value = core.take("unified-prefix");
        String country = null;
        boolean whole = true;
        boolean swallows = false;
        for (String rule : Prefixes.list(value, ";")) {
            String[] forms = rule.split(",");
            String to = Prefixes.international(forms[0]);
            for (int i = 1; i < forms.length; i++) {
                String form = forms[i].strip();
                String same = form.equals("-") ? null : Prefixes.international(form);
                if (to != null && to.equals(same)) {
                    swallows |= country != null && form.startsWith("00");
                    continue;
                }
                if (form.equals("0") && to != null && !to.isEmpty() && (country == null || country.equals(to))) {
                    country = to;
                } else {
                    whole = false;
                }
            }
        }
        if (swallows) {
            overlay.left(
                    setting.place(),
                    "core, unified-prefix",
                    "Kannel takes the first rule that fits, and 0 stands before 00 here, so that it made of 0049170… a number of its own"
                            + " country; the hub takes 00 for international",
                    "nothing is to be done: such numbers go where they are meant to now");
        }
        String region = country == null || country.length() > 3
                ? null
                : PhoneNumberUtil.getInstance().getRegionCodeForCountryCode(Integer.parseInt(country));
        if (region != null && region.matches("[A-Z]{2}") && !region.equals(NOWHERE)) {
            overlay.value("hub.region", region);
        } else if (country != null) {
            whole = false;
        }
        if (!whole) {
            overlay.left(
                    setting.place(),
                    "core, unified-prefix",
                    "the hub knows +, 00 and the national numbers of one country (hub.region), and not all that stands here",
                    "have the applications write such numbers with + and country code");
        }
        return whole;
    }
}
