package org.smshub.hub.api.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FiguresTest {

    private static final double ALL = Double.POSITIVE_INFINITY;

    private final Figures figures = new Figures();

    private static Figures.Totals totals(int minute, long count) {
        return new Figures.Totals(
                minute * 60_000L,
                count,
                2 * count,
                count,
                0,
                new TreeMap<>(Map.of(10.0, (double) count, ALL, (double) count)),
                Map.of("sink", 2.0 * count));
    }

    @Test
    void aMinuteIsTheDifferenceOfTwo() {
        figures.take(totals(0, 0));
        figures.take(totals(1, 10));
        List<Figures.Point> points = figures.points(false, totals(2, 13));
        assertThat(points).extracting(Figures.Point::accepted).containsExactly(10L, 3L);
        assertThat(points).extracting(Figures.Point::sent).containsExactly(20L, 6L);
        assertThat(points.get(0).at()).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(figures.lastMinute(totals(2, 13))).containsExactly(Map.entry("sink", 20L));
    }

    @Test
    void anHourAndADayAreAllThatIsKept() {
        for (int minute = 0; minute < 5_000; minute++) {
            figures.take(totals(minute, minute));
        }
        List<Figures.Point> hour = figures.points(false, totals(5_000, 5_000));
        assertThat(hour).hasSize(Figures.MINUTES).allMatch(point -> point.accepted() == 1);
        List<Figures.Point> day = figures.points(true, totals(5_000, 5_000));
        assertThat(day).hasSize(Figures.QUARTERS);
        assertThat(day.subList(0, 95)).allMatch(point -> point.accepted() == 15);
    }

    @Test
    void delaysLieBetweenTheBoundsOfTheirBucket() {
        TreeMap<Double, Double> none = new TreeMap<>();
        TreeMap<Double, Double> some = new TreeMap<>(Map.of(10.0, 50.0, 50.0, 90.0, 100.0, 100.0, ALL, 100.0));
        assertThat(Figures.below(none, some, 0.5)).isEqualTo(10);
        assertThat(Figures.below(none, some, 0.7)).isEqualTo(30);
        assertThat(Figures.below(none, some, 0.99)).isEqualTo(95);
        assertThat(Figures.below(some, some, 0.5)).isNull();
        assertThat(Figures.below(none, none, 0.5)).isNull();
        // what is beyond the last bound is told as that
        assertThat(Figures.below(none, new TreeMap<>(Map.of(10.0, 0.0, ALL, 5.0)), 0.99))
                .isEqualTo(10);
    }
}
