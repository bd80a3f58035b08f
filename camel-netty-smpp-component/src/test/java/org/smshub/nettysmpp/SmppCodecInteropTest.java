package org.smshub.nettysmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.smshub.nettysmpp.codec.SmppField.*;
import static org.smshub.nettysmpp.codec.SmppPdu.*;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.jsmpp.bean.DestinationAddress;
import org.jsmpp.bean.DistributionList;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.UnsuccessDelivery;
import org.jsmpp.util.DefaultComposer;
import org.jsmpp.util.DefaultDecomposer;
import org.jsmpp.util.PDUComposer;
import org.junit.jupiter.api.Test;
import org.smshub.nettysmpp.codec.SmppCodec;
import org.smshub.nettysmpp.codec.SmppField;
import org.smshub.nettysmpp.codec.SmppPdu;
import org.smshub.nettysmpp.codec.SmppPduException;
import org.smshub.smpp.Address;
import org.smshub.smpp.Tlv;

/** The PDUs of both ends, octet by octet as another implementation writes them, and read from its octets. */
class SmppCodecInteropTest {

    private static final Address FROM = new Address(5, 0, "Shop");
    private static final Address TO = new Address(1, 1, "48600100200");
    private static final byte ONE = 1;
    private static final byte FIVE = 5;
    private static final byte NONE = 0;

    private final PDUComposer jsmpp = new DefaultComposer();

    private static void assertSame(byte[] theirs, SmppPdu ours) throws SmppPduException {
        ByteBuf out = Unpooled.buffer();
        SmppCodec.encode(ours, out);
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo(ByteBufUtil.hexDump(theirs));
        for (boolean strict : new boolean[] {true, false}) {
            assertThat(SmppCodec.decode(Unpooled.wrappedBuffer(theirs), strict))
                    .usingRecursiveComparison()
                    .isEqualTo(ours);
        }
    }

    @Test
    void sessionPdus() throws Exception {
        assertSame(
                jsmpp.bind(BIND_RECEIVER, 1, "app", "secret", "type", (byte) 0x34, ONE, ONE, "48*"),
                Pdus.bind(BIND_RECEIVER, 1, "app", "secret", "type", 0x34, new Address(1, 1, "48*")));
        assertSame(
                jsmpp.bindResp(BIND_TRANSCEIVER | RESPONSE, 1, "smsc", new OptionalParameter.Sc_interface_version((byte)
                        0x50)),
                reply(BIND_TRANSCEIVER | RESPONSE, 0, 1, "smsc", List.of(new Tlv(Tlv.SC_INTERFACE_VERSION, new byte[] {
                    0x50
                }))));
        assertSame(jsmpp.outbind(2, "smsc", "secret"), Pdus.outbind(2, "smsc", "secret"));
        assertSame(jsmpp.unbind(3), plain(UNBIND, 0, 3));
        assertSame(jsmpp.enquireLink(4), plain(ENQUIRE_LINK, 0, 4));
        assertSame(jsmpp.composeHeader(GENERIC_NACK, 3, 5), plain(GENERIC_NACK, 3, 5));
    }

    @Test
    void whatAnApplicationAsks() throws Exception {
        assertSame(jsmpp.querySm(1, "id", FIVE, NONE, "Shop"), Pdus.query(1, "id", FROM));
        assertSame(
                jsmpp.cancelSm(2, "WAP", "id", FIVE, NONE, "Shop", ONE, ONE, "48600100200"),
                Pdus.cancel(2, "WAP", "id", FROM, TO));
        assertSame(
                jsmpp.replaceSm(3, "id", FIVE, NONE, "Shop", "", "000001000000000R", ONE, NONE, "new".getBytes()),
                Pdus.replace(3, "id", FROM, "", "000001000000000R", 1, 0, "new".getBytes(), List.of()));
        DestinationAddress[] destinations = {
            new org.jsmpp.bean.Address(ONE, ONE, "48600100200"), new org.jsmpp.bean.Address(FIVE, NONE, "Shop")
        };
        assertSame(
                jsmpp.submitMulti(
                        4,
                        "",
                        FIVE,
                        NONE,
                        "Shop",
                        destinations,
                        NONE,
                        NONE,
                        ONE,
                        "",
                        "",
                        ONE,
                        NONE,
                        NONE,
                        NONE,
                        "Hi".getBytes(),
                        new OptionalParameter.User_message_reference((short) 7)),
                Pdus.message(
                        SUBMIT_MULTI,
                        4,
                        "",
                        FROM,
                        List.of(TO, FROM),
                        0,
                        0,
                        1,
                        "",
                        "",
                        1,
                        0,
                        0,
                        0,
                        "Hi".getBytes(),
                        List.of(new Tlv(0x0204, new byte[] {0, 7}))));
    }

    /** jSMPP writes a list without its name, but reads it. */
    @Test
    void listsAreReadByAnother() throws Exception {
        ByteBuf out = Unpooled.buffer();
        SmppCodec.encode(
                Pdus.message(
                        SUBMIT_MULTI,
                        4,
                        "",
                        FROM,
                        List.of(Address.list("friends"), TO),
                        0,
                        0,
                        0,
                        "",
                        "",
                        0,
                        0,
                        0,
                        0,
                        "Hi".getBytes(),
                        List.of()),
                out);
        DestinationAddress[] read =
                new DefaultDecomposer().submitMulti(ByteBufUtil.getBytes(out)).getDestAddresses();
        assertThat(((DistributionList) read[0]).getName()).isEqualTo("friends");
        assertThat(((org.jsmpp.bean.Address) read[1]).getAddress()).isEqualTo("48600100200");
    }

    @Test
    void whatACentreSays() throws Exception {
        assertSame(
                jsmpp.querySmResp(1, "id", "261122000000000+", (byte) 2, NONE),
                Pdus.queryReply(0, 1, "id", "261122000000000+", 2, 0));
        assertSame(
                jsmpp.submitMultiResp(2, "id", new UnsuccessDelivery(ONE, ONE, "48600100200", 0x0B)),
                Pdus.multiReply(0, 2, "id", List.of(new SmppField.Refused(TO, 0x0B))));
        assertSame(
                jsmpp.alertNotification(
                        3,
                        ONE,
                        ONE,
                        "48600100200",
                        FIVE,
                        NONE,
                        "Shop",
                        new OptionalParameter.Ms_availability_status(NONE)),
                Pdus.alert(3, TO, FROM, List.of(new Tlv(0x0422, new byte[] {0}))));
        assertSame(
                jsmpp.deliverSm(
                        4,
                        "",
                        ONE,
                        ONE,
                        "48600100200",
                        FIVE,
                        NONE,
                        "Shop",
                        (byte) 0x04,
                        NONE,
                        NONE,
                        NONE,
                        NONE,
                        "id:f1".getBytes(),
                        new OptionalParameter.Message_state((byte) 2)),
                Pdus.message(
                        DELIVER_SM,
                        4,
                        "",
                        TO,
                        List.of(FROM),
                        4,
                        0,
                        0,
                        "",
                        "",
                        0,
                        0,
                        0,
                        0,
                        "id:f1".getBytes(),
                        List.of(new Tlv(Tlv.MESSAGE_STATE, new byte[] {2}))));
    }
}
