package org.smshub.hub.calls;

import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.util.NetUtil;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.smshub.link.TlsFiles;
import org.smshub.link.passing.Told;

/**
 * Calls receivers by HTTP, one attempt a call, without a thread that waits. A name is looked up here, its addresses are held
 * against the {@link PublicAddresses}, and the connection is made to one of these very addresses; the other end of the
 * connection, a kept one too, is held against them once more before a word is sent. No redirect is followed, no proxy is used.
 */
public final class HttpCaller implements AutoCloseable {

    private static final List<Integer> OF_THE_SERVER = List.of(429, 502, 503, 504);

    /** Octets of an answer that are read; who sends more is hung up on. */
    static final int MOST_ANSWER = 65_536;

    private static final int CONNECT_MILLIS = 5_000;
    private static final Duration LOOK_UP = Duration.ofSeconds(3);

    /** Node closes what was idle for five seconds: what is written just then is lost. */
    private static final int KEEP_ALIVE_SECONDS = 3;

    /** How long an answer waits for others at most. */
    private static final long TOGETHER_MILLIS = 5;

    private static final long MOST_RETRY_AFTER = TimeUnit.HOURS.toMillis(24);
    private static final long STOP_SECONDS = 10;

    /**
     * What came of a call.
     *
     * @param status of HTTP; 0 = no answer came
     * @param problem why there is no answer; null = there is one
     * @param retryAfter milliseconds before which the receiver wants no other try; 0 = it says nothing
     * @param left whether octets of the request may have left
     * @param type of the content, null = it says none
     * @param body its octets, as many as are read; none where nobody asked for them
     */
    public record Answer(
            int status, String problem, long retryAfter, long tookMillis, boolean left, String type, byte[] body) {

        public boolean isGood() {
            return status >= 200 && status < 300;
        }

        /** Whether it is the server that does not work, or is asked too much, and not what it was told: all that goes there waits. */
        public boolean isOfTheServer() {
            return status == 0 || OF_THE_SERVER.contains(status);
        }

        /** For the history of what was told. @param where without its path, which may hold a secret */
        public Told told(String where) {
            return new Told(where, status == 0 ? words() : String.valueOf(status));
        }

        /** In words for a person. */
        public String words() {
            return problem != null
                    ? problem
                    : isGood()
                            ? "it answered " + status
                            : status >= 300 && status < 400
                                    ? "it answered " + status + ": no redirect is followed"
                                    : "it answered " + status;
        }
    }

    private final Vertx vertx;
    private final Context loop;
    private final HttpClientOptions options;

    /** Each receiver has connections of its own: one that is slow takes none of another's on the same host. */
    private final Map<String, HttpClient> clients = new ConcurrentHashMap<>();

    /** What has come and has not gone on; with {@link #underWay} on the event loop. */
    private final List<Runnable> answers = new ArrayList<>();

    private int underWay;
    private volatile boolean stopped;

    private final Names names;
    private final PublicAddresses rules;
    private final Duration timeout;

