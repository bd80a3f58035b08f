package org.smshub.gsmmodem.serial;

import com.fazecast.jSerialComm.SerialPort;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.smshub.gsmmodem.at.AtReader;
import org.smshub.gsmmodem.at.AtResult;
import org.smshub.gsmmodem.at.Profile;

/**
 * What answers at a port, in a few seconds at most: of the ports of one modem some carry no commands.
 *
 * @param answers whether it takes commands
 * @param imei digits of its serial number, "" when it does not say it
 * @param iccid digits of its card's number, "" when it does not say it
 */
record ModemProbe(boolean answers, String imei, String iccid) {

    private static final long LIMIT = TimeUnit.SECONDS.toNanos(1);
    private static final int MOST = 16 * 1024;

    /** Asks; the port is open and stays so. */
    static ModemProbe at(SerialPort port) {
        ask(port, "\u001b\r");
        if (ask(port, "AT\r") == null && ask(port, "AT\r") == null) {
            return new ModemProbe(false, "", "");
        }
        String iccid = "";
        for (Iterator<String> commands = Profile.STANDARD.cardNumber().iterator();
                iccid.isEmpty() && commands.hasNext(); ) {
            iccid = number(ask(port, commands.next() + "\r"), 18);
        }
        return new ModemProbe(true, number(ask(port, "AT+CGSN\r"), 14), iccid);
    }

    boolean fits(SerialOptions options) {
        return answers
                && (options.imei() == null || imei.equals(options.imei()))
                && (options.iccid() == null || iccid.equals(options.iccid()));
    }

    private static String number(List<String> lines, int least) {
        if (lines != null) {
            for (String line : lines) {
                String digits = line.replaceAll("\\D", "");
                if (digits.length() >= least && digits.length() <= 20) {
                    return digits;
                }
            }
        }
        return "";
    }

    /** The lines before the result; null when there is none in time. */
    private static List<String> ask(SerialPort port, String command) {
        byte[] octets = AtReader.octets(command);
        if (port.writeBytes(octets, octets.length) < octets.length) {
            return null;
        }
        AtReader reader = new AtReader();
        List<String> lines = new ArrayList<>();
        byte[] buffer = new byte[256];
        long end = System.nanoTime() + LIMIT;
        int total = 0;
        while (System.nanoTime() - end < 0 && total < MOST) {
            int count = port.readBytes(buffer, Math.min(buffer.length, Math.max(1, port.bytesAvailable())));
            if (count < 0) {
                return null;
            }
            total += count;
            ByteBuf in = Unpooled.wrappedBuffer(buffer, 0, count);
            for (String line = reader.next(in, false); line != null; line = reader.next(in, false)) {
                if (AtResult.of(line) != null) {
                    return lines;
                }
                lines.add(line);
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return answers ? "has another modem" : "answers no commands";
    }
}
