package org.smshub.hub.calls;

import javax.xml.stream.XMLInputFactory;

/** XML that strangers wrote: no document type, no entity of theirs, and nothing read from elsewhere. */
public final class Xml {

    /**
     * A JDK from 24 on counts each {@code &amp;} and {@code &#x17c;} of a document, and refuses it after 100,000 octets of them: they are what
     * a long file of texts is full of. Entities that can grow need a document type, and there is none.
     */
    private static final String[] LIMITS = {"jdk.xml.maxGeneralEntitySizeLimit", "jdk.xml.totalEntitySizeLimit"};

    private Xml() {}

    /**
     * The JDK's own, whatever else is on the class path; how deep and how large a document may be is for whoever reads it to say.
     *
     * @param whole whether a text comes in one piece
     */
    public static XMLInputFactory factory(boolean whole) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, whole);
        for (String limit : LIMITS) {
            factory.setProperty(limit, "0");
        }
        return factory;
    }
}
