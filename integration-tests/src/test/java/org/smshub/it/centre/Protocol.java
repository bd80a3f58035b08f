package org.smshub.it.centre;

import java.io.IOException;

enum Protocol {
    SMPP {
        @Override
        Centre centre(int port) throws IOException {
            return new ScriptedSmsc(port);
        }
    },
    UCP {
        @Override
        Centre centre(int port) throws IOException {
            return new ScriptedUcpCentre(port);
        }
    },
    CIMD2 {
        @Override
        Centre centre(int port) throws IOException {
            return new ScriptedCimd2Centre(port);
        }
    },
    MODEM {
        @Override
        Centre centre(int port) throws IOException {
            return new ScriptedModem(port);
        }
    };

    /** A centre that speaks it. @param port 0 = a free one */
    abstract Centre centre(int port) throws IOException;
}
