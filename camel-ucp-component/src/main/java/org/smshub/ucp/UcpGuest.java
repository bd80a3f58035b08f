package org.smshub.ucp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection at a server: nobody until the login, or the account that its address stands for. */
final class UcpGuest implements UcpSession.Owner {

    private static final Logger LOG = LoggerFactory.getLogger(UcpGuest.class);

    private final UcpServer server;
    private final UcpServerConfiguration access;
    private final Map<String, String> byAddress;
    private final Executor workers;
    private volatile UcpSession session;
    private volatile String account;

    UcpGuest(UcpServer server, UcpServerConfiguration access, Map<String, String> byAddress, Executor workers) {
        this.server = server;
        this.access = access;
        this.byAddress = byAddress;
        this.workers = workers;
    }

    @Override
    public void connected(UcpSession connected) {
        session = connected;
        String remote = connected.remote().getAddress().getHostAddress();
        if (!server.arrived(this, remote)) {
            connected.close(null);
        } else if (byAddress.containsKey(remote)) {
            open(connected, byAddress.get(remote));
        } else {
            connected.after(access.getLoginTimeout(), () -> {
                if (account == null) {
                    connected.close(new IOException("no login in time"));
                }
            });
        }
    }

    /** On the event loop, once: a connection that is closed by now is not attached. */
    private void open(UcpSession connected, String name) {
        if (connected.isOpen()) {
            account = name;
            server.opened(name, connected);
        }
    }

    @Override
    public void operation(UcpSession from, UcpFrame operation) {
        if (operation.operation() == UcpOperation.SESSION) {
            login(from, operation);
        } else if (account == null) {
            from.answer(operation, UcpResult.nak(UcpErrorCode.NOT_ALLOWED, "log in first"));
        } else if (operation.operation() == UcpOperation.ALERT) {
            from.answer(operation, UcpResult.ack(String.format("%04d", Math.min(9999, server.waiting(account)))));
        } else {
            server.operation(from, account, operation);
        }
    }

    private void login(UcpSession from, UcpFrame operation) {
        String name = operation.get(UcpField.OADC);
        if (!operation.get(UcpField.STYP).equals("1")) {
            from.answer(operation, UcpResult.nak(UcpErrorCode.NOT_SUPPORTED, "STYP 1 only"));
            return;
        }
        if (isAnother(from, operation, name)) {
            return;
        }
        try {
            workers.execute(() -> {
                boolean allowed = allowed(from, operation, name);
                from.after(0, () -> decided(from, operation, name, allowed));
            });
        } catch (RejectedExecutionException e) {
            from.answer(operation, UcpResult.nak(UcpErrorCode.NOT_ALLOWED, "busy"));
        }
    }

    /** A connection stays with its account; asked again when two logins were under way at once. */
    private boolean isAnother(UcpSession from, UcpFrame operation, String name) {
        if (account == null || account.equals(name)) {
            return false;
        }
        from.answer(operation, UcpResult.nak(UcpErrorCode.NOT_ALLOWED, "logged in as another account"));
        return true;
    }

    private boolean allowed(UcpSession from, UcpFrame operation, String name) {
        String remote = from.remote().getAddress().getHostAddress();
        if (access.getAuthenticator() == null) {
            return name.equals(byAddress.get(remote));
        }
        try {
            String password =
                    new String(UcpHex.decode(UcpField.PWD, operation.get(UcpField.PWD)), StandardCharsets.ISO_8859_1);
            return !password.isEmpty() && access.getAuthenticator().authenticate(name, password, from.remote());
        } catch (UcpException e) {
            return false;
        } catch (RuntimeException e) {
            LOG.warn("{}: the authenticator failed: {}", access.address(), e.toString());
            return false;
        }
    }

    private void decided(UcpSession from, UcpFrame operation, String name, boolean allowed) {
        if (!allowed) {
            LOG.warn("{}: login refused for account {} from {}", access.address(), printable(name), from.remote());
            from.answer(operation, UcpResult.nak(UcpErrorCode.AUTHENTICATION, "authentication failure"));
            from.close(new IOException("login refused"));
            return;
        }
        if (isAnother(from, operation, name)) {
            return;
        }
        from.answer(operation, UcpResult.ack("BIND AUTHENTICATED"));
        if (account == null) {
            open(from, name);
        }
    }

    private static String printable(String name) {
        String plain = name.replaceAll("[^ -~]", "?");
        return plain.length() > 20 ? plain.substring(0, 20) + "…" : plain;
    }

    @Override
    public void closed(UcpSession gone, Throwable cause) {
        server.left(this, account, gone);
    }

    void close() {
        UcpSession current = session;
        if (current != null) {
            current.close(null);
        }
    }
}
