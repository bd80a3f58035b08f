package org.smshub.it.doors;

import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.jsmpp.bean.SubmitSm;

/** What the centre got. */
final class Submits {

    private Submits() {}

    /** All parts of what went to a number, once there are so many; the number without a plus. */
    static List<SubmitSm> arrived(DoorHub hub, String number, int parts) {
        String bare = number.replace("+", "");
        await().atMost(DoorHub.PATIENCE).until(() -> of(hub, bare).size() >= parts);
        return of(hub, bare);
    }

    private static List<SubmitSm> of(DoorHub hub, String bare) {
        return hub.centre.submits.stream()
                .filter(one -> one.getDestAddress().equals(bare))
                .toList();
    }

    static SubmitSm arrived(DoorHub hub, String number) {
        return arrived(hub, number, 1).get(0);
    }

    /** As UCS-2, or as ASCII where nothing is said. */
    static String text(SubmitSm submit) {
        return new String(
                submit.getShortMessage(),
                submit.getDataCoding() == 8 ? StandardCharsets.UTF_16BE : StandardCharsets.US_ASCII);
    }

    static String hex(SubmitSm submit) {
        return HexFormat.of().formatHex(submit.getShortMessage());
    }
}
