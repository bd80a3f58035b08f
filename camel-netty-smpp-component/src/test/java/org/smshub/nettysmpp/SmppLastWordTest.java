package org.smshub.nettysmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.smshub.nettysmpp.codec.SmppPdu.*;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.SMPPSession;
import org.junit.jupiter.api.Test;
import org.smshub.nettysmpp.codec.SmppCodec;
import org.smshub.smpp.CommandStatus;

/** The answer that ends a connection arrives before the end of it. */
class SmppLastWordTest {

    private static final int TIMES = 100;
    private static final int PATIENCE = 5000;

    private static SmppServerFixture server() throws Exception {
        return SmppServerFixture.of(
                (routes, address) -> routes.from(address + "?systemId=app&password=secret&maxSessions=0")
                        .setHeader("SmsRemoteId", routes.constant("1")));
    }

    private static SMPPSession bind(int port, String password) throws IOException {
        SMPPSession session = new SMPPSession();
        session.setTransactionTimer(PATIENCE);
        session.connectAndBind(
                "127.0.0.1",
                port,
                new BindParameter(
                        BindType.BIND_TRX,
                        "app",
                        password,
                        "",
                        TypeOfNumber.UNKNOWN,
                        NumberingPlanIndicator.UNKNOWN,
                        null),
                PATIENCE);
        return session;
    }

    /** jSMPP forgets an answer that it has read when the end of the connection follows at once. */
    @Test
    void jsmppHearsThatItsPasswordIsWrong() throws Exception {
        try (SmppServerFixture server = server()) {
            // a refusal takes half a second
            for (int i = 0; i < TIMES / 10; i++) {
                assertThatThrownBy(() -> bind(server.port, "wrong"))
                        .hasCauseInstanceOf(NegativeResponseException.class)
                        .hasMessageContaining("0000000e");
            }
        }
    }

    @Test
    void jsmppHearsTheAnswerToItsUnbind() throws Exception {
        try (SmppServerFixture server = server()) {
            for (int i = 0; i < TIMES; i++) {
                SMPPSession session = bind(server.port, "secret");
                long start = System.nanoTime();
                session.unbindAndClose();
                assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start))
                        .isLessThan(PATIENCE);
            }
        }
    }

    /** A close with octets unread would be a reset, and a reset takes the answer away from who has not read it yet. */
    @Test
    void whoStillWritesHearsThatThePduIsTooLong() throws Exception {
        int length = 1 << 20;
        ByteBuf pdu =
                Unpooled.buffer(length).writeInt(length).writeInt(SUBMIT_SM).writeInt(0);
        pdu.writeInt(7).writeZero(length - SmppCodec.HEADER);
        try (SmppServerFixture server = server()) {
            for (int i = 0; i < 5; i++) {
                try (SmppClient client = SmppClient.bound(server.port, BIND_TRANSCEIVER)) {
                    client.send(pdu.duplicate());
                    assertThat(client.receive())
                            .isEqualTo(plain(GENERIC_NACK, CommandStatus.INVALID_COMMAND_LENGTH, 7));
                    assertThatThrownBy(client::receive).isInstanceOf(EOFException.class);
                }
            }
        }
    }
}
