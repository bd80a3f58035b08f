package org.smshub.hub.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class IdsTest {

    @Test
    void anIdIsSpelledAsOthersDoAndComesBack() {
        assertThat(Ids.uuid("01ARZ3NDEKTSV4RRFFQ69G5FAV")).isEqualTo("01563e3a-b5d3-d676-4c61-efb99302bd5b");
        assertThat(Ids.hex("01ARZ3NDEKTSV4RRFFQ69G5FAV")).isEqualTo("01563e3ab5d3d6764c61efb99302bd5b");
        assertThat(Ids.ulid("01563e3a-b5d3-d676-4c61-efb99302bd5b")).isEqualTo("01ARZ3NDEKTSV4RRFFQ69G5FAV");
        assertThat(Ids.ulid("01563E3AB5D3D6764C61EFB99302BD5B")).isEqualTo("01ARZ3NDEKTSV4RRFFQ69G5FAV");
        assertThat(Ids.ulid("01563e3a")).isNull();
        assertThatThrownBy(() -> Ids.uuid("x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void everyIdComesBack(@ForAll long high, @ForAll long low) {
        String hex = String.format("%016x%016x", high, low);
        assertThat(Ids.hex(Ids.ulid(hex))).isEqualTo(hex);
    }
}
