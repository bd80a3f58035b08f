package org.smshub.hub.doors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://a.example.org/x?y=1 2|http://a.example.org/x?y=1%202",
                "http://a.example.org/?d=%d&x=%x|http://a.example.org/?d=%25d&x=%25x",
                "HTTPS://a.example.org:81/%C5%82?a[]=1#rest|HTTPS://a.example.org:81/%C5%82?a%5B%5D=1",
                "http://127.0.0.1?x=|http://127.0.0.1?x=",
                "http://[::1]:80/|http://[::1]:80/"
            })
    void whatCannotStandThereIsEscaped(String url, String called) {
        assertThat(Urls.called(url).uri()).hasToString(called);
    }

    @Test
    void aNameAndAPasswordBecomeAHeader() {
        Urls.Called called = Urls.called("http://us%3Aer:p+w@a.example.org/");
        assertThat(called.uri()).hasToString("http://a.example.org/");
        Map<String, String> headers = new TreeMap<>();
        called.authorize(headers);
        assertThat(headers).containsEntry("Authorization", "Basic dXM6ZXI6cCt3");
    }

    @Test
    void whatIsNoneIsNone() {
        for (String none : new String[] {"", "x", "ftp://a/", "http://", "http:///x", "http://a b/", "//a/"}) {
            assertThat(Urls.called(none)).as(none).isNull();
        }
    }

    @Property
    void anyStringIsOneOrNone(@ForAll String any) {
        Urls.Called called = Urls.called("http://a.example.org/" + any);
        assertThat(called == null || "a.example.org".equals(called.uri().getHost()))
                .isTrue();
    }
}
