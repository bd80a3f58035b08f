package org.smshub.bench.floor;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * The least a hub of this making can cost: the same work with nothing between, for {@code ./hub bench --floor}. No Camel, no
 * login, no routing, numbers or planning, no metrics, no claims: it knows one link, one client and texts of one part.
 */
public final class Floor {

    private Floor() {}

    /** @param args folder of the ledger; ports to listen on by HTTP and to bind to by SMPP, on the loopback interface; window */
    public static void main(String[] args) throws SQLException, IOException {
        FloorWriter writer = new FloorWriter(Path.of(args[0]));
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
        FloorHttp http = new FloorHttp(Integer.parseInt(args[1]), writer);
        FloorLine line = new FloorLine(Integer.parseInt(args[2]), Integer.parseInt(args[3]), writer);
        writer.start(http, line);
        vertx.deployVerticle(line).compose(bound -> vertx.deployVerticle(http)).onFailure(why -> end(why.getMessage()));
        // whoever started it holds the other end: it does not outlive the bench, however that ends
        System.in.transferTo(System.err);
        Runtime.getRuntime().halt(0);
    }

    static void end(String why) {
        System.err.println("floor: " + why);
        Runtime.getRuntime().halt(1);
    }
}
