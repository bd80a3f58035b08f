package org.smshub.hub.calls;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which addresses the hub calls: those of the public Internet, and what is allowed beside. A client chooses where its
 * webhook goes, and must not reach with it what only the hub can reach. From the IANA registries of special-purpose
 * addresses (RFC 6890); of IPv6 only global unicast is public, and what has an IPv4 address in it is judged by that.
 */
final class PublicAddresses {

    private static final Map<IpSubnetFilterRule, String> NOT_PUBLIC = new LinkedHashMap<>();

    private static final IpSubnetFilterRule GLOBAL_UNICAST = subnet("2000::", 3);

    static {
        no("0.0.0.0", 8, "an address of this host");
        no("10.0.0.0", 8, "a private address");
        no("100.64.0.0", 10, "a private address of a carrier");
        no("127.0.0.0", 8, "a loopback address");
        no("169.254.0.0", 16, "a link-local address");
        no("172.16.0.0", 12, "a private address");
        no("192.0.0.0", 24, "a reserved address");
        no("192.0.2.0", 24, "a reserved address");
        no("192.88.99.0", 24, "a reserved address");
        no("192.168.0.0", 16, "a private address");
        no("198.18.0.0", 15, "a reserved address");
        no("198.51.100.0", 24, "a reserved address");
        no("203.0.113.0", 24, "a reserved address");
        no("224.0.0.0", 4, "a multicast address");
        no("240.0.0.0", 4, "a reserved address");
        no("::1", 128, "a loopback address");
        no("fe80::", 10, "a link-local address");
        no("fec0::", 10, "a private address");
        no("fc00::", 7, "a unique-local address");
        no("ff00::", 8, "a multicast address");
        no("2001::", 23, "a reserved address");
        no("2001:db8::", 32, "a reserved address");
        no("3fff::", 20, "a reserved address");
    }

    private final List<IpSubnetFilterRule> allowed = new ArrayList<>();

    /**
     * @param allow addresses and subnets such as {@code 10.1.0.0/16, fd00:1::/32}, comma-separated; may be empty
     * @throws IllegalArgumentException naming what is none
     */
    PublicAddresses(String allow) {
        for (String one : allow.split(",")) {
            if (!one.isBlank()) {
                allowed.add(parse(one.trim()));
            }
        }
    }

    private static IpSubnetFilterRule parse(String one) {
        String[] parts = one.split("/", -1);
        try {
            // a name would be looked up here
            if (parts.length <= 2 && parts[0].matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
                int bits = InetAddress.getByName(parts[0]) instanceof Inet6Address ? 128 : 32;
                return subnet(parts[0], parts.length == 1 ? bits : Integer.parseInt(parts[1]));
            }
        } catch (UnknownHostException | IllegalArgumentException e) {
            // said below
        }
        throw new IllegalArgumentException(
                "hub.webhooks.allow has addresses and subnets such as 10.1.0.0/16, not '" + one + "'");
    }

    private static IpSubnetFilterRule subnet(String address, int bits) {
        return new IpSubnetFilterRule(address, bits, IpFilterRuleType.ACCEPT);
    }

    private static void no(String address, int bits, String what) {
        NOT_PUBLIC.put(subnet(address, bits), what);
    }

    /** Null when this address may be called; else what it is, such as "a loopback address". */
    String refusal(InetAddress address) {
        InetSocketAddress whole = new InetSocketAddress(address, 0);
        if (allowed.stream().anyMatch(rule -> rule.matches(whole))) {
            return null;
        }
        InetAddress inner = inner(address);
        if (inner != null) {
            return refusal(inner);
        }
        for (Map.Entry<IpSubnetFilterRule, String> rule : NOT_PUBLIC.entrySet()) {
            if (rule.getKey().matches(whole)) {
                return rule.getValue();
            }
        }
        return address instanceof Inet6Address && !GLOBAL_UNICAST.matches(whole) ? "no public address" : null;
    }

    /** The IPv4 address that a packet to this one goes to in the end; null = none. */
    private static InetAddress inner(InetAddress address) {
        byte[] octets = address.getAddress();
        if (octets.length != 16) {
            return null;
        }
        if (starts(octets, 0x20, 0x02)) {
            return v4(octets, 2); // 6to4, RFC 3056
        }
        boolean mapped = starts(octets, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff);
        boolean translated = starts(octets, 0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0); // RFC 6052
        boolean compatible = starts(octets, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
                && !((Inet6Address) address).isLoopbackAddress(); // RFC 4291 2.5.5.1
        return mapped || translated || compatible ? v4(octets, 12) : null;
    }

    private static boolean starts(byte[] octets, int... with) {
        for (int i = 0; i < with.length; i++) {
            if (octets[i] != (byte) with[i]) {
                return false;
            }
        }
        return true;
    }

    private static InetAddress v4(byte[] octets, int from) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(octets, from, from + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // four octets are an address
        }
    }
}
