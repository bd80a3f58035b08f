package org.smshub.hub.check;

import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.smshub.hub.check.Settings.Setting;
import org.smshub.hub.check.Site.Block;

/** A value is of the kind of its default. Camel takes a time that it cannot read for none, and any word for false. */
public final class ValueCheck {

    /** As Camel reads them, and ISO 8601. */
    private static final Pattern TIME = Pattern.compile(
            "(?i)[0-9]+|([0-9]+ ?(d|h|m|s|ms|days?|hours?|minutes?|mins?|seconds?|secs?|millis(econds)?) ?)+|p[0-9tdhms.]+");

    /** A default that can be nothing else. */
    private static final Pattern SURELY_TIME = Pattern.compile("[0-9]+(ms|s|m|h|d)");

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

    private ValueCheck() {}

    /** Whether this is a length of time in one of the forms that Camel reads. */
    public static boolean isTime(String value) {
        return TIME.matcher(value).matches();
    }

    static void check(Site site, Consumer<Finding> findings) {
        for (Setting setting : site.settings().all()) {
            if (setting.key().startsWith("hub.")) {
                check(site, setting, setting.key(), site.shipped().get(setting.key()), Map.of(), findings);
            }
        }
        for (Block block : site.blocks()) {
            Site.parameters(block.template()).forEach(parameter -> {
                Setting own = block.lines().get(parameter.getName());
                if (own != null) {
                    check(site, own, parameter.getName(), parameter.getDefaultValue(), block.options(), findings);
                }
            });
        }
    }

    private static void check(
            Site site,
            Setting setting,
            String name,
            String standard,
            Map<String, String> options,
            Consumer<Finding> findings) {
        String value = site.resolved(setting.value(), options);
        if (standard == null
                || value.contains("{{")
                || value.isBlank()
                || setting.value().equals(standard)) {
            return;
        }
        String wrong = null;
        if (SURELY_TIME.matcher(standard).matches() && !isTime(value)) {
            wrong = "is no time, such as " + standard;
        } else if ((standard.equals("true") || standard.equals("false"))
                && !value.equals("true")
                && !value.equals("false")) {
            wrong = "is neither true nor false";
        } else if (name.startsWith("hub.")
                && NUMBER.matcher(standard).matches()
                && !NUMBER.matcher(value).matches()
                && !name.endsWith("ort")) {
            wrong = isTime(value) ? null : "is no number, such as " + standard;
        }
        if (wrong != null) {
            findings.accept(new Finding(Site.here(setting.file()), setting.line(), name + " = " + value + " " + wrong));
        }
    }
}
