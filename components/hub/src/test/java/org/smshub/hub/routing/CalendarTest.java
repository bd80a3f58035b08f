package org.smshub.hub.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.smshub.hub.routing.Calendar.Holidays;
import org.smshub.hub.routing.Calendar.When;

class CalendarTest {

    @ParameterizedTest
    @CsvSource({
        // 2026-11-27 is a Friday
        "MON-FRI, 2026-11-27T23:59, true",
        "SAT-MON, 2026-11-27T12:00, false",
        "SAT-MON, 2026-11-29T12:00, true",
        "'sat,sun', 2026-11-28T00:00, true",
        "08:00-18:00, 2026-11-27T08:00, true",
        "08:00-18:00, 2026-11-27T18:00, false",
        "18:00-24:00, 2026-11-27T23:59, true",
        "18:00-24:00, 2026-11-27T00:00, false",
        // over midnight: the day on which it began
        "FRI 22:00-06:00, 2026-11-27T23:00, true",
        "FRI 22:00-06:00, 2026-11-28T05:59, true",
        "FRI 22:00-06:00, 2026-11-27T05:59, false",
        "FRI 22:00-06:00, 2026-11-28T22:00, false",
        "workday, 2026-11-27T10:00, true",
        "workday, 2026-11-28T10:00, false",
        "workday, 2026-12-25T10:00, false",
        "holiday, 2026-12-25T10:00, true",
        "holiday, 2027-12-25T10:00, true",
        "holiday, 2027-03-29T10:00, true",
        "holiday, 2028-03-29T10:00, false",
        "08:00-18:00 workday, 2026-11-27T10:00, true"
    })
    void itIsThatTime(String when, LocalDateTime now, boolean holds) throws Exception {
        Holidays holidays = Holidays.read(
                "holidays.csv", new StringReader("date,name\n12-25,Christmas\n2027-03-29,Easter Monday\n"));
        assertThat(When.parse(when).holds(now, holidays)).isEqualTo(holds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MO", "MON-", "8-18", "08:00-25:00", "", "weekend", "MON-FRI-SAT"})
    void whatIsNoTimeIsNamed(String words) {
        assertThatThrownBy(() -> When.parse(words))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("time");
    }

    @Test
    void whatIsNoDateIsNamedWithItsLine() {
        assertThatThrownBy(() -> Holidays.read("holidays.csv", new StringReader("date,name\n25.12.2026,Christmas\n")))
                .hasMessageContaining("holidays.csv:2: a date is 2026-04-06");
    }
}
