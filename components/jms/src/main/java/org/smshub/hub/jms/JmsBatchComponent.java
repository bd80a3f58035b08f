package org.smshub.hub.jms;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Takes messages of JMS off a queue, and puts them on one, many in a transaction. */
@Component("jms-batch")
public class JmsBatchComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        String type = "queue";
        String name = remaining;
        if (remaining.startsWith("queue:") || remaining.startsWith("topic:")) {
            type = remaining.substring(0, 5);
            name = remaining.substring(6);
        }
        if (name.isBlank()) {
            throw new IllegalArgumentException(
                    "jms-batch:queue:name or jms-batch:topic:name, not jms-batch:" + remaining);
        }
        JmsBatchEndpoint endpoint = new JmsBatchEndpoint(uri, this, type, name);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
