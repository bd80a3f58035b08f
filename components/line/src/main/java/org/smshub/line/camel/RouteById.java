package org.smshub.line.camel;

import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.AsyncProcessorSupport;

/** The steps of another route; it is looked up when it is first needed, since it may start later. */
final class RouteById extends AsyncProcessorSupport {

    private final CamelContext context;
    private final String id;
    private volatile AsyncProcessor steps;

    RouteById(CamelContext context, String id) {
        this.context = context;
        this.id = id;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        AsyncProcessor known = steps;
        if (known == null) {
            Route route = context.getRoute(id);
            if (route == null) {
                exchange.setException(new IllegalStateException(
                        "There is no route with the id of option messageReceiverRouteId: " + id));
                callback.done(true);
                return true;
            }
            known = AsyncProcessorConverterHelper.convert(route.getProcessor());
            steps = known;
        }
        return known.process(exchange, callback);
    }
}
