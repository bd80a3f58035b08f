package org.smshub.nettysmpp;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.smshub.nettysmpp.SmppPdu.Tlv;

/** Optional parameters as text, {@code 1401=00ff,1402=01}: tag and value in hex, so that they survive any queue. */
final class SmppTlvs {

    private static final HexFormat HEX = HexFormat.of();

    private SmppTlvs() {}

    static String format(Tlv tlv) {
        return HEX.toHexDigits(tlv.tag(), 4) + "=" + HEX.formatHex(tlv.value());
    }

    /** @throws IllegalArgumentException if the text is none of these lists */
    static List<Tlv> parse(String text) {
        List<Tlv> tlvs = new ArrayList<>();
        if (text != null && !text.isBlank()) {
            for (String item : text.split(",")) {
                String[] tag = item.trim().split("=", -1);
                if (tag.length != 2 || tag[0].length() != 4) {
                    throw new IllegalArgumentException(
                            "Header " + SmppServerConstants.TLVS + " is no list such as 1401=00ff,1402=01");
                }
                tlvs.add(new Tlv(HexFormat.fromHexDigits(tag[0]), HEX.parseHex(tag[1])));
            }
        }
        return tlvs;
    }
}