    /**
     * @param connections of one receiver to an address, at most; calls beyond wait for one within their time
     * @param timeout of a call, from the look-up to the end of the answer
     * @param trust a file of authorities in PEM in place of those that the JVM knows; empty = those
     * @param nameServers see {@link Names}
     */
    HttpCaller(PublicAddresses rules, int connections, Duration timeout, String trust, String nameServers) {
        this.rules = rules;
        this.timeout = timeout;
        TlsFiles tls = tls(trust);
        options = new HttpClientOptions()
                .setMaxPoolSize(connections)
                .setConnectTimeout(CONNECT_MILLIS)
                .setSslHandshakeTimeout(timeout.toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setVerifyHost(true)
                .setTrustOptions(TrustOptions.wrap(tls.trust()))
                .setEnabledSecureTransportProtocols(new LinkedHashSet<>(TlsFiles.PROTOCOLS));
        TlsFiles.ciphers().forEach(options::addEnabledCipherSuite);
        vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        loop = vertx.getOrCreateContext();
        names = new Names(((ContextInternal) loop).nettyEventLoop(), nameServers, LOOK_UP);
    }

    private static TlsFiles tls(String trust) {
        try {
            return new TlsFiles(null, null, trust.isBlank() ? TlsFiles.SYSTEM : trust);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("hub.webhooks.trust: " + e.getMessage(), e);
        }
    }

    /**
     * What is asked of a receiver.
     *
     * @param body null = none
     * @param kept whether the body of the answer is wanted
     * @param again whether a request that a kept connection took with it into its end is made once more
     */
    public record Request(
            String method, URI url, byte[] body, Map<String, String> headers, boolean kept, boolean again) {}

    /** Posts; see {@link #call}. What is posted twice its receiver folds, and nobody wants its answer's body. */
    public CompletableFuture<Answer> post(String receiver, URI url, byte[] body, Map<String, String> headers) {
        return call(receiver, new Request("POST", url, body, headers, false, true));
    }

    /**
     * Calls; the answer never fails, and comes on the event loop.
     *
     * @param receiver whose connections it goes by
     */
    public CompletableFuture<Answer> call(String receiver, Request request) {
        HttpClient client = clients.computeIfAbsent(receiver, r -> vertx.createHttpClient(options));
        Call call = new Call(client, request);
        loop.runOnContext(v -> call.start());
        return call.done;
    }

    @Override
    public void close() {
        stopped = true;
        names.close();
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(STOP_SECONDS, TimeUnit.SECONDS)
                .exceptionally(late -> null)
                .join();
    }

    /**
     * Answers go on together where many are on their way: what becomes of each is written, and a commit costs as much as the
     * call. At once when no more are under way than have come.
     */
    private void answered(Runnable end) {
        underWay--;
        answers.add(end);
        if (answers.size() >= underWay) {
            answers();
        } else if (answers.size() == 1) {
            vertx.setTimer(TOGETHER_MILLIS, t -> answers());
        }
    }

    private void answers() {
        List<Runnable> all = List.copyOf(answers);
        answers.clear();
        all.forEach(Runnable::run);
    }

    /** One attempt; on the event loop. */
    private final class Call {

        private final CompletableFuture<Answer> done = new CompletableFuture<>();
        private final HttpClient client;
        private final Request asked;
        private final URI url;
        private final Buffer kept = Buffer.buffer();
        private final long began = System.nanoTime();
        private final List<InetAddress> addresses = new ArrayList<>();
        private long timer;
        private HttpClientRequest request;
        private HttpClientResponse response;
        private boolean again;
        private boolean ended;
        private int octets;

        Call(HttpClient client, Request asked) {
            this.client = client;
            this.asked = asked;
            this.url = asked.url();
        }

        private String host() {
            String host = url.getHost();
            return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        }

        private int port() {
            return url.getPort() > 0 ? url.getPort() : isTls() ? 443 : 80;
        }

        private boolean isTls() {
            return "https".equalsIgnoreCase(url.getScheme());
        }

        void start() {
            underWay++;
            timer = vertx.setTimer(timeout.toMillis(), t -> late());
            names.resolve(host(), (found, failure) -> loop.runOnContext(v -> found(found, failure)));
        }

        private void found(List<InetAddress> all, Throwable failure) {
            if (ended) {
                return;
            }
            String refused = null;
            for (InetAddress address : all) {
                String what = rules.refusal(address);
                if (what == null) {
                    addresses.add(address);
                } else {
                    refused = refused(address, what);
                }
            }
            if (!addresses.isEmpty()) {
                connect();
            } else {
                fail(refused != null ? refused : "the name " + host() + " has no address" + because(failure));
            }
        }

        private static String because(Throwable failure) {
            return failure == null ? "" : ": " + first(failure.getMessage());
        }

        private String refused(InetAddress address, String what) {
            String shown = address.getHostAddress();
            return host() + " is " + (host().equals(shown) ? "" : shown + ", ") + what
                    + ", and not called; hub.webhooks.allow lists what may be";
        }

        /** To the first of the addresses that are left. */
        private void connect() {
            InetAddress address = addresses.get(0);
            RequestOptions options = new RequestOptions()
                    .setMethod(HttpMethod.valueOf(asked.method()))
                    .setServer(server(address))
                    .setHost(host())
                    .setPort(port())
                    .setSsl(isTls())
                    .setURI(path())
                    .setFollowRedirects(false);
            asked.headers().forEach(options::putHeader);
            client.request(options).onComplete(made -> {
                if (ended) {
                    if (made.succeeded()) {
                        made.result().reset();
                    }
                } else if (made.succeeded()) {
                    send(made.result());
                } else if (addresses.size() > 1) {
                    addresses.remove(0);
                    connect();
                } else {
                    fail(words(made.cause()));
                }
            });
        }

        private SocketAddress server(InetAddress address) {
            try {
                // without the name, which would be looked up
                return SocketAddress.inetSocketAddress(
                        new InetSocketAddress(InetAddress.getByAddress(address.getAddress()), port()));
            } catch (UnknownHostException e) {
                throw new IllegalStateException(e); // it is an address
            }
        }

        private String path() {
            String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
            return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
        }

        private void send(HttpClientRequest made) {
            InetAddress peer = peer(made);
            String what = peer == null ? "nobody's address" : rules.refusal(peer);
            if (what != null) {
                made.connection().close();
                fail(peer == null ? "the connection has no address" : refused(peer, what));
                return;
            }
            request = made;
            (asked.body() == null ? made.send() : made.send(Buffer.buffer(asked.body()))).onComplete(answered -> {
                if (answered.succeeded()) {
                    read(answered.result());
                } else if (!ended) {
                    lost(answered.cause());
                }
            });
        }

        private static InetAddress peer(HttpClientRequest made) {
            SocketAddress address = made.connection().remoteAddress();
            return address == null || address.hostAddress() == null
                    ? null
                    : NetUtil.createInetAddressFromIpAddressString(address.hostAddress());
        }

        /** A connection that was kept may have been closed just before; a receiver folds what it gets twice. */
        private void lost(Throwable failure) {
            boolean closed = failure instanceof HttpClosedException || failure instanceof IOException;
            if (closed && asked.again() && !(failure instanceof SSLException) && !again && !stopped) {
                again = true;
                connect();
            } else {
                fail(words(failure));
            }
        }

        private void read(HttpClientResponse answer) {
            response = answer;
            answer.handler(chunk -> {
                octets += chunk.length();
                if (octets > MOST_ANSWER) {
                    answer.request().connection().close();
                    end();
                } else if (asked.kept()) {
                    kept.appendBuffer(chunk);
                }
            });
            answer.exceptionHandler(e -> end());
            answer.endHandler(v -> end());
        }

        private void late() {
            if (ended) {
                return;
            }
            if (request != null) {
                request.connection().close();
            }
            if (response != null) {
                end();
            } else {
                fail("no answer within " + timeout.toSeconds() + " s");
            }
        }

        private void end() {
            complete(new Answer(
                    response.statusCode(),
                    null,
                    retryAfter(response.getHeader("Retry-After")),
                    took(),
                    true,
                    response.getHeader("Content-Type"),
                    kept.getBytes()));
        }

        private void fail(String problem) {
            complete(new Answer(0, problem, 0, took(), request != null, null, new byte[0]));
        }

        private void complete(Answer answer) {
            if (!ended) {
                ended = true;
                vertx.cancelTimer(timer);
                answered(() -> done.complete(answer));
            }
        }

        private long took() {
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        }
    }

    /** RFC 9110 10.2.3: seconds, or a date; what cannot be read is none. */
    static long retryAfter(String header) {
        if (header == null) {
            return 0;
        }
        try {
            long millis = header.matches("[0-9]{1,9}")
                    ? Long.parseLong(header) * 1_000
                    : Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header))
                                    .toEpochMilli()
                            - System.currentTimeMillis();
            return Math.max(0, Math.min(millis, MOST_RETRY_AFTER));
        } catch (DateTimeParseException e) {
            return 0;
        }
    }

    private static String words(Throwable failure) {
        if (failure instanceof SslHandshakeTimeoutException) {
            return "it cannot be reached: it does not answer by TLS in time";
        }
        if (failure instanceof SSLException || failure.getCause() instanceof SSLException) {
            Throwable deepest = failure;
            while (deepest.getCause() != null) {
                deepest = deepest.getCause();
            }
            return "its TLS is not trusted: " + first(deepest.getMessage());
        }
        return "it cannot be reached: " + first(failure.getMessage());
    }

    private static String first(String message) {
        String line = String.valueOf(message).lines().findFirst().orElse("");
        return line.length() > 200 ? line.substring(0, 200) : line;
    }
}
