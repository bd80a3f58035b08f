package org.smshub.nettysmpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Centre and application in one Camel context, as in the hub with its simulator. */
class SmppStopTest {

    @org.junit.jupiter.api.RepeatedTest(2)
    void aContextWithBothEndsStops() throws Exception {
        SmppServerFixture server = SmppServerFixture.of((routes, address) -> {
            routes.from(address + "?anonymous=true").to("mock:in");
            routes.from("direct:received").routeId("received").to("mock:received");
            routes.from("direct:send")
                    .to(address.replace("smpp-server:", "smpp:app@") + "?password=x&messageReceiverRouteId=received"
                            + "&lazySessionCreation=true");
        });
        server.context.createProducerTemplate().sendBody("direct:send", "hello");
        CompletableFuture<Void> stop = CompletableFuture.runAsync(server::close);
        assertThat(stop).succeedsWithin(60, TimeUnit.SECONDS);
    }
}
