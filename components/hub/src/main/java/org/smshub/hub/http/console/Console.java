package org.smshub.hub.http.console;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import org.smshub.hub.Clients;
import org.smshub.hub.http.HttpBeside;
import org.smshub.hub.http.HttpKeys;

/** The console as a bean: whether it is served, and where. */
public class Console implements HttpBeside {

    private boolean on;
    private String host = "127.0.0.1";
    private int port = 8082;
    private Duration idle = Duration.ofMinutes(30);
    private HttpKeys keys;
    private Clients.SignIns signIns = (who, what, status, words) -> {};

    @Override
    public Handler<HttpServerRequest> handler(Handler<HttpServerRequest> api, boolean secure) {
        return new ConsoleDoor(api, keys, signIns, new Sessions(idle, System::nanoTime), new Pages(), secure);
    }

    @Override
    public boolean isOn() {
        return on;
    }

    public void setOn(boolean on) {
        this.on = on;
    }

    @Override
    public String getHost() {
        return host;
    }

    public void setHost(String host) {
        this.host = host;
    }

    @Override
    public int getPort() {
        return port;
    }

    public void setPort(int port) {
        this.port = port;
    }

    public Duration getIdle() {
        return idle;
    }

    /** After so long without a request a session is over. */
    public void setIdle(Duration idle) {
        if (idle.isNegative() || idle.isZero()) {
            throw new IllegalArgumentException("hub.console.idle is a time such as 30m, not " + idle);
        }
        this.idle = idle;
    }

    public Clients.SignIns getSignIns() {
        return signIns;
    }

    /** Who writes down who comes and goes. */
    public void setSignIns(Clients.SignIns signIns) {
        this.signIns = signIns;
    }

    public HttpKeys getKeys() {
        return keys;
    }

    /** Who knows the keys, and slows down who guesses them. */
    public void setKeys(HttpKeys keys) {
        this.keys = keys;
    }
}
