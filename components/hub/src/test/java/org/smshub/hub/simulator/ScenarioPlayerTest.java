package org.smshub.hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsUnknownOutcomeException;

class ScenarioPlayerTest {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final ScenarioPlayer player = new ScenarioPlayer();

    @BeforeEach
    void file(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("s.yaml"), """
                scenarios:
                  - {systemId: down, bind: REFUSE}
                  - {systemId: silent, bind: SILENT}
                  - {number: "*1", receipts: [{}, {}]}
                """);
        player.setCamelContext(context);
        player.setFile("file:" + file);
    }

    private Exchange message(String to) throws Exception {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setHeader(SmsHeaders.TO, to);
        exchange.getMessage().setHeader(SmsHeaders.CLIENT, "hub");
        player.choose(exchange);
        player.answer(exchange);
        return exchange;
    }

    /** Found with ten million parts: 440,000 receipts lay in memory. Answers wait now, and nothing is refused. */
    @Test
    void whoSendsFasterThanHeTakesReceiptsIsAnsweredLater() throws Exception {
        player.setMaxWaiting(4);
        for (int i = 0; i < 2; i++) {
            assertThat(message("+481").getProperty(ScenarioPlayer.DELAY)).isNull();
        }
        assertThat(message("+481").getProperty(ScenarioPlayer.DELAY)).isEqualTo(1000L);
        for (int i = 0; i < 3; i++) {
            player.said();
        }
        Exchange again = message("+481");
        assertThat(again.getProperty(ScenarioPlayer.DELAY)).isNull();
        assertThat((List<?>) again.getProperty(ScenarioPlayer.LATER)).hasSize(2);
    }

    @Test
    void aLoginIsRefusedOrNeverAnswered() throws Exception {
        assertThat(player.fits("hub", "any")).isTrue();
        assertThat(player.fits("down", "any")).isFalse();
        assertThatThrownBy(() -> player.fits("silent", "any")).isInstanceOf(SmsUnknownOutcomeException.class);
    }

    @Test
    void whoWantsNoReceiptGetsNone() throws Exception {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setHeader(SmsHeaders.TO, "+481");
        exchange.getMessage().setHeader(SmsHeaders.RECEIPT, "NONE");
        player.choose(exchange);
        assertThat(exchange.getProperty(ScenarioPlayer.LATER)).isNull();
    }
}
