package org.smshub.it.centre;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.smshub.ucp.PlainClient;
import org.smshub.ucp.codec.UcpFrame;

/** An application by UCP/EMI that writes its own fields. */
final class UcpApplication implements AutoCloseable {

    /** Of operations 51 and 52, in their order (EMI-UCP 4.0 5.1). */
    private static final List<String> FIELDS = List.of(
            "AdC", "OAdC", "AC", "NRq", "NAdC", "NT", "NPID", "LRq", "LRAd", "LPID", "DD", "DDT", "VP", "RPID", "SCTS",
            "Dst", "Rsn", "DSCTS", "MT", "NB", "Msg", "MMs", "PR", "DCs", "MCLs", "RPI", "CPg", "RPLy", "OTOA", "HPLMN",
            "XSer", "RES4", "RES5");

    private static final int SUBMIT = 51;

    private final PlainClient client;
    private final List<UcpFrame> delivered = new ArrayList<>();
    private int trn;

    private UcpApplication(PlainClient client) {
        this.client = client;
    }

    /** The routes start one after the other. */
    static UcpApplication login(int port, String account, String password) throws Exception {
        PlainClient client = await().atMost(Duration.ofSeconds(30))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> new PlainClient(port), known -> true);
        assertThat(client.login(account, password).fields()).startsWith("A");
        return new UcpApplication(client);
    }

    static String fields(Map<String, String> given) {
        assertThat(FIELDS).containsAll(given.keySet());
        StringBuilder fields = new StringBuilder();
        FIELDS.forEach(name -> fields.append(given.getOrDefault(name, "")).append('/'));
        return fields.toString();
    }

    /** Submits, and waits for the result. @return A, or the code of the error; and what follows it */
    List<String> submit(Map<String, String> given) throws Exception {
        trn = (trn + 1) % 100;
        client.send(trn, SUBMIT, fields(given));
        while (true) {
            UcpFrame frame = client.next();
            if (frame.result()) {
                assertThat(frame.trn()).isEqualTo(trn);
                return frame.fields().get(0).equals("A")
                        ? frame.fields()
                        : frame.fields().subList(1, frame.fields().size());
            }
            heard(frame);
        }
    }

    private void heard(UcpFrame operation) throws IOException {
        if (operation.ot() == 52 || operation.ot() == 53) {
            delivered.add(operation);
        }
        client.result(operation, "A///");
    }

    /** The next message (52) or notification (53). */
    UcpFrame delivered() throws Exception {
        while (delivered.isEmpty()) {
            UcpFrame frame = client.next();
            if (!frame.result()) {
                heard(frame);
            }
        }
        return delivered.remove(0);
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
