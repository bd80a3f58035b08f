package org.smshub.hub.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MasterFunctionTest {

    @ParameterizedTest
    @CsvSource({
        "true, files /srv/sms/orders, master:files-srv-sms-orders:file:/srv",
        "true, mail sms@office.example/INBOX, master:mail-sms-office.example-INBOX:file:/srv",
        "false, files /srv/sms/orders, file:/srv",
        ", files /srv/sms/orders, file:/srv"
    })
    void oneOfSeveralHubsReadsIt(String nodes, String name, String address) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Properties properties = new Properties();
            properties.setProperty("what", name);
            if (nodes != null) {
                properties.setProperty("hub.nodes", nodes);
            }
            context.getPropertiesComponent().setInitialProperties(properties);
            assertThat(context.resolvePropertyPlaceholders("{{master:{{what}}}}file:/srv"))
                    .isEqualTo(address);
        }
    }
}
