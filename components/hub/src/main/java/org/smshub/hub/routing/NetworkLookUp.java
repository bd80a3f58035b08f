package org.smshub.hub.routing;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks a server by HTTP for the network of a number, on an event loop of its own. */
final class NetworkLookUp implements AutoCloseable {

    /** Octets of an answer; one that is longer is none. */
    private static final int MOST_ANSWER = 8_192;

    private static final int KEEP_ALIVE_SECONDS = 3;
    private static final long STOP_SECONDS = 10;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Vertx vertx;
    private final Context loop;
    private final HttpClient client;
    private final String url;
    private final JsonPointer field;
    private final String authorization;
    private final long timeout;

    /**
     * @param field of the JSON in the answer (RFC 6901); empty = the answer is the network
     * @param authorization a header; empty = none
     * @param connections at most
     * @param timeout milliseconds, from the look-up of the name to the end of the answer
     */
    NetworkLookUp(String url, String field, String authorization, int connections, long timeout) {
        this.url = url;
        try {
            this.field = field.isEmpty() ? null : JsonPointer.compile(field);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "hub.portability.field is a JSON pointer such as /mccmnc, or empty; not '" + field + "'", e);
        }
        this.authorization = authorization;
        this.timeout = timeout;
        vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        loop = vertx.getOrCreateContext();
        client = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(connections)
                .setConnectTimeout((int) timeout)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setVerifyHost(true));
    }

    /** The network, or empty where the server knows none; comes on the event loop, and in time. */
    CompletableFuture<String> ask(String number) {
        CompletableFuture<String> done = new CompletableFuture<>();
        loop.runOnContext(v -> ask(number, done));
        return done;
    }

    private void ask(String number, CompletableFuture<String> done) {
        long timer = vertx.setTimer(
                timeout, t -> done.completeExceptionally(new TimeoutException("no answer within " + timeout + " ms")));
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(url.replace("{number}", number.substring(1)));
        if (!authorization.isEmpty()) {
            options.putHeader("Authorization", authorization);
        }
        client.request(options).onFailure(done::completeExceptionally).onSuccess(request -> {
            // late, or answered: the connection is given back either way
            done.whenComplete((network, failure) -> {
                vertx.cancelTimer(timer);
                if (failure != null) {
                    request.reset();
                }
            });
            if (!done.isDone()) {
                send(request, done);
            }
        });
    }

    private void send(HttpClientRequest request, CompletableFuture<String> done) {
        request.send().onFailure(done::completeExceptionally).onSuccess(response -> {
            Buffer answer = Buffer.buffer();
            response.exceptionHandler(done::completeExceptionally);
            response.handler(octets -> {
                if (answer.length() + octets.length() > MOST_ANSWER) {
                    done.completeExceptionally(
                            new IllegalStateException("an answer of more than " + MOST_ANSWER + " octets"));
                } else {
                    answer.appendBuffer(octets);
                }
            });
            response.endHandler(v -> answered(response, answer, done));
        });
    }

    private void answered(HttpClientResponse response, Buffer answer, CompletableFuture<String> done) {
        if (response.statusCode() == 404) {
            done.complete("");
            return;
        }
        if (response.statusCode() != 200) {
            done.completeExceptionally(new IllegalStateException("it answers " + response.statusCode()));
            return;
        }
        try {
            String text = answer.toString(StandardCharsets.UTF_8);
            done.complete(
                    field == null
                            ? text.strip()
                            : MAPPER.readTree(text).at(field).asText("").strip());
        } catch (JsonProcessingException e) {
            done.completeExceptionally(new IllegalStateException("its answer is no JSON"));
        }
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(STOP_SECONDS, TimeUnit.SECONDS)
                .exceptionally(late -> null)
                .join();
    }
}
