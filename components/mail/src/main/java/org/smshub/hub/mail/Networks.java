package org.smshub.hub.mail;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** Addresses and networks, such as {@code 192.0.2.7, 10.0.0.0/8, 2001:db8::/32}. */
final class Networks {

    private record Network(byte[] address, int bits) {}

    private final List<Network> networks;

    private Networks(List<Network> networks) {
        this.networks = networks;
    }

    static Networks parse(String list) {
        List<Network> networks = new ArrayList<>();
        for (String one : list.split("[,\\s]+")) {
            if (!one.isEmpty()) {
                networks.add(network(one));
            }
        }
        return new Networks(networks);
    }

    private static Network network(String one) {
        String[] parts = one.split("/", 2);
        // digits, dots and colons alone: no name is looked up
        if (parts[0].matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            try {
                byte[] address = InetAddress.getByName(parts[0]).getAddress();
                int bits = parts.length == 1 ? address.length * 8 : Integer.parseInt(parts[1]);
                if (bits >= 0 && bits <= address.length * 8) {
                    return new Network(address, bits);
                }
            } catch (UnknownHostException | NumberFormatException e) {
                throw new IllegalArgumentException("'" + one + "' is no network such as 192.0.2.0/24", e);
            }
        }
        throw new IllegalArgumentException("'" + one + "' is no network such as 192.0.2.0/24");
    }

    boolean have(InetAddress address) {
        byte[] octets = address.getAddress();
        return networks.stream().anyMatch(network -> has(network, octets));
    }

    private static boolean has(Network network, byte[] octets) {
        if (octets.length != network.address().length) {
            return false;
        }
        for (int bit = 0; bit < network.bits(); bit++) {
            int mask = 0x80 >> bit % 8;
            if ((octets[bit / 8] & mask) != (network.address()[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
