package org.smshub.line.options;

import java.util.Map;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.smshub.link.passing.Passes;

/** The options of a server of UCP and CIMD2. */
@UriParams
public abstract class StxEtxServerConfiguration extends LineServerConfiguration implements StxEtxOptions {

    private static final Passes PASSES = Passes.of(Passes.ALL);

    @UriParam(
            label = "address",
            description =
                    "What stands for the + of an international number on the wire: 00 (default of UCP), + (default "
                            + "of CIMD2), another prefix, or NONE for the bare number.")
    private String internationalPrefix;

    @UriParam(
            label = "advanced",
            defaultValue = "true",
            description = "Whether what has a wrong checksum is refused. By CIMD2 one without any is always taken.")
    private boolean verifyChecksum = true;

    protected StxEtxServerConfiguration(String internationalPrefix) {
        this.internationalPrefix = internationalPrefix;
    }

    @Override
    public Passes passed() {
        return PASSES;
    }

    @Override
    public Map<String, Object> shared() {
        Map<String, Object> options = super.shared();
        options.put("verifyChecksum", verifyChecksum);
        return options;
    }

    @Override
    public String getInternationalPrefix() {
        return internationalPrefix;
    }

    public void setInternationalPrefix(String internationalPrefix) {
        this.internationalPrefix = internationalPrefix;
    }

    @Override
    public boolean isVerifyChecksum() {
        return verifyChecksum;
    }

    public void setVerifyChecksum(boolean verifyChecksum) {
        this.verifyChecksum = verifyChecksum;
    }
}
