package org.smshub.hub.headers;

import java.util.Map;
import org.apache.camel.spi.HeadersMapFactory;

/** Gives every message of the hub's Camel an {@link SmsHeaderMap}; found by META-INF/services/org/apache/camel. */
public class SmsHeadersFactory implements HeadersMapFactory {

    @Override
    public Map<String, Object> newMap() {
        return new SmsHeaderMap();
    }

    @Override
    public Map<String, Object> newMap(Map<String, Object> map) {
        return new SmsHeaderMap(map);
    }

    @Override
    public boolean isInstanceOf(Map<String, Object> map) {
        return map instanceof SmsHeaderMap;
    }

    @Override
    public boolean isCaseInsensitive() {
        return true;
    }
}
