package org.smshub.text.tpdu;

import java.time.Duration;
import java.util.Optional;
import org.smshub.text.TextException;

/** Validity period in its three forms (TP-VP, 3GPP TS 23.040 9.2.3.12). */
public sealed interface Validity {

    /** TP-VPF, bits 4–3 of the first octet: 1 enhanced, 2 relative, 3 absolute. */
    int format();

    /** Five minutes to 63 weeks from when the centre has the message, in steps (9.2.3.12.1). */
    record Relative(int value) implements Validity {

        static final int FORMAT = 2;
        private static final Duration MINUTES_5 = Duration.ofMinutes(5);

        public Relative {
            TextException.inRange("relative validity", value, 0, 255);
        }

        /** The shortest that is no shorter than wanted; at least 5 minutes, at most 63 weeks. */
        public static Relative of(Duration wanted) {
            for (int value = 0; value < 255; value++) {
                Relative validity = new Relative(value);
                if (validity.duration().compareTo(wanted) >= 0) {
                    return validity;
                }
            }
            return new Relative(255);
        }

        public Duration duration() {
            if (value <= 143) {
                return MINUTES_5.multipliedBy(value + 1L);
            }
            if (value <= 167) {
                return Duration.ofHours(12).plusMinutes(30L * (value - 143));
            }
            return Duration.ofDays(value <= 196 ? value - 166 : 7L * (value - 192));
        }

        @Override
        public int format() {
            return FORMAT;
        }
    }

    /** Until a time (9.2.3.12.2). */
    record Absolute(Timestamp until) implements Validity {

        static final int FORMAT = 3;

        @Override
        public int format() {
            return FORMAT;
        }
    }

    /**
     * Functionality octet, then what it says (9.2.3.12.3).
     *
     * @param octets the seven octets, the first one highest (bits 55–48)
     */
    record Enhanced(long octets) implements Validity {

        static final int FORMAT = 1;

        public Enhanced {
            if (octets >>> 56 != 0) {
                throw TextException.invalid("an enhanced validity has seven octets");
            }
        }

        /** @param seconds 1 to 255 */
        public static Enhanced seconds(int seconds, boolean singleShot) {
            return of(2, TextException.inRange("seconds", seconds, 1, 255), singleShot);
        }

        public static Enhanced relative(Relative validity, boolean singleShot) {
            return of(1, validity.value(), singleShot);
        }

        /** @param time below 100 hours, seconds are exact */
        public static Enhanced time(Duration time, boolean singleShot) {
            int hours = TextException.inRange("hours", (int) Math.min(100, Math.max(-1, time.toHours())), 0, 99);
            long packed = (long) Timestamp.swap(hours) << 16
                    | (long) Timestamp.swap(time.toMinutesPart()) << 8
                    | Timestamp.swap(time.toSecondsPart());
            return new Enhanced((singleShot ? 0x43L : 3L) << 48 | packed << 24);
        }

        private static Enhanced of(long form, long octet, boolean singleShot) {
            return new Enhanced((form | (singleShot ? 0x40 : 0)) << 48 | octet << 40);
        }

        /** Whether the centre tries once only. */
        public boolean singleShot() {
            return (octets >> 48 & 0x40) != 0;
        }

        /** Empty when no period is given, the form is reserved, or its digits are none. */
        public Optional<Duration> duration() {
            int first = (int) (octets >> 40) & 0xFF;
            boolean extended = (octets >> 48 & 0x80) != 0;
            return switch (extended ? 0 : (int) (octets >> 48) & 7) {
                case 1 -> Optional.of(new Relative(first).duration());
                case 2 -> Optional.of(Duration.ofSeconds(first));
                case 3 -> hoursMinutesSeconds();
                default -> Optional.empty();
            };
        }

        private Optional<Duration> hoursMinutesSeconds() {
            int hours = Timestamp.digits(octets, 40);
            int minutes = Timestamp.digits(octets, 32);
            int seconds = Timestamp.digits(octets, 24);
            return (hours | minutes | seconds) < 0
                    ? Optional.empty()
                    : Optional.of(Duration.ofSeconds(3600L * hours + 60L * minutes + seconds));
        }

        @Override
        public int format() {
            return FORMAT;
        }
    }
}
