package org.smshub.it.centre;

enum Protocol {
    SMPP,
    UCP
}
