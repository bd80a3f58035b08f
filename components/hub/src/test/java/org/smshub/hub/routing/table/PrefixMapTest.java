package org.smshub.hub.routing.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PrefixMapTest {

    static PrefixMap of(Set<String> prefixes) {
        long[] keys = prefixes.stream().mapToLong(PrefixMap::key).sorted().toArray();
        return new PrefixMap(keys, new int[keys.length]);
    }

    @Property
    void findsTheLongestPrefix(@ForAll("prefixes") Set<String> prefixes, @ForAll("number") String number) {
        PrefixMap map = of(prefixes);
        TreeSet<String> found = new TreeSet<>(java.util.Comparator.comparing(String::length));
        prefixes.stream().filter(number::startsWith).forEach(found::add);
        int entry = map.find(number);
        while (!found.isEmpty()) {
            assertThat(map.prefix(entry)).isEqualTo(found.pollLast());
            entry = map.parent(entry);
        }
        assertThat(entry).isEqualTo(-1);
    }

    @Property
    void aKeyIsItsText(@ForAll("number") String number) {
        assertThat(PrefixMap.text(PrefixMap.key(number))).isEqualTo(number);
    }

    /** Few digits, so that one begins with another. */
    @Provide
    Arbitrary<Set<String>> prefixes() {
        return number().set().ofMaxSize(60);
    }

    @Provide
    Arbitrary<String> number() {
        return Arbitraries.strings()
                .withChars("019")
                .ofMinLength(0)
                .ofMaxLength(15)
                .map(digits -> digits.hashCode() % 3 == 0 && !digits.isEmpty() ? digits : "+" + digits);
    }

    @Test
    void whatIsNoNumberHasTheEmptyPrefixAlone() {
        PrefixMap map = of(Set.of("", "+48", "48"));
        assertThat(map.prefix(map.find("ACME"))).isEmpty();
        assertThat(map.prefix(map.find("48 ACME"))).isEqualTo("48");
        assertThat(map.prefix(map.find("+48600100200300400500"))).isEqualTo("+48");
        assertThat(of(Set.of("+48")).find("")).isEqualTo(-1);
        assertThat(of(Set.of()).find("+48")).isEqualTo(-1);
    }
}
