package org.smshub.importer.smsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.smshub.importer.Leftover;
import org.smshub.importer.Overlay;
import org.smshub.importer.Source;

class SmsdImportTest {

    private static Overlay imported(Source source) {
        Overlay overlay = new Overlay(Set.of(), Set.of("modem-link"));
        SmsdImport.map(source, overlay);
        return overlay;
    }

    private static Overlay imported(String text) {
        return imported(Source.of(Path.of("smsd.conf"), text));
    }

    @Test
    void aConfigurationOfARealShape() throws Exception {
        Overlay overlay = imported(Source.read(
                Path.of(SmsdImportTest.class.getResource("smsd.conf").toURI())));
        assertThat(overlay.links().get("GSM1").options())
                .containsEntry("templateId", "modem-link")
                .containsEntry("port", "/dev/ttyUSB0")
                .containsEntry("flowControl", "RTSCTS")
                .containsEntry("budget", "300");
        assertThat(overlay.links().get("GSM2").options())
                .containsEntry("smsc", "+48601000310")
                .doesNotContainKey("flowControl");
        assertThat(overlay.links().get("GSM3").options()).containsEntry("port", "tcp:192.0.2.9:5000");
        assertThat(overlay.values())
                .containsEntry("camel.routeTemplate[spool].templateId", "spool-in")
                .containsEntry("camel.routeTemplate[spool].folder", "/var/spool/sms")
                .containsEntry("camel.routeTemplate[spool].report", "true")
                .containsEntry("camel.routeTemplate[spool-out].eventHandler", "/usr/local/bin/smsevent");
        assertThat(overlay.clients().get("smsd").lines()).containsExactly("events: spool");
        assertThat(overlay.tables().get("numbers.csv"))
                .contains("*,GSM1,,", "+4850,GSM3,,", "+48601,GSM1,0,1", "+48601,GSM2,0,1", "7,GSM2,0,1");
        assertThat(overlay.routing()).contains("${exchangeProperty.spoolQueue} == 'plus'", "constant: \"GSM1,GSM2\"");
        assertThat(overlay.leftovers())
                .extracting(Leftover::what)
                .contains("checkhandler", "alarmhandler", "blacklist", "[GSM3], eventhandler")
                .doesNotContain("outgoing", "eventhandler");
    }

    @Test
    void withoutQueuesAllModemsShare() {
        Overlay overlay = imported(
                "devices = SIM* 1-3\n[SIM1]\ndevice = /dev/ttyS0\n[SIM2]\ndevice = /dev/ttyS1\n[SIM3]\ndevice = /dev/ttyS2\noutgoing = no\n");
        assertThat(overlay.links().keySet()).containsExactly("SIM1", "SIM2", "SIM3");
        assertThat(overlay.tables().get("numbers.csv")).endsWith("*,SIM1,0,1", "*,SIM2,0,1");
    }

    @Test
    void theFirstQueueThatFitsCounts() {
        Overlay overlay = imported("""
                devices = A,B
                [queues]
                poland = /s/poland
                orange = /s/orange
                [providers]
                poland = 48
                orange = 4850
                [A]
                device = /dev/a
                queues = poland
                [B]
                device = /dev/b
                queues = modemname, orange
                """);
        assertThat(overlay.tables().get("numbers.csv"))
                .as("not the longest")
                .contains("*,-,,", "+48,A,,")
                .noneMatch(line -> line.startsWith("+4850"));
    }

    @Test
    void withoutModemsItIsNone() {
        assertThatThrownBy(() -> imported("outgoing = /x\n[queues]\n")).hasMessageContaining("devices names no modem");
    }
}
