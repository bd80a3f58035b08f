package org.smshub.hub.http;

import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.vertx.HttpMessage;

/**
 * A request as its route sees it. Its headers, as platform-http makes them, are there when the route asks for them: one that
 * takes {@code Authorization} and throws the others away, as all of the hub's do, never has them made.
 */
final class HttpRequestMessage extends HttpMessage {

    private static final String AUTHORIZATION = "Authorization";

    private final Consumer<HttpMessage> maker;

    /** @param maker fills a message as platform-http does */
    HttpRequestMessage(Exchange exchange, RoutingContext request, Consumer<HttpMessage> maker) {
        super(exchange, request.request(), request.response());
        this.maker = maker;
    }

    @Override
    protected boolean isPopulateHeadersSupported() {
        return true;
    }

    @Override
    protected void populateInitialHeaders(Map<String, Object> map) {
        HttpMessage whole = new HttpMessage(getExchange(), getRequest(), getResponse());
        maker.accept(whole);
        map.putAll(whole.getHeaders());
        // platform-http makes headers of the query, too: a key stands in no URL, which logs and proxies keep
        map.remove(AUTHORIZATION);
        if (authorization() != null) {
            map.put(AUTHORIZATION, authorization());
        }
    }

    @Override
    public Object getHeader(String name) {
        return isAuthorization(name) ? authorization() : super.getHeader(name);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T getHeader(String name, Class<T> type) {
        return isAuthorization(name) && type.isAssignableFrom(String.class)
                ? (T) authorization()
                : super.getHeader(name, type);
    }

    private boolean isAuthorization(String name) {
        return !hasPopulatedHeaders() && AUTHORIZATION.equalsIgnoreCase(name);
    }

    private String authorization() {
        return HttpCredentials.of(getRequest());
    }

    @Override
    public boolean removeHeaders(String pattern, String... excludePatterns) {
        if (!hasPopulatedHeaders() && excludePatterns == null && "*".equals(pattern)) {
            setHeaders(Map.of());
            return true;
        }
        return super.removeHeaders(pattern, excludePatterns);
    }
}
