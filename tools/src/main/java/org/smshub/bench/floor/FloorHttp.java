package org.smshub.bench.floor;

import com.github.f4b6a3.ulid.UlidCreator;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.smshub.ledger.entry.Accepted;
import org.smshub.ledger.entry.Submission;

/** One loop that reads posts and answers 202 after the commit. */
final class FloorHttp extends AbstractVerticle {

    private final int port;
    private final FloorWriter writer;

    FloorHttp(int port, FloorWriter writer) {
        this.port = port;
        this.writer = writer;
    }

    @Override
    public void start(Promise<Void> started) {
        vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> posted(request, body)))
                .listen(port, "127.0.0.1")
                .<Void>mapEmpty()
                .onComplete(started);
    }

    private void posted(HttpServerRequest request, Buffer body) {
        Submission part;
        try {
            part = part(body.toJsonObject());
        } catch (DecodeException | ClassCastException e) {
            request.response().setStatusCode(400).end();
            return;
        }
        writer.add(new Work.Post(part, request.response()));
    }

    private static Submission part(JsonObject json) {
        long now = System.currentTimeMillis();
        return new Submission(
                UlidCreator.getMonotonicUlid().toString(),
                1,
                1,
                "demo",
                json.getString("ref"),
                json.getString("from"),
                json.getString("to"),
                json.getString("text"),
                "GSM7",
                null,
                null,
                null,
                null,
                json.getString("receipt", "FINAL"),
                1,
                FloorWriter.LINK,
                now,
                null,
                now,
                null,
                null);
    }

    /** By the writer. */
    void committed(List<Work.Post> posts, List<Accepted> accepted) {
        context.runOnContext(go -> {
            for (int i = 0; i < posts.size(); i++) {
                JsonObject answer =
                        new JsonObject().put("id", accepted.get(i).messageId()).put("state", "ACCEPTED");
                posts.get(i)
                        .response()
                        .setStatusCode(202)
                        .putHeader("Content-Type", "application/json")
                        .end(answer.toBuffer());
            }
        });
    }
}
