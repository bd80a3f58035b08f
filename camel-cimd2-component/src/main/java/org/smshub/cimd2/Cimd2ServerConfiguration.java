package org.smshub.cimd2;

import java.util.HashMap;
import java.util.Map;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.smshub.line.options.LineServerConfiguration;
import org.smshub.link.passing.Passes;

/** The options of a server. */
@UriParams
@Configurer(extended = true)
public class Cimd2ServerConfiguration extends LineServerConfiguration implements Cimd2Options {

    private static final Passes PASSES = Passes.of(Passes.ALL);

    private static final String[] PROFILES = {"SEND", "RECEIVE", "BOTH", "QUERY"};

    @UriParam(label = "security", defaultValue = "BOTH", enums = "SEND,RECEIVE,BOTH,QUERY")
    private String profile = "BOTH";

    @UriParam(label = "security")
    private String accountProfiles;

    @UriParam(defaultValue = "CIMD2-A ConnectionInfo: SessionId = 1 PortId = 1 AccessType = TCPIP_SOCKET")
    private String banner = "CIMD2-A ConnectionInfo: SessionId = 1 PortId = 1 AccessType = TCPIP_SOCKET";

    @UriParam(label = "producer", defaultValue = "true")
    private boolean aliveFirst = true;

    @UriParam(label = "advanced")
    private boolean strict;

    @UriParam(label = "address", defaultValue = "+")
    private String internationalPrefix = "+";

    @UriParam(label = "advanced", defaultValue = "true")
    private boolean verifyChecksum = true;

    @Override
    public Passes passed() {
        return PASSES;
    }

    @Override
    public String scheme() {
        return "cimd2";
    }

    @Override
    public int maxWindow() {
        return 128;
    }

    @Override
    public int maxUnanswered() {
        return 128;
    }

    @Override
    public Map<String, Object> shared() {
        Map<String, Object> options = super.shared();
        options.put("verifyChecksum", verifyChecksum);
        return options;
    }

    @Override
    public void check() {
        super.check();
        oneOf("profile", profile, PROFILES);
        profiles();
    }

    /** What an account may do. */
    Cimd2Profile profileOf(String account) {
        return profiles().getOrDefault(account, Cimd2Profile.valueOf(profile));
    }

    private Map<String, Cimd2Profile> profiles() {
        Map<String, Cimd2Profile> all = new HashMap<>();
        for (String entry : accountProfiles == null ? new String[0] : accountProfiles.split(",")) {
            String[] pair = (entry + "=").split("=");
            oneOf("accountProfiles (account=profile,...)", pair.length < 2 ? entry : pair[1].trim(), PROFILES);
            all.put(pair[0].trim(), Cimd2Profile.valueOf(pair[1].trim()));
        }
        return all;
    }

    public String getProfile() {
        return profile;
    }

    /** What an account may do: QUERY gets messages only when it asks for them (05). */
    public void setProfile(String profile) {
        this.profile = profile;
    }

    public String getAccountProfiles() {
        return accountProfiles;
    }

    /** Accounts that may do something else than profile says: shop=SEND,desk=QUERY. */
    public void setAccountProfiles(String accountProfiles) {
        this.accountProfiles = accountProfiles;
    }

    public String getBanner() {
        return banner;
    }

    /** Line of text that greets a connection, which some clients wait for; empty = none. */
    public void setBanner(String banner) {
        this.banner = banner;
    }

    public boolean isAliveFirst() {
        return aliveFirst;
    }

    /**
     * Whether an alive goes before the first message of a session: Kannel throws away a first message that has the number of
     * the last one of the session before. A client that only sends never sees one.
     */
    public void setAliveFirst(boolean aliveFirst) {
        this.aliveFirst = aliveFirst;
    }

    public boolean isStrict() {
        return strict;
    }

    /** Whether packet numbers must follow each other, and every parameter be known and of its type. */
    public void setStrict(boolean strict) {
        this.strict = strict;
    }

    @Override
    public String getInternationalPrefix() {
        return internationalPrefix;
    }

    /** What stands for the + of an international number on the wire: + (default), another prefix, or NONE. */
    public void setInternationalPrefix(String internationalPrefix) {
        this.internationalPrefix = internationalPrefix;
    }

    @Override
    public boolean isVerifyChecksum() {
        return verifyChecksum;
    }

    /** Whether a packet with a wrong checksum is answered with nack; one without is always taken. */
    public void setVerifyChecksum(boolean verifyChecksum) {
        this.verifyChecksum = verifyChecksum;
    }
}
