package org.smshub.it.centre;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
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
import org.smshub.cimd2.Packet;
import org.smshub.text.Septets;
import org.smshub.ucp.codec.UcpField;
import org.smshub.ucp.codec.UcpFrame;

/**
 * What a phone shows of what a centre was given: the octets as a TPDU, which libGammu reads, and those with national tables,
 * which libGammu does not know, SMS Server Tools.
 */
final class Phone {

    private static final String GAMMU = "import gammu, json, sys\n"
            + "for line in open(sys.argv[1]):\n"
            + "    print(json.dumps(gammu.DecodePDU(bytes.fromhex(line), True), default=str))\n";

    /** Centre; first octet, number of the originator, protocol identifier and coding; time. */
    private static final String HEAD = "0791448720003023%s0B91%s%s%02X42116221100040";

    /** 3GPP TS 23.038 6.2.1, in its order. */
    private static final String GSM = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001BÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    /** The special combinations of parameter 033 (CIMD2 reference 9.1), and what they stand for. */
    private static final String COMBINATIONS =
            "_Oa_L-_Y-_e`_e'_u`_i`_o`_C,_O/_o/_A*_a*_gd_--_gf_gg_gl_go_gp_gi_gs_gt_gx_XX"
                    + "_AE_ae_ss_E'_qq_ox_!!_A\"_O\"_N~_U\"_so_??_a\"_o\"_n~_u\"_a`";

    private static final String COMBINED = "@£¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001BÆæßÉ\"¤¡ÄÖÑÜ§¿äöñüà";

    /**
     * A short message on the air.
     *
     * @param order 1-based number of the part
     * @param tables whether its header names a national language
     */
    private record Air(int message, int order, String pdu, String ready, boolean tables) {}

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
            } else if (part.whole instanceof Packet packet) {
                cimd2(packet);
            } else if (part.whole instanceof String pdu) {
                modem(pdu, part.octets);
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
        int order = udhi && number(content)[1] > 0
                ? number(content)[0]
                : m.tlvs().containsKey(SmppMessage.NUMBER) ? m.tlvs().get(SmppMessage.NUMBER)[0] : 1;
        if (m.dataCoding() == 3 || latin1 && m.dataCoding() == 0) {
            // the centre makes septets of it: what it reads is this
            String text = new String(Arrays.copyOfRange(content, header, content.length), StandardCharsets.ISO_8859_1);
            air.add(new Air(messages, order, null, text, false));
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
        add(udh.isEmpty() ? 1 : number(content)[0], dcs, !udh.isEmpty(), content);
    }

    private void cimd2(Packet packet) {
        String udh = packet.get(32) == null ? "" : packet.get(32);
        byte[] header = HexFormat.of().parseHex(udh);
        byte[] body = packet.get(34) == null
                ? septets(packet.get(33))
                : HexFormat.of().parseHex(packet.get(34));
        byte[] content = Arrays.copyOf(header, header.length + body.length);
        System.arraycopy(body, 0, content, header.length, body.length);
        int dcs = packet.get(30) == null ? 0 : Integer.parseInt(packet.get(30));
        add(udh.isEmpty() ? 1 : number(content)[0], dcs, !udh.isEmpty(), content);
    }

    /** 033: characters whose number is their septet's, but for those of a 7-bit keyboard, and combinations. */
    private static byte[] septets(String value) {
        ByteArrayOutputStream septets = new ByteArrayOutputStream();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '_') {
                int at = COMBINATIONS.indexOf(value.substring(i, i + 3));
                septets.write(GSM.indexOf(COMBINED.charAt(at / 3)));
                i += 2;
            } else {
                septets.write(GSM.indexOf(c) >= 0 ? GSM.indexOf(c) : c);
            }
        }
        return septets.toByteArray();
    }

    /** A modem's SMS-SUBMIT is read as it is, where nobody else is needed. @param data user data, packed */
    private void modem(String pdu, byte[] data) {
        boolean udhi = (Integer.parseInt(
                                pdu.substring(2 + 2 * Integer.parseInt(pdu.substring(0, 2), 16))
                                        .substring(0, 2),
                                16)
                        & 0x40)
                != 0;
        int order = udhi ? number(data)[0] : 1;
        if (!udhi || number(data)[2] == 0) {
            air.add(new Air(messages, order, pdu, null, false));
            return;
        }
        // the same as a phone gets it
        int length =
                Integer.parseInt(pdu.substring(pdu.length() - 2 * data.length - 2, pdu.length() - 2 * data.length), 16);
        String head = String.format(HEAD, "44", swapped(SmsTools.number(nextOfTables())), "00", 0);
        air.add(new Air(
                messages,
                order,
                head
                        + String.format("%02X", length)
                        + HexFormat.of().withUpperCase().formatHex(data),
                null,
                true));
    }

    private int nextOfTables() {
        return 1 + (int) air.stream().filter(Air::tables).count();
    }

    private static String swapped(String digits) {
        StringBuilder swapped = new StringBuilder();
        for (int i = 0; i + 1 < digits.length(); i += 2) {
            swapped.append(digits.charAt(i + 1)).append(digits.charAt(i));
        }
        return swapped + "F" + digits.charAt(digits.length() - 1);
    }

    /** By its header (3GPP TS 23.040 9.2.3.24): number of the part, of all, and whether it names a national language. */
    static int[] number(byte[] content) {
        int[] found = {1, 0, 0};
        for (int at = 1; at < 1 + content[0]; at += 2 + content[at + 1]) {
            int end = at + 2 + content[at + 1];
            if (content[at] == 0 || content[at] == 8) {
                found[0] = content[end - 1] & 0xFF;
                found[1] = content[end - 2] & 0xFF;
            }
            found[2] |= content[at] == 0x24 || content[at] == 0x25 ? 1 : 0;
        }
        return found;
    }

    /** @param content header first; a septet an octet */
    private void add(int order, int dcs, boolean udhi, byte[] content) {
        boolean tables = udhi && number(content)[2] > 0;
        String originator = swapped(SmsTools.number(tables ? nextOfTables() : 0));
        String head = String.format(HEAD, udhi ? "44" : "04", originator, "00", dcs == 8 ? 8 : 0);
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
        air.add(new Air(messages, order, pdu, null, tables));
    }

    /** The text of each message, by its place. */
    List<String> texts(Path folder) throws Exception {
        Path pdus = folder.resolve("pdus");
        Files.write(
                pdus,
                air.stream()
                        .filter(a -> a.pdu() != null && !a.tables())
                        .map(Air::pdu)
                        .toList());
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
        List<String> tables = air.stream().filter(Air::tables).map(Air::pdu).toList();
        List<String> others =
                tables.isEmpty() ? List.of() : SmsTools.texts(tables, Files.createDirectory(folder.resolve("smsd")));
        ObjectMapper mapper = new ObjectMapper();
        List<TreeMap<Integer, String>> parts = new ArrayList<>();
        int line = 0;
        int other = 0;
        for (Air each : air) {
            while (parts.size() <= each.message()) {
                parts.add(new TreeMap<>());
            }
            String text = each.ready();
            if (each.tables()) {
                text = others.get(other++);
            } else if (text == null) {
                JsonNode read = mapper.readTree(lines.get(line++));
                // the binding takes the number of septets for that of characters: after a NUL comes what lay in memory
                text = read.get("Text").asText().split("\0")[0];
            }
            parts.get(each.message()).put(each.order(), text);
        }
        return parts.stream().map(p -> String.join("", p.values())).toList();
    }
}
