package org.smshub.hub.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

/** Who need not log in. */
class NetworksTest {

    @Test
    void networks() throws Exception {
        SmtpLogins.Networks networks = SmtpLogins.Networks.parse("192.0.2.7, 10.0.0.0/8 2001:db8::/32");
        assertThat(networks.have(InetAddress.getByName("192.0.2.7"))).isTrue();
        assertThat(networks.have(InetAddress.getByName("192.0.2.8"))).isFalse();
        assertThat(networks.have(InetAddress.getByName("10.255.0.1"))).isTrue();
        assertThat(networks.have(InetAddress.getByName("2001:db8::1"))).isTrue();
        assertThat(networks.have(InetAddress.getByName("2001:db9::1"))).isFalse();
        assertThatThrownBy(() -> SmtpLogins.Networks.parse("host.example.org"))
                .hasMessageContaining("host.example.org");
        assertThatThrownBy(() -> SmtpLogins.Networks.parse("10.0.0.0/33")).hasMessageContaining("10.0.0.0/33");
    }
}
