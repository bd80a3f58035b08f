package org.smshub.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.ConfigurationPropertiesValidationResult;
import org.apache.camel.tooling.model.MainModel;
import org.smshub.hub.check.Finding;
import org.smshub.hub.check.Settings;
import org.smshub.hub.check.Settings.Setting;

/** The keys of properties files that are Camel's, against the catalog. */
final class ConfigKeys {

    /** Groups that {@link CamelCatalog#validateConfigurationProperty} looks into itself. */
    private static final Pattern CHECKED_BY_CATALOG = Pattern.compile(
            "camel\\.(component|dataformat|language|main|resilience4j|faulttolerance|threadpool|lra|health|rest)\\..*");

    /** Keys whose names are the user's own. */
    private static final Pattern FREE =
            Pattern.compile("camel\\.(beans?|routeTemplate|route-template|kamelet)[.\\[].*");

    private final Catalog catalog;
    private final Set<String> mainOptions;
    private final Set<String> mainGroups;

    ConfigKeys(Catalog catalog) {
        this.catalog = catalog;
        MainModel main = catalog.knowing("direct").mainModel();
        mainOptions = main.getOptions().stream().map(o -> plain(o.getName())).collect(Collectors.toSet());
        mainGroups =
                main.getGroups().stream().map(g -> plain(g.getName()) + ".").collect(Collectors.toSet());
    }

    List<Finding> check(Settings settings) {
        List<Finding> findings = new ArrayList<>();
        for (Setting setting : settings.all()) {
            String key = setting.key();
            if (key.startsWith("camel.") && !FREE.matcher(key).matches()) {
                camel(setting, findings);
            }
        }
        return findings;
    }

    private void camel(Setting setting, List<Finding> findings) {
        String key = setting.key();
        if (CHECKED_BY_CATALOG.matcher(key).matches()) {
            ConfigurationPropertiesValidationResult result =
                    catalog.knowing(component(key)).validateConfigurationProperty(key + "=" + setting.value());
            if (result.getUnknownComponent() != null) {
                said(findings, setting, key + ": no component '" + result.getUnknownComponent() + "'");
            } else if (!result.isSuccess()) {
                Summary.lines(result.summaryErrorMessage(false)).forEach(line -> said(findings, setting, line));
            }
        } else if (mainGroups.stream().noneMatch(plain(key)::startsWith) || !isMainOption(plain(key))) {
            said(findings, setting, key + " Unknown option");
        }
    }

    private static void said(List<Finding> findings, Setting at, String what) {
        findings.add(new Finding(at.file(), at.line(), what));
    }

    private static String component(String key) {
        String[] names = key.split("\\.");
        return names.length > 2 ? names[2] : "";
    }

    /** The option itself, or one of a map of values: camel.metrics.tags[x], camel.x.y.z. */
    private boolean isMainOption(String plainKey) {
        String key = plainKey;
        while (!mainOptions.contains(key)) {
            int cut = Math.max(key.lastIndexOf('.'), key.lastIndexOf('['));
            if (cut < 0) {
                return false;
            }
            key = key.substring(0, cut);
        }
        return true;
    }

    private static String plain(String key) {
        return key.replace("-", "").toLowerCase(Locale.ENGLISH);
    }
}
