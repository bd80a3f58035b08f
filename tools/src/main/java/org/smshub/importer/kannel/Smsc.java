package org.smshub.importer.kannel;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.smshub.importer.Group;
import org.smshub.importer.Overlay;
import org.smshub.importer.PrefixPattern;
import org.smshub.importer.Prefixes;

/**
 * Which messages Kannel gives to an SMSC (gw/smscconn.c, smscconn_usable): by the id that the message asks for, and by the
 * beginning of the receiver's number.
 *
 * @param link its name in the hub
 * @param off there is a rule that cannot be told by a table, so that nothing goes by it
 */
record Smsc(
        String link,
        Ids allowedIds,
        Ids deniedIds,
        Ids preferredIds,
        Numbers allowed,
        Numbers denied,
        Numbers allowedByPattern,
        Numbers deniedByPattern,
        Numbers preferred,
        boolean off) {

    /** Ids of SMSCs. @param fits null = nothing is said */
    record Ids(Set<String> named, Predicate<String> fits) {

        boolean isSaid() {
            return fits != null;
        }

        boolean has(String id) {
            return fits != null && id != null && fits.test(id);
        }
    }

    /** Beginnings of numbers. @param said whether anything is; @param bare those that a short code may have, too */
    record Numbers(boolean said, Set<String> international, Set<String> bare) {

        boolean has(String beginning, boolean isShort) {
            return (isShort ? bare : international).stream().anyMatch(beginning::startsWith);
        }
    }

    /** What a message is to an SMSC. */
    enum Use {
        NONE,
        USABLE,
        PREFERRED
    }

    /** @param id that the message asks for; null = none */
    Use use(String id, String number, boolean isShort) {
        if (off) {
            return Use.NONE;
        }
        if (allowedIds.isSaid() ? !allowedIds.has(id) : deniedIds.has(id)) {
            return Use.NONE;
        }
        if (refuses(allowed, denied, number, isShort) || refuses(allowedByPattern, deniedByPattern, number, isShort)) {
            return Use.NONE;
        }
        return preferredIds.has(id) || preferred.has(number, isShort) ? Use.PREFERRED : Use.USABLE;
    }

    /** With both lists a number is refused that is on the second and not on the first. */
    private static boolean refuses(Numbers allowed, Numbers denied, String number, boolean isShort) {
        boolean isAllowed = allowed.has(number, isShort);
        boolean isDenied = denied.has(number, isShort);
        if (allowed.said() && denied.said()) {
            return !isAllowed && isDenied;
        }
        return allowed.said() && !isAllowed || denied.said() && isDenied;
    }

    /** Takes from a group what routing is made of, and names what it cannot be made of. */
    static Smsc of(Group group, String link, String block, Overlay overlay) {
        boolean[] off = {false};
        Ids allowedIds = ids(group, "allowed-smsc-id", block, overlay, off);
        Ids deniedIds = ids(group, "denied-smsc-id", block, overlay, off);
        Ids preferredIds = ids(group, "preferred-smsc-id", block, overlay, new boolean[1]);
        Numbers preferred = numbers(group, "preferred-prefix", block, overlay);
        Numbers more = byPattern(group, "preferred-prefix-regex", block, overlay, new boolean[1]);
        return new Smsc(
                link,
                allowedIds,
                deniedIds,
                preferredIds,
                numbers(group, "allowed-prefix", block, overlay),
                numbers(group, "denied-prefix", block, overlay),
                byPattern(group, "allowed-prefix-regex", block, overlay, off),
                byPattern(group, "denied-prefix-regex", block, overlay, off),
                new Numbers(
                        true,
                        union(preferred.international(), more.international()),
                        union(preferred.bare(), more.bare())),
                off[0]);
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> all = new LinkedHashSet<>(one);
        all.addAll(other);
        return all;
    }

    private static Ids ids(Group group, String name, String block, Overlay overlay, boolean[] off) {
        String list = group.take(name);
        String regex = group.peek(name + "-regex");
        Set<String> named = new LinkedHashSet<>(Prefixes.list(list, ";"));
        Predicate<String> fits = list == null ? null : named::contains;
        if (regex != null) {
            try {
                Pattern pattern = Pattern.compile(regex);
                Predicate<String> found = id -> pattern.matcher(id).find();
                // Kannel asks both
                fits = fits == null ? found : name.startsWith("allowed") ? fits.and(found) : fits.or(found);
                group.take(name + "-regex");
            } catch (PatternSyntaxException e) {
                off[0] = true;
                overlay.left(
                        group.setting(name + "-regex").place(),
                        block + ", " + name + "-regex",
                        "the expression cannot be read",
                        "no message takes this link until you name it in numbers.csv or routing.camel.yaml");
                group.take(name + "-regex");
            }
        }
        return new Ids(named, fits);
    }

    private static Numbers numbers(Group group, String name, String block, Overlay overlay) {
        String list = group.take(name);
        if (list == null) {
            return new Numbers(false, Set.of(), Set.of());
        }
        return beginnings(group.setting(name), Prefixes.list(list, ";"), block, overlay);
    }

    private static Numbers beginnings(Group.Setting setting, Iterable<String> prefixes, String block, Overlay overlay) {
        Set<String> international = new LinkedHashSet<>();
        Set<String> bare = new LinkedHashSet<>();
        List<String> national = new ArrayList<>();
        for (String prefix : prefixes) {
            String digits = Prefixes.international(prefix);
            if (digits == null) {
                national.add(prefix);
            } else {
                international.add(digits);
            }
            if (Prefixes.isBare(prefix)) {
                bare.add(prefix);
            }
        }
        if (!national.isEmpty()) {
            overlay.left(
                    setting.place(),
                    block + ", " + setting.name(),
                    "of the prefixes, " + String.join(" ", national)
                            + " are of national numbers, and the hub routes by the international form",
                    "name the numbers they are meant for with + and country code in numbers.csv");
        }
        return new Numbers(true, international, bare);
    }

    private static Numbers byPattern(Group group, String name, String block, Overlay overlay, boolean[] off) {
        String regex = group.take(name);
        if (regex == null) {
            return new Numbers(false, Set.of(), Set.of());
        }
        Set<String> prefixes = PrefixPattern.beginnings(regex, false);
        if (prefixes == null) {
            off[0] = true;
            overlay.left(
                    group.setting(name).place(),
                    block + ", " + name,
                    "the expression says more than how a number begins, which a table cannot tell",
                    name.startsWith("preferred")
                            ? "the link is not preferred by it; put a choice in front in routing.camel.yaml"
                            : "no message takes this link until routing.camel.yaml has a choice for it");
            return new Numbers(false, Set.of(), Set.of());
        }
        return beginnings(group.setting(name), prefixes, block, overlay);
    }
}
