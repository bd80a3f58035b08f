package org.smshub.text;

import com.cloudhopper.commons.charset.CharsetUtil;
import com.cloudhopper.commons.charset.GSMBitPacker;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.smshub.text.plan.Plan;
import org.smshub.text.plan.TextProfile;
import org.smshub.text.tpdu.Deliver;
import org.smshub.text.tpdu.Direction;
import org.smshub.text.tpdu.Timestamp;
import org.smshub.text.tpdu.Tpdu;
import org.smshub.text.tpdu.UserData;
import org.smshub.text.udh.Udh;

/**
 * What the hub does with every message, and ch-commons-charset (method names that start with {@code ch}) on the same work.
 * Both are handed the same objects; both results are checked to be equal before anything is measured.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 15, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class TextBenchmark {

    /** 159 characters, 160 septets: ü, Ü and à are not ASCII, the € is escaped. */
    public String text =
            ("Dear Ms Müller, your parcel 4711 from Übersee Ltd. arrives on Tuesday between 9:00 and 12:00."
                            + " The fee is 4.50 €. Reply STOP to 8181 if nobody is at home, à bientôt.")
                    .replace('ô', 'o')
                    .substring(0, 159);

    public String plain =
            "Your parcel arrives tomorrow between 9 and 12. ".repeat(4).substring(0, 160);
    public String ucs2 =
            "Ваша посылка прибудет завтра между 9 и 12 часами. 😀".repeat(20).substring(0, 1000);
    public byte[] septets = Encoding.GSM7.encode(text);
    public byte[] plainSeptets = Encoding.GSM7.encode(plain);
    public byte[] packed = Septets.pack(septets);
    public byte[] deliver = Deliver.of(
                    Address.of("+447700900123"),
                    new Timestamp(0x42_20_92_32_95_85_40L),
                    UserData.of(Alphabet.GSM7, Udh.NONE, septets))
            .octets();

    public TextBenchmark() {
        same(chEncode(), encode());
        same(chPack(), pack());
        same(chUnpack(), unpack());
        same(chEncodeAndPack(), encodeAndPack());
        if (!chDecode().equals(decode().text())
                || !chDecodePacked().equals(decodePacked().text())
                || !decode().text().equals(text)) {
            throw new IllegalStateException("decoders differ");
        }
    }

    private static void same(byte[] one, byte[] other) {
        if (!java.util.Arrays.equals(one, other)) {
            throw new IllegalStateException(Hex.of(one) + " is not " + Hex.of(other));
        }
    }

    @Benchmark
    public byte[] planAndPack() {
        Plan plan = TextProfile.STANDARD.plan(text);
        return Septets.pack(plan.segments(0).get(0).octets());
    }

    @Benchmark
    public Object planAndCut() {
        return TextProfile.STANDARD.plan(text).segments(0);
    }

    @Benchmark
    public Plan planUcs2() {
        return TextProfile.STANDARD.plan(ucs2);
    }

    @Benchmark
    public Object decodeDeliver() {
        return ((Deliver) Tpdu.parse(deliver, Direction.FROM_CENTRE)).userData().text();
    }

    @Benchmark
    public byte[] encode() {
        return Encoding.GSM7.encode(text);
    }

    @Benchmark
    public byte[] chEncode() {
        return CharsetUtil.encode(text, CharsetUtil.CHARSET_GSM);
    }

    @Benchmark
    public Decoded decode() {
        return Encoding.GSM7.decode(septets, 0, septets.length);
    }

    @Benchmark
    public String chDecode() {
        return CharsetUtil.decode(septets, CharsetUtil.CHARSET_GSM);
    }

    @Benchmark
    public Decoded decodePlain() {
        return Encoding.GSM7.decode(plainSeptets, 0, plainSeptets.length);
    }

    @Benchmark
    public String chDecodePlain() {
        return CharsetUtil.decode(plainSeptets, CharsetUtil.CHARSET_GSM);
    }

    @Benchmark
    public byte[] pack() {
        return Septets.pack(septets);
    }

    @Benchmark
    public byte[] chPack() {
        return GSMBitPacker.pack(septets);
    }

    @Benchmark
    public byte[] unpack() {
        return Septets.unpack(packed, 0, 160);
    }

    @Benchmark
    public byte[] chUnpack() {
        return GSMBitPacker.unpack(packed);
    }

    @Benchmark
    public byte[] encodeAndPack() {
        return Septets.pack(Encoding.GSM7.encode(text));
    }

    @Benchmark
    public byte[] chEncodeAndPack() {
        return CharsetUtil.encode(text, CharsetUtil.CHARSET_PACKED_GSM);
    }

    @Benchmark
    public Decoded decodePacked() {
        byte[] unpacked = Septets.unpack(packed, 0, 160);
        return Encoding.GSM7.decode(unpacked, 0, unpacked.length);
    }

    @Benchmark
    public String chDecodePacked() {
        return CharsetUtil.decode(packed, CharsetUtil.CHARSET_PACKED_GSM);
    }
}
