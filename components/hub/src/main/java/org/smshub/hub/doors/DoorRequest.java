package org.smshub.hub.doors;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.smshub.hub.calls.Bodies;

/**
 * A request as it came, before anybody has decoded anything.
 *
 * @param query raw; null = none
 * @param headers names in any case
 * @param body none = empty
 * @param from null = not known
 */
public record DoorRequest(String method, String path, String query, MultiMap headers, byte[] body, InetAddress from) {

    /** Takes it out of the exchange, whose headers and body go: nothing of it is anybody's header. */
    public static DoorRequest take(Exchange exchange) {
        Message message = exchange.getMessage();
        if (!(message instanceof HttpMessage http)) {
            throw new IllegalStateException("A door stands behind platform-http");
        }
        HttpServerRequest request = http.getRequest();
        DoorRequest taken = new DoorRequest(
                request.method().name(),
                request.path(),
                request.query(),
                request.headers(),
                Bodies.octets(message),
                address(request));
        message.removeHeaders("*");
        message.setBody("");
        return taken;
    }

    private static InetAddress address(HttpServerRequest request) {
        return request.connection() instanceof ConnectionBase connection
                        && connection.channel().remoteAddress() instanceof InetSocketAddress remote
                ? remote.getAddress()
                : null;
    }

    public boolean isPost() {
        return "POST".equals(method);
    }

    /** Null = there is none. */
    public String header(String name) {
        return headers.get(name);
    }

    /** The content type without its parameters, in small letters; "" = none is said. */
    public String type() {
        String type = header("Content-Type");
        int end = type == null ? -1 : type.indexOf(';');
        return type == null
                ? ""
                : (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /** The charset of the content type; null = none is said. */
    public String charset() {
        return charset(header("Content-Type"));
    }

    /** The charset of a content type; null = none is said. @param type may be null */
    public static String charset(String type) {
        if (type != null) {
            for (String parameter : type.split(";")) {
                String[] sides = parameter.split("=", 2);
                if (sides.length == 2 && sides[0].strip().equalsIgnoreCase("charset")) {
                    return sides[1].strip().replaceAll("^\"|\"$", "");
                }
            }
        }
        return null;
    }

    /** No word of it, which may hold a password. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
