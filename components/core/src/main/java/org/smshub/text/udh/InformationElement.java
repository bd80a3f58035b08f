package org.smshub.text.udh;

/** One element of a user data header (3GPP TS 23.040 9.2.3.24). An element without a type of its own is a {@link RawElement}. */
public sealed interface InformationElement
        permits Concatenation,
                Ports,
                NationalShift,
                SpecialIndication,
                SmscControl,
                SourceIndicator,
                TextFormatting,
                Rfc822HeaderLength,
                Hyperlink,
                ReplyAddress,
                RawElement {

    /** Information element identifier, 0 to 255. */
    int id();

    /** Information element data, 0 to 138 octets, without identifier and length. */
    byte[] data();
}
