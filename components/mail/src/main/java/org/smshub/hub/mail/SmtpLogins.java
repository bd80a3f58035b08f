package org.smshub.hub.mail;

import java.net.InetAddress;
import java.net.InetSocketAddress;
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
}
