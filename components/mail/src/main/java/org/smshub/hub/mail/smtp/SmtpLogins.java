package org.smshub.hub.mail.smtp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.link.Brake;
import org.smshub.link.Logins;
import org.subethamail.smtp.AuthenticationHandlerFactory;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.auth.LoginAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.auth.MultipleAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.PlainAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.UsernamePasswordValidator;

/** AUTH PLAIN and LOGIN: a client's id with its key or password. Who guesses is slowed down. */
final class SmtpLogins extends MultipleAuthenticationHandlerFactory implements AuthenticationHandlerFactory {

    SmtpLogins(Logins logins) {
        UsernamePasswordValidator validator = new Slowed(logins);
        addFactory(new PlainAuthenticationHandlerFactory(validator));
        addFactory(new LoginAuthenticationHandlerFactory(validator));
    }

    private static final class Slowed implements UsernamePasswordValidator {

        private static final Logger LOG = LoggerFactory.getLogger(SmtpLogins.class);

        private final Logins logins;
        private final Brake brake = new Brake();

        Slowed(Logins logins) {
            this.logins = logins;
        }

        /** On the thread of the connection, which has nothing else to do. */
        @Override
        public void login(String name, String password, MessageContext context) throws LoginFailedException {
            InetAddress from = ((InetSocketAddress) context.getRemoteAddress()).getAddress();
            long wait = brake.tried(from, name);
            if (wait < 0) {
                throw new LoginFailedException();
            }
            boolean fits;
            try {
                TimeUnit.MILLISECONDS.sleep(wait);
                fits = logins.fits(name, password);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LoginFailedException();
            } catch (Exception e) {
                brake.undecided(from, name);
                LOG.warn("A login by SMTP could not be decided: {}", e.toString());
                throw new LoginFailedException();
            }
            if (fits) {
                brake.passed(from, name);
                return;
            }
            int times = brake.refused(from, name);
            if (times > 0) {
                LOG.warn("SMTP: {} refused logins from {}", times, from.getHostAddress());
            }
            throw new LoginFailedException();
        }
    }

    /** Addresses and networks, such as {@code 192.0.2.7, 10.0.0.0/8, 2001:db8::/32}. */
    static final class Networks {

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
}
