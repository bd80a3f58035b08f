package org.smshub.hub.httplink;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLException;
import org.smshub.hub.httplink.file.Answer;
import org.smshub.hub.httplink.file.Call;
import org.smshub.link.Failure;
import org.smshub.link.TlsFiles;

/**
 * Asks one provider, one attempt a call, without a thread that waits. Nothing is repeated in silence: what was written to a
 * connection that had just been closed may have arrived, and is told as that. No redirect is followed.
 */
final class ProviderCaller implements AutoCloseable {

    /** Octets of an answer that are read; of who sends more nobody knows what it meant. */
    static final int MOST_ANSWER = 65_536;

    /** Many servers close what was idle for five seconds: what is written just then is lost, or not. */
    private static final int KEEP_ALIVE_SECONDS = 3;

    private static final long MOST_RETRY_AFTER = TimeUnit.DAYS.toMillis(1);
    private static final int WORDS = 200;

    /** What came of a call. @param answer null = none @param failure why there is none @param words for a person, without secrets */
    record Outcome(Answer answer, Failure failure, String words) {}

    private final Context loop;
    private final HttpClient client;
    private final long timeout;

    /** @param connections at most; calls beyond wait for one within their time */
    ProviderCaller(Context loop, HttpLinkConfiguration options, int connections) {
        this.loop = loop;
        this.timeout = options.getAnswerTimeout();
        String trust = options.getTlsTrust() == null || options.getTlsTrust().isBlank()
                ? TlsFiles.SYSTEM
                : options.getTlsTrust();
        TlsFiles tls = new TlsFiles(options.getTlsCertificate(), options.getTlsKey(), trust);
        HttpClientOptions http = new HttpClientOptions()
                .setMaxPoolSize(connections)
                .setConnectTimeout((int) Math.min(Integer.MAX_VALUE, options.getConnectTimeout()))
                .setSslHandshakeTimeout(options.getConnectTimeout())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setVerifyHost(true)
                .setTrustOptions(TrustOptions.wrap(tls.trust()))
                .setEnabledSecureTransportProtocols(new LinkedHashSet<>(TlsFiles.PROTOCOLS));
        if (options.getTlsCertificate() != null) {
            http.setKeyCertOptions(KeyCertOptions.wrap(tls.keys()));
        }
        TlsFiles.ciphers().forEach(http::addEnabledCipherSuite);
        client = loop.owner().createHttpClient(http);
    }

    /** @param ended told once, on the event loop */
    void call(Call call, BiConsumer<ProviderCaller, Outcome> ended) {
        One one = new One(call, ended);
        loop.runOnContext(v -> one.start());
    }

    @Override
    public void close() {
        client.close();
    }

    /** One attempt; on the event loop. */
    private final class One {

        private final Call call;
        private final BiConsumer<ProviderCaller, Outcome> told;
        private final Buffer body = Buffer.buffer();
        private HttpClientRequest request;
        private HttpClientResponse response;
        private boolean written;
        private boolean ended;
        private long timer;

        One(Call call, BiConsumer<ProviderCaller, Outcome> told) {
            this.call = call;
            this.told = told;
        }

        void start() {
            Vertx vertx = loop.owner();
            timer = vertx.setTimer(timeout, t -> late());
            RequestOptions options = new RequestOptions();
            try {
                options.setMethod(HttpMethod.valueOf(call.method())).setAbsoluteURI(call.url());
                call.headers().forEach(options::putHeader);
                options.putHeader("User-Agent", "sms-hub").setFollowRedirects(false);
            } catch (RuntimeException e) {
                // a URL stands in the words of the JDK
                fail(Failure.NOT_WRITTEN, "its address cannot be read");
                return;
            }
            try {
                client.request(options).onComplete(this::made);
            } catch (IllegalStateException closed) {
                fail(Failure.NOT_WRITTEN, "the link stops");
            }
        }

        private void made(AsyncResult<HttpClientRequest> made) {
            if (ended) {
                if (made.succeeded()) {
                    made.result().reset();
                }
            } else if (made.succeeded()) {
                send(made.result());
            } else {
                fail(Failure.NOT_WRITTEN, words(made.cause()));
            }
        }

        private void send(HttpClientRequest made) {
            request = made;
            // from here on it may have left
            written = true;
            made.exceptionHandler(e -> lost());
            (call.body() == null ? made.send() : made.send(Buffer.buffer(call.body()))).onComplete(answered -> {
                if (answered.succeeded()) {
                    read(answered.result());
                } else {
                    lost();
                }
            });
        }

        private void read(HttpClientResponse answer) {
            response = answer;
            answer.handler(chunk -> {
                if (body.length() + chunk.length() > MOST_ANSWER) {
                    cut();
                } else {
                    body.appendBuffer(chunk);
                }
            });
            answer.exceptionHandler(e -> cut());
            answer.endHandler(v -> end(body.toString()));
        }

        /** Less came than it said, or more than is read: who refuses has refused, who takes may have taken. */
        private void cut() {
            if (ended) {
                return;
            }
            request.connection().close();
            if (response.statusCode() >= 400 && response.statusCode() < 500) {
                end("");
            } else {
                fail(Failure.LINE_DROPPED, "its answer did not come whole");
            }
        }

        private void lost() {
            fail(Failure.LINE_DROPPED, "the connection was lost before the answer");
        }

        private void late() {
            if (ended) {
                return;
            }
            if (request != null) {
                request.connection().close();
            }
            if (written) {
                fail(Failure.NO_ANSWER, "no answer within " + timeout + " ms");
            } else {
                fail(Failure.NOT_WRITTEN, "no connection within " + timeout + " ms");
            }
        }

        private void end(String text) {
            long after = retryAfter(response.getHeader("Retry-After"));
            complete(new Outcome(new Answer(response.statusCode(), text, after), null, ""));
        }

        private void fail(Failure failure, String words) {
            complete(new Outcome(null, failure, words));
        }

        private void complete(Outcome outcome) {
            if (!ended) {
                ended = true;
                loop.owner().cancelTimer(timer);
                told.accept(ProviderCaller.this, outcome);
            }
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
        Throwable deepest = failure;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        String line = String.valueOf(deepest.getMessage()).lines().findFirst().orElse("");
        line = line.length() > WORDS ? line.substring(0, WORDS) : line;
        return failure instanceof SSLException || deepest instanceof java.security.cert.CertificateException
                ? "its TLS is not trusted: " + line
                : "it cannot be reached: " + line;
    }
}
