package org.smshub.gsmmodem.serial;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Opens serial ports, and finds the one that a modem is at. All of it may wait. */
final class Ports {

    /** Milliseconds that a read waits; jSerialComm counts in tenths of a second and up to 25 s. */
    static final int READ_TIMEOUT = 1_000;

    private static final int EACCES = 13;

    private Ports() {}

    /**
     * Opens the port, of several that for which the options stand.
     *
     * @throws IOException saying what to do
     */
    static SerialPort open(SerialOptions options) throws IOException {
        if (!options.isSearch()) {
            return open(options.port(), options);
        }
        Set<String> names = new LinkedHashSet<>();
        if (options.port() != null) {
            names.add(options.port());
        }
        names.addAll(all(options.ports()));
        List<String> seen = new ArrayList<>();
        for (String name : names) {
            SerialPort port = null;
            try {
                port = open(name, options);
                ModemProbe found = ModemProbe.at(port);
                if (found.fits(options)) {
                    return port;
                }
                seen.add(name + " " + found);
            } catch (IOException e) {
                seen.add(e.getMessage());
            }
            if (port != null) {
                port.closePort();
            }
        }
        String wanted = options.imei() != null
                ? "with IMEI …" + end(options.imei())
                : options.iccid() != null ? "with SIM card …" + end(options.iccid()) : "at all";
        throw new IOException("no modem " + wanted + " at " + names.size() + " ports (option ports"
                + (options.ports() == null ? "" : " " + options.ports()) + "): " + String.join("; ", seen));
    }

    private static String end(String number) {
        return number.substring(Math.max(0, number.length() - 4));
    }

    /** By its name each time: the device behind a name, and the name of a device, may change when it was pulled out. */
    static SerialPort open(String name, SerialOptions options) throws IOException {
        SerialPort port;
        try {
            port = SerialPort.getCommPort(name);
        } catch (SerialPortInvalidPortException e) {
            throw new IOException("there is no port " + name + ": plug the modem in, or correct the name");
        } catch (LinkageError e) {
            throw new IOException("the library for serial ports does not work here: " + e.getMessage());
        }
        port.setComPortParameters(options.baudRate(), 8, SerialPort.ONE_STOP_BIT, SerialPort.NO_PARITY);
        port.setFlowControl(
                switch (options.flowControl()) {
                    case "RTSCTS" -> SerialPort.FLOW_CONTROL_RTS_ENABLED | SerialPort.FLOW_CONTROL_CTS_ENABLED;
                    case "XONXOFF" ->
                        SerialPort.FLOW_CONTROL_XONXOFF_IN_ENABLED | SerialPort.FLOW_CONTROL_XONXOFF_OUT_ENABLED;
                    default -> SerialPort.FLOW_CONTROL_DISABLED;
                });
        port.setComPortTimeouts(
                SerialPort.TIMEOUT_READ_SEMI_BLOCKING | SerialPort.TIMEOUT_WRITE_BLOCKING, READ_TIMEOUT, 0);
        if (!port.openPort(0)) {
            boolean denied = port.getLastErrorCode() == EACCES;
            throw new IOException("port " + name + " cannot be opened: "
                    + (denied
                            ? "no permission; add the user to the group of the device (dialout)"
                            : "another program or endpoint uses it, or the device behind it is gone"));
        }
        // some modems are off line while these are down; a port without such wires says no, which does no harm
        port.setDTR();
        port.setRTS();
        return port;
    }

    private static Set<String> all(String patterns) throws IOException {
        Set<String> names = new TreeSet<>();
        if (patterns == null) {
            Arrays.stream(SerialPort.getCommPorts())
                    .map(SerialPort::getSystemPortPath)
                    .forEach(names::add);
            return names;
        }
        for (String pattern : patterns.split(",")) {
            Path path = Path.of(pattern.strip());
            Path folder = path.getParent() == null ? Path.of("") : path.getParent();
            if (Files.isDirectory(folder)) {
                try (DirectoryStream<Path> found =
                        Files.newDirectoryStream(folder, path.getFileName().toString())) {
                    found.forEach(port -> names.add(port.toString()));
                }
            }
        }
        return names;
    }
}
