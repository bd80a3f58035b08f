package org.smshub.ledger.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A route of a real context, that does not start at once. */
class RouteHolderTest {

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);
    private final AtomicInteger starts = new AtomicInteger();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final RouteHolder holder = new RouteHolder(camel, "held", Runnable::run, null, clock::get);

    /** Null = it starts. */
    private volatile String trouble = "no such key file";

    @BeforeEach
    void start() throws Exception {
        camel.addComponent("odd", new DefaultComponent() {
            @Override
            protected Endpoint createEndpoint(String uri, String remaining, java.util.Map<String, Object> parameters) {
                return endpoint(uri, this);
            }
        });
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("odd:x").routeId("held").autoStartup(false).process(exchange -> {});
            }
        });
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private Endpoint endpoint(String uri, DefaultComponent component) {
        return new DefaultEndpoint(uri, component) {
            @Override
            public Producer createProducer() {
                throw new UnsupportedOperationException();
            }

            @Override
            public Consumer createConsumer(Processor processor) {
                return new DefaultConsumer(this, processor) {
                    @Override
                    protected void doStart() throws Exception {
                        starts.incrementAndGet();
                        if (trouble != null) {
                            throw new IllegalArgumentException(trouble);
                        }
                        super.doStart();
                    }
                };
            }
        };
    }

    private boolean runs() {
        return camel.getRouteController().getRouteStatus("held").isStarted();
    }

    private void later(Duration time) {
        clock.addAndGet(time.toNanos());
        holder.tend();
    }

    @Test
    void whatDoesNotStartIsTriedAgainWithGrowingPausesUntilItDoes() {
        holder.gained();
        assertThat(starts).hasValue(1);
        assertThat(holder.trouble()).isEqualTo("no such key file");
        assertThat(holder.isOut()).isTrue();
        later(Duration.ofMillis(900));
        assertThat(starts).as("it rests").hasValue(1);
        later(Duration.ofMillis(100));
        assertThat(starts).hasValue(2);
        later(Duration.ofMillis(1_900));
        assertThat(starts).as("for longer").hasValue(2);
        trouble = null;
        later(Duration.ofMillis(100));
        assertThat(runs()).isTrue();
        assertThat(holder.trouble()).isNull();
        assertThat(holder.isOut()).isFalse();
        later(Duration.ofHours(1));
        assertThat(starts).as("and never again").hasValue(3);
    }

    @Test
    void afterSomeTriesAnotherHubMay() {
        holder.gained();
        for (int i = 1; i < Tries.MANY; i++) {
            assertThat(holder.givesUp()).isFalse();
            later(Duration.ofSeconds(30));
        }
        assertThat(holder.givesUp()).isTrue();
        later(Duration.ofSeconds(30));
        assertThat(starts).as("where there is no other it goes on").hasValue(Tries.MANY + 1);
        holder.lost();
        int tried = starts.get();
        later(Duration.ofHours(1));
        assertThat(starts).as("it is another's").hasValue(tried);
        trouble = null;
        holder.gained();
        assertThat(runs()).isTrue();
        assertThat(holder.givesUp()).isFalse();
    }

    @Test
    void whatIsLostBeforeItsStartDoesNotStart() {
        trouble = null;
        holder.gained();
        holder.lost();
        assertThat(runs()).isFalse();
        holder.gained();
        assertThat(runs()).isTrue();
    }
}
