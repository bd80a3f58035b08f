package org.smshub.cimd2;

import java.util.Map;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.smshub.cimd2.codec.Cimd2Profile;
import org.smshub.line.options.StxEtxServerConfiguration;

/** The options of a server. */
@UriParams
@Configurer(extended = true)
public class Cimd2ServerConfiguration extends StxEtxServerConfiguration {

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

    public Cimd2ServerConfiguration() {
        super("+");
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
    public void check() {
        super.check();
        oneOf("profile", profile, PROFILES);
        profiles().values().forEach(each -> oneOf("accountProfiles (account=profile,...)", each, PROFILES));
    }

    /** What an account may do. */
    Cimd2Profile profileOf(String account) {
        return Cimd2Profile.valueOf(profiles().getOrDefault(account, profile));
    }

    private Map<String, String> profiles() {
        return pairs("accountProfiles", "account=profile", accountProfiles);
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
}
