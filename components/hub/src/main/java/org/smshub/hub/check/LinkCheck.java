package org.smshub.hub.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SetHeaderDefinition;
import org.apache.camel.model.SetHeadersDefinition;
import org.apache.camel.model.language.ConstantExpression;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.model.language.SimpleExpression;
import org.smshub.hub.check.Settings.Setting;
import org.smshub.hub.check.Site.Block;
import org.smshub.link.SmsHeaders;

/** Links: each name once, and every name that a message can get is one of them. */
final class LinkCheck {

    /** The route of a link begins so. */
    private static final String LINK = "ledger:link";

    private static final Pattern NAME = Pattern.compile("[?&]name=([^&]+)");

    /** Names of links in a property of the hub's own. */
    private static final String DEFAULT = "hub.links.default";

    private static final Pattern TABLE = Pattern.compile(".*\\.csv|.*(?<!\\.(?:camel|openapi))\\.yaml");

    private LinkCheck() {}

    static void check(Site site, Consumer<Finding> findings) {
        Map<String, Finding> links = links(site, findings);
        Set<String> named = new TreeSet<>();
        boolean any = false; // a name that only a message can tell
        Setting standard = site.settings().get(DEFAULT);
        String defaults = site.resolved("{{" + DEFAULT + ":}}");
        boolean asked = site.routes().stream()
                .flatMap(route -> headers(route.getOutputs()).stream())
                .anyMatch(header -> ("{{" + DEFAULT + "}}").equals(plain(header.getExpression())));
        if (standard != null && asked) {
            known(
                    defaults,
                    links,
                    named,
                    what -> findings.accept(
                            new Finding(Site.here(standard.file()), standard.line(), DEFAULT + " " + what)));
        }
        for (RouteDefinition route : site.routes()) {
            for (SetHeaderDefinition header : headers(route.getOutputs())) {
                if (!SmsHeaders.LINKS.equals(header.getName())) {
                    continue;
                }
                String value = plain(header.getExpression());
                if (value == null
                        || site.resolved(value).contains("${")
                        || site.resolved(value).contains("{{")) {
                    any = true;
                } else if (!value.equals("{{" + DEFAULT + "}}")) {
                    int line = header.getLineNumber() > 0 ? header.getLineNumber() : RouteCheck.line(route);
                    known(
                            site.resolved(value),
                            links,
                            named,
                            what -> findings.accept(
                                    new Finding(Site.file(route, route.getResource()), line, "SmsLinks " + what)));
                }
            }
        }
        if (!any && links.keySet().containsAll(named)) {
            links.forEach((link, at) -> {
                if (!named.contains(link) && !isInTable(site, link)) {
                    findings.accept(Finding.doubt(
                            at.file(), at.line(), "no route names the link '" + link + "': nothing is sent by it"));
                }
            });
        }
    }

    /** Whether a file other than routes and properties has the name: a table of numbers, the clients. */
    private static boolean isInTable(Site site, String link) {
        Pattern word = Pattern.compile("(?m)^[^#\\n]*(?<![\\w-])" + Pattern.quote(link) + "(?![\\w-])");
        try {
            for (Path folder : site.folders()) {
                for (Path file : Site.files(folder)) {
                    if (TABLE.matcher(file.toString()).matches()
                            && word.matcher(Site.text(file)).find()) {
                        return true;
                    }
                }
            }
        } catch (IOException e) {
            return true; // who reads it says so
        }
        return false;
    }

    /** Name to where it stands. */
    private static Map<String, Finding> links(Site site, Consumer<Finding> findings) {
        Map<String, Finding> links = new LinkedHashMap<>();
        for (Block block : site.blocks()) {
            if (block.uri().startsWith(LINK)) {
                Setting at = block.line("name");
                String uri = site.resolved(block.uri(), block.options());
                link(uri, new Finding(Site.here(at.file()), at.line(), ""), links, findings);
            }
        }
        for (RouteDefinition route : site.routes()) {
            String uri = route.getInput().getEndpointUri();
            if (uri.startsWith(LINK)) {
                Finding at = new Finding(Site.file(route, route.getResource()), RouteCheck.line(route), "");
                link(site.resolved(uri), at, links, findings);
            }
        }
        return links;
    }

    private static void link(String uri, Finding at, Map<String, Finding> links, Consumer<Finding> findings) {
        Matcher name = NAME.matcher(uri);
        if (!name.find()) {
            return;
        }
        Finding before = links.putIfAbsent(name.group(1), at);
        if (before != null) {
            findings.accept(new Finding(
                    at.file(),
                    at.line(),
                    "there is a link '" + name.group(1) + "' already, in " + before.file() + ":" + before.line()));
        }
    }

    private static void known(String list, Map<String, Finding> links, Set<String> named, Consumer<String> findings) {
        if (list.isBlank()) {
            findings.accept("names no link; there are " + new TreeSet<>(links.keySet()));
            return;
        }
        for (String link : list.split(",")) {
            String name = link.strip();
            named.add(name);
            if (!links.containsKey(name)) {
                findings.accept("names the link '" + name + "', which no route serves; there are "
                        + new TreeSet<>(links.keySet()));
            }
        }
    }

    /** What can be read without a message; null = it cannot. */
    private static String plain(ExpressionDefinition expression) {
        return expression instanceof ConstantExpression || expression instanceof SimpleExpression
                ? expression.getExpression()
                : null;
    }

    private static List<SetHeaderDefinition> headers(List<ProcessorDefinition<?>> outputs) {
        List<SetHeaderDefinition> all =
                new ArrayList<>(ProcessorDefinitionHelper.filterTypeInOutputs(outputs, SetHeaderDefinition.class));
        ProcessorDefinitionHelper.filterTypeInOutputs(outputs, SetHeadersDefinition.class)
                .forEach(several -> all.addAll(several.getHeaders()));
        return all;
    }
}
