package org.smshub.hub.mail.smtp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.mail.MailMessages;
import org.smshub.link.TlsFiles;
import org.subethamail.smtp.server.SMTPServer;
import org.subethamail.smtp.server.SessionHandler;

/** Listens, and makes an exchange of each mail; its end is the answer to the mail. */
public class SmtpServerConsumer extends DefaultConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(SmtpServerConsumer.class);

    /** The library lets in so many more, to tell them that there are too many. */
    private static final int REFUSED_CONNECTIONS = 10;

    private final SmtpServerEndpoint options;
    private final SmtpLogins.Networks trusted;
    private volatile SMTPServer server;

    SmtpServerConsumer(SmtpServerEndpoint endpoint, Processor processor, SmtpLogins.Networks trusted) {
        super(endpoint, processor);
        this.options = endpoint;
        this.trusted = trusted;
    }

    SmtpServerEndpoint options() {
        return options;
    }

    /** Whether it listens: it may have failed to start, or be stopped. */
    boolean isListening() {
        SMTPServer now = server;
        return now != null && now.isRunning();
    }

    /** The port that it listens on. */
    public int port() {
        return server.getPortAllocated();
    }

    /** Whether who calls from here need not log in. */
    boolean trusts(InetAddress address) {
        return trusted.have(address);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        int perAddress = options.getMaxConnectionsPerAddress() > 0
                ? options.getMaxConnectionsPerAddress()
                : Math.max(1, options.getMaxConnections() / 2);
        int threads = options.getMaxConnections() + REFUSED_CONNECTIONS + 1;
        SMTPServer.Builder builder = SMTPServer.port(options.getPort())
                .bindAddress(InetAddress.getByName(options.getHost()))
                .serverSocketFactory(SmtpServerConsumer::socket)
                .hostName(options.getServerName())
                .softwareName("sms-hub")
                .maxMessageSize(options.getMaxSize())
                .maxRecipients(options.getMaxRecipients())
                .maxConnections(options.getMaxConnections())
                .connectionTimeoutMs((int) options.getIdleTimeout())
                .insertReceivedHeaders(false)
                .sessionHandler(SessionHandler.limitConcurrentSessionsBySource(perAddress))
                .executorService(new ThreadPoolExecutor(
                        0, threads, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), this::thread))
                .serverThreadName("smtp-server " + options.getHost() + ":" + options.getPort())
                .authenticationHandlerFactory(new SmtpLogins(options.getLogins()))
                .messageHandlerFactory(context -> new SmtpMail(this, context));
        TlsFiles files = files();
        if (files != null) {
            SSLContext tls = context(files);
            builder.enableTLS().startTlsSocketFactory(socket -> secured(socket, tls));
        }
        SmtpServerHealthCheck.of(this);
        server = builder.build();
        SmtpCommands.into(server);
        try {
            server.start();
        } catch (RuntimeException e) {
            server = null;
            throw new IllegalStateException(
                    "Port " + options.getPort() + " of " + options.getHost() + " cannot be had for SMTP ("
                            + e.getMessage() + "); end what uses it, or name another one",
                    e);
        }
    }

    /** The answers to a pipelined envelope go each at once: with Nagle's algorithm the second waits for the client's ACK, 40 ms. */
    private static ServerSocket socket() throws IOException {
        return new ServerSocket() {
            @Override
            public Socket accept() throws IOException {
                Socket accepted = super.accept();
                accepted.setTcpNoDelay(true);
                return accepted;
            }
        };
    }

    private Thread thread(Runnable session) {
        Thread thread = new Thread(session, "smtp-session");
        thread.setDaemon(true);
        return thread;
    }

    private TlsFiles files() {
        if (options.getTlsCertificate().isBlank()) {
            return null;
        }
        return new TlsFiles(
                options.getTlsCertificate().trim(), options.getTlsKey().trim(), null);
    }

    private static SSLContext context(TlsFiles files) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {files.keys()}, null, null);
        return context;
    }

    private static SSLSocket secured(Socket socket, SSLContext tls) throws IOException {
        // the address as it is: no name is looked up for a stranger
        String address = ((InetSocketAddress) socket.getRemoteSocketAddress())
                .getAddress()
                .getHostAddress();
        SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(socket, address, socket.getPort(), true);
        secured.setUseClientMode(false);
        secured.setEnabledProtocols(TlsFiles.PROTOCOLS.toArray(String[]::new));
        secured.setEnabledCipherSuites(TlsFiles.ciphers().toArray(String[]::new));
        return secured;
    }

    /**
     * Waits for the commit, on the thread of the connection.
     *
     * @return the words about the mail
     * @throws Exception what it failed of
     */
    String take(byte[] mail, String client, List<String> to, String unique) throws Exception {
        Exchange exchange = createExchange(false);
        exchange.getMessage().setBody(mail);
        exchange.setProperty(MailMessages.CLIENT, client);
        exchange.setProperty(MailMessages.TO, to);
        exchange.setProperty(MailMessages.UNIQUE, unique);
        exchange.setProperty(MailMessages.SUBJECT, options.getSubject());
        exchange.setProperty(MailMessages.MAX_RECIPIENTS, options.getMaxRecipients());
        CompletableFuture<Void> done = new CompletableFuture<>();
        getAsyncProcessor().process(exchange, sync -> done.complete(null));
        try {
            done.get(options.getRequestTimeout(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // the exchange goes on; who sends the mail again gets its first id
            throw new IOException("no commit within " + options.getRequestTimeout() + " ms", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // it is never completed so
        }
        Exception failure = exchange.getException();
        String words = failure == null ? exchange.getMessage().getBody(String.class) : null;
        if (failure != null) {
            MailMessages.whole(exchange, failure);
        }
        releaseExchange(exchange, false);
        if (failure != null) {
            throw failure;
        }
        return words;
    }

    @Override
    protected void doStop() throws Exception {
        if (server != null) {
            server.stop();
            server = null;
        }
        LOG.debug("{} has stopped", options);
        super.doStop();
    }
}
