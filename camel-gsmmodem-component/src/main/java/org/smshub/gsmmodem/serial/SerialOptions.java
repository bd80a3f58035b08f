package org.smshub.gsmmodem.serial;

import java.time.Duration;

/**
 * Which serial port, and how.
 *
 * @param port its name, null = the one at which there is a modem
 * @param ports patterns of paths in which a modem is looked for, comma-separated; null = all ports of the system
 * @param flowControl NONE, RTSCTS or XONXOFF
 * @param writeTimeout how long the port may take what is written
 * @param imei of the modem that is meant, null = any
 * @param iccid of the card that is meant, null = any
 */
public record SerialOptions(
        String port, String ports, int baudRate, String flowControl, Duration writeTimeout, String imei, String iccid) {

    boolean isSearch() {
        return port == null || imei != null || iccid != null;
    }
}
