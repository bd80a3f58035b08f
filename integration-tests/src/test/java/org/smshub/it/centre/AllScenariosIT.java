package org.smshub.it.centre;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** What holds over all of them, when they have ended. */
@ExtendWith(AllScenariosIT.Shared.class)
class AllScenariosIT {

    static final class Shared implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == CentreHub.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return CentreHub.shared(context);
        }
    }

    @Test
    void holdHasNeverTwoCopiesRetryNeverNoneAndNoStackIsTraced(CentreHub hub) throws Exception {
        await().pollInterval(Duration.ofSeconds(1))
                .atMost(Duration.ofMinutes(6))
                .untilAsserted(() -> assertThat(hub.stages().filter(stage -> !stage.isOver()))
                        .as("scenarios that have not run")
                        .isEmpty());
        for (Stage stage : hub.stages().filter(s -> s.limit == null).toList()) {
            stage.countCopies();
        }
        assertThat(Files.readString(hub.site.log())).doesNotContain("\tat ");
    }

    @Test
    void theContractTellsTheHistory(CentreHub hub) {
        assertThat(hub.tellsHistory).isTrue();
    }
}
