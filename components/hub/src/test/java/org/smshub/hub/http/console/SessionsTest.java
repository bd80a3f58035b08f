package org.smshub.hub.http.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SessionsTest {

    private final AtomicLong now = new AtomicLong();
    private final Sessions sessions = new Sessions(Duration.ofMinutes(30), now::get);

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void eachHasAWordOfItsOwn() {
        Set<String> words = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            String word = sessions.open("key");
            assertThat(word).hasSize(43);
            words.add(word);
            assertThat(sessions.key(word)).isEqualTo("key");
        }
        assertThat(words).hasSize(10);
        assertThat(sessions.key("no")).isNull();
        assertThat(sessions.key(null)).isNull();
    }

    @Test
    void oneThatNobodyUsesEnds() {
        String word = sessions.open("key");
        pass(Duration.ofMinutes(29));
        assertThat(sessions.key(word)).isEqualTo("key");
        pass(Duration.ofMinutes(29));
        assertThat(sessions.key(word)).isEqualTo("key");
        pass(Duration.ofMinutes(31));
        assertThat(sessions.key(word)).isNull();
        assertThat(sessions.size()).isZero();
    }

    @Test
    void oneThatIsUsedEndsAllTheSame() {
        String word = sessions.open("key");
        for (Duration used = Duration.ZERO; used.compareTo(Sessions.LONGEST) <= 0; used = used.plusMinutes(20)) {
            assertThat(sessions.key(word)).isEqualTo("key");
            pass(Duration.ofMinutes(20));
        }
        assertThat(sessions.key(word)).isNull();
    }

    @Test
    void aKeyThatOpensManyEndsItsOwnAlone() {
        String other = sessions.open("other");
        String first = sessions.open("key");
        for (int i = 0; i < Sessions.MOST_OF_KEY; i++) {
            sessions.open("key");
        }
        assertThat(sessions.key(first)).isNull();
        assertThat(sessions.key(other)).isEqualTo("other");
        assertThat(sessions.size()).isEqualTo(Sessions.MOST_OF_KEY + 1);
    }

    @Test
    void thereAreSoManyAndNoMore() {
        for (int i = 0; i < Sessions.MOST; i++) {
            assertThat(sessions.open("key" + i)).isNotNull();
        }
        assertThat(sessions.open("one more")).isNull();
        pass(Duration.ofMinutes(31));
        assertThat(sessions.open("one more")).isNotNull();
        assertThat(sessions.size()).isEqualTo(1);
    }

    @Test
    void signedOut() {
        String one = sessions.open("key");
        String two = sessions.open("key");
        sessions.close(one);
        assertThat(sessions.key(one)).isNull();
        assertThat(sessions.key(two)).isEqualTo("key");
        sessions.closeAll("key");
        assertThat(sessions.key(two)).isNull();
    }
}
