package org.smshub.it.centre;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Timeout;

/** The centre does not let the hub in, or throws it out at once. */
@Timeout(150)
class SmppBindIT {

    @Scenario(Protocol.SMPP)
    void aWrongPassword(Stage stage) throws Exception {
        refused(stage, 0x0E);
    }

    @Scenario(Protocol.SMPP)
    void bindFailed(Stage stage) throws Exception {
        refused(stage, 0x0D);
    }

    private static void refused(Stage stage, int status) throws Exception {
        ScriptedSmsc.BindScript no = ScriptedSmsc.refused(status);
        afterTheseBinds(stage, no, no, ScriptedSmsc.WELCOME);
        String told = String.format("(?is).*(%s|:%d)\\b[^\\n]*0x%02X\\b.*", stage.link, stage.centre.port(), status);
        assertThat(Files.readString(stage.hub.site.log()))
                .as("the status is told")
                .matches(told);
    }

    @Scenario(Protocol.SMPP)
    void bindNeverAnswered(Stage stage) throws Exception {
        afterTheseBinds(stage, ScriptedSmsc.NO_ANSWER, ScriptedSmsc.WELCOME);
    }

    @Scenario(Protocol.SMPP)
    void endedInsteadOfAnswered(Stage stage) throws Exception {
        ScriptedSmsc.BindScript end = ScriptedSmsc.Bind::finish;
        afterTheseBinds(stage, end, end, ScriptedSmsc.WELCOME);
    }

    @Scenario(Protocol.SMPP)
    void endedAfterTheBind(Stage stage) throws Exception {
        ScriptedSmsc.BindScript out = bind -> {
            bind.welcome();
            bind.finish();
        };
        afterTheseBinds(stage, out, out, ScriptedSmsc.WELCOME);
    }

    @Scenario(Protocol.SMPP)
    void resetAfterTheBind(Stage stage) throws Exception {
        ScriptedSmsc.BindScript out = bind -> {
            bind.welcome();
            bind.reset();
        };
        afterTheseBinds(stage, out, out, ScriptedSmsc.WELCOME);
    }

    private static void afterTheseBinds(Stage stage, ScriptedSmsc.BindScript... scripts) throws Exception {
        stage.connected();
        stage.smsc().onBind(scripts);
        stage.centre.line().reset();
        int before = stage.smsc().binds().size();
        Sent message = stage.send();
        message.ends("DELIVERED", "SENT").copies(1);
        assertThat(stage.smsc().binds()).as("binds").hasSizeGreaterThanOrEqualTo(before + scripts.length);
    }
}
