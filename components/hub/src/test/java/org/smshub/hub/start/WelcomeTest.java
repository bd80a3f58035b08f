package org.smshub.hub.start;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class WelcomeTest {

    /** One notifier that might want them is enough for Camel to make events of each exchange and step. */
    @Test
    void noExchangeIsSlowedDownByIt() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getManagementStrategy().addEventNotifier(new Welcome());
            context.init();
            assertThat(context.getCamelContextExtension().isEventNotificationApplicable())
                    .isFalse();
        }
    }
}
