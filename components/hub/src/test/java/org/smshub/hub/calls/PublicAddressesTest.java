package org.smshub.hub.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PublicAddressesTest {

    private final PublicAddresses rules = new PublicAddresses("");

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void whatIsNotPublicIsRefused() {
        for (String literal : List.of(
                "0.0.0.0",
                "0.1.2.3",
                "10.1.2.3",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.168.1.1",
                "198.18.0.1",
                "224.0.0.1",
                "239.1.1.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "fe80::1",
                "fec0::1",
                "fc00::1",
                "fd12:3456::1",
                "ff02::1",
                "::ffff:127.0.0.1",
                "::127.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b::a01:203",
                "64:ff9b:1::1",
                "2002:7f00:1::1",
                "2002:a01:203::",
                "2001::1",
                "2001:db8::1",
                "100::1",
                "4000::1")) {
            assertThat(rules.refusal(address(literal))).as(literal).isNotNull();
        }
    }

    @Test
    void whatIsPublicIsCalled() {
        for (String literal : List.of(
                "1.1.1.1",
                "8.8.8.8",
                "93.184.216.34",
                "100.63.255.255",
                "100.128.0.0",
                "172.15.255.255",
                "172.32.0.1",
                "198.17.255.255",
                "223.255.255.255",
                "2606:4700:4700::1111",
                "2a00:1450::1",
                "64:ff9b::808:808",
                "2002:808:808::1")) {
            assertThat(rules.refusal(address(literal))).as(literal).isNull();
        }
    }

    @Test
    void whatIsAllowedIsCalledAndNothingBesideIt() {
        PublicAddresses some = new PublicAddresses("10.1.0.0/16, 127.0.0.2,fd00:1::/32");
        assertThat(some.refusal(address("10.1.255.1"))).isNull();
        assertThat(some.refusal(address("10.2.0.1"))).contains("private");
        assertThat(some.refusal(address("127.0.0.2"))).isNull();
        assertThat(some.refusal(address("127.0.0.1"))).contains("loopback");
        assertThat(some.refusal(address("fd00:1::5"))).isNull();
        assertThat(some.refusal(address("fd00:2::5"))).contains("unique-local");
        assertThat(some.refusal(address("64:ff9b::a01:203"))).as("10.1.2.3").isNull();
    }

    @Test
    void whatIsNoAddressIsSaid() {
        for (String wrong : List.of("localhost", "10.0.0.0/x", "10.0.0.0/8/8", "10.0.0.0/33", "10.0.0.256", "::/129")) {
            assertThatThrownBy(() -> new PublicAddresses("127.0.0.2," + wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("hub.webhooks.allow")
                    .hasMessageContaining(wrong);
        }
    }

    /** However an IPv4 address is written into one of IPv6, it is judged the same. */
    @Property
    void anAddressWithinAnAddressIsJudgedByItself(@ForAll @Size(4) byte[] octets) throws UnknownHostException {
        String inner = rules.refusal(InetAddress.getByAddress(octets));
        byte[] translated = new byte[16];
        translated[1] = 0x64;
        translated[2] = (byte) 0xff;
        translated[3] = (byte) 0x9b;
        System.arraycopy(octets, 0, translated, 12, 4);
        assertThat(rules.refusal(InetAddress.getByAddress(translated))).isEqualTo(inner);
        byte[] sixToFour = new byte[16];
        sixToFour[0] = 0x20;
        sixToFour[1] = 0x02;
        System.arraycopy(octets, 0, sixToFour, 2, 4);
        assertThat(rules.refusal(InetAddress.getByAddress(sixToFour))).isEqualTo(inner);
    }
}
