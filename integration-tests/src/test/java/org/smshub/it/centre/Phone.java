package org.smshub.it.centre;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.smshub.text.Septets;
import org.smshub.ucp.UcpField;
import org.smshub.ucp.UcpFrame;

/**
 * What a phone shows of what a centre was given: the octets as a TPDU, which libGammu reads. It knows no national tables, so
 * that messages with those are not for it.
 */
final class Phone {

    private static final String GAMMU = "import gammu, json, sys\n"
            + "for line in open(sys.argv[1]):\n"
            + "    print(json.dumps(gammu.DecodePDU(bytes.fromhex(line), True), default=str))\n";

    /** Originator, protocol identifier: whose message it is does not matter here. */
    private static final String HEAD = "0791448720003023%s0B918406000021F3%02X%02X42116221100040";

    /** A short message on the air. @param order 1-based number of the part */
    private record Air(int message, int order, String pdu, String ready) {}

    private final List<Air> air = new ArrayList<>();
    private int messages;

    static boolean isThere() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("/usr/bin/python3", "-c", "import gammu")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    /**
     * Takes what a centre was given for one message.
     *
     * @param latin1 whether that centre means ISO-8859-1 by data_coding 0
     * @return its place in {@link #texts}
     */
    int takes(List<Submit> parts, boolean latin1) {
        for (Submit part : parts) {
            if (part.whole instanceof UcpFrame frame) {
                ucp(frame);
            } else {
                smpp(SmppMessage.read((byte[]) part.whole), latin1);
            }
        }
        return messages++;
    }

    private void smpp(SmppMessage m, boolean latin1) {
        boolean udhi = (m.esmClass() & 0x40) != 0;
        byte[] content = m.content();
        int header = udhi ? 1 + content[0] : 0;
        int order = udhi
                ? content[header - 1]
                : m.tlvs().containsKey(SmppMessage.NUMBER) ? m.tlvs().get(SmppMessage.NUMBER)[0] : 1;
        if (m.dataCoding() == 3 || latin1 && m.dataCoding() == 0) {
            // the centre makes septets of it: what it reads is this
            String text = new String(Arrays.copyOfRange(content, header, content.length), StandardCharsets.ISO_8859_1);
            air.add(new Air(messages, order, null, text));
            return;
        }
        int unit = m.dataCoding() == 8 ? 140 : 160;
        if (!udhi && content.length > unit) {
            // message_payload: the centre cuts it
            for (int at = 0, part = 1; at < content.length; part++) {
                int end = Math.min(content.length, at + unit - 10);
                end -= end < content.length && content[end - 1] == 0x1B && m.dataCoding() != 8 ? 1 : 0;
                end -= end < content.length && m.dataCoding() == 8 && (content[end - 2] & 0xFC) == 0xD8 ? 2 : 0;
                add(part, m.dataCoding(), false, Arrays.copyOfRange(content, at, end));
                at = end;
            }
            return;
        }
        add(order, m.dataCoding(), udhi, content);
    }

    private void ucp(UcpFrame frame) {
        String xser = frame.get(UcpField.XSER);
        String udh = "";
        int dcs = 0;
        for (int at = 0; at < xser.length(); ) {
            int type = Integer.parseInt(xser.substring(at, at + 2), 16);
            int end = at + 4 + 2 * Integer.parseInt(xser.substring(at + 2, at + 4), 16);
            String value = xser.substring(at + 4, end);
            udh = type == 1 ? value : udh;
            dcs = type == 2 ? Integer.parseInt(value, 16) : dcs;
            at = end;
        }
        byte[] content = HexFormat.of().parseHex(udh + frame.get(UcpField.MSG));
        int order = udh.isEmpty() ? 1 : content[content[0]];
        add(order, dcs, !udh.isEmpty(), content);
    }

    /** @param content header first; a septet an octet */
    private void add(int order, int dcs, boolean udhi, byte[] content) {
        String head = String.format(HEAD, udhi ? "44" : "04", 0, dcs == 8 ? 8 : 0);
        byte[] data = content;
        int length = content.length;
        if (dcs != 8) {
            int header = udhi ? 1 + content[0] : 0;
            int skipped = (header * 8 + 6) / 7;
            length = skipped + content.length - header;
            // packed behind the fill bits, as 3GPP TS 23.040 9.2.3.24 has it
            byte[] septets = new byte[length];
            System.arraycopy(content, header, septets, skipped, content.length - header);
            data = new byte[(length * 7 + 7) / 8];
            Septets.pack(septets, length, data, 0);
            System.arraycopy(content, 0, data, 0, header);
        }
        String pdu = head
                + String.format("%02X", length)
                + HexFormat.of().withUpperCase().formatHex(data);
        air.add(new Air(messages, order, pdu, null));
    }

    /** The text of each message, by its place. */
    List<String> texts(Path folder) throws Exception {
        Path pdus = folder.resolve("pdus");
        Files.write(
                pdus, air.stream().filter(a -> a.pdu() != null).map(Air::pdu).toList());
        Path out = folder.resolve("texts");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder("/usr/bin/python3", "-c", GAMMU, pdus.toString())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError("gammu: " + Files.readString(err));
            }
        } finally {
            process.destroyForcibly();
        }
        List<String> lines = Files.readAllLines(out);
        ObjectMapper mapper = new ObjectMapper();
        List<TreeMap<Integer, String>> parts = new ArrayList<>();
        int line = 0;
        for (Air each : air) {
            while (parts.size() <= each.message()) {
                parts.add(new TreeMap<>());
            }
            String text = each.ready();
            if (text == null) {
                JsonNode read = mapper.readTree(lines.get(line++));
                // the binding takes the number of septets for that of characters: after a NUL comes what lay in memory
                text = read.get("Text").asText().split("\0")[0];
            }
            parts.get(each.message()).put(each.order(), text);
        }
        return parts.stream().map(p -> String.join("", p.values())).toList();
    }
}
