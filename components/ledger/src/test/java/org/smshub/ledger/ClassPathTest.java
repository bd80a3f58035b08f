package org.smshub.ledger;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ledger alone drags in no protocol and no HTTP server: not by a jar of a jar either. */
class ClassPathTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.jsmpp.session.SMPPSession",
                "org.apache.camel.component.smpp.SmppComponent",
                "org.apache.camel.component.platform.http.PlatformHttpComponent",
                "io.vertx.core.Vertx",
                "io.netty.handler.codec.http.HttpServerCodec",
                "com.google.i18n.phonenumbers.PhoneNumberUtil"
            })
    void isNotThere(String type) {
        assertThatThrownBy(() -> Class.forName(type)).isInstanceOf(ClassNotFoundException.class);
    }
}
