package org.smshub.ledger.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a SQLSTATE means for who starts, and for who sends. */
class PostgresFaultsTest {

    private static SQLException of(String state) {
        return new SQLException("x", state);
    }

    /** Refused, broken off, starting, stopping, no room, standby, locked, disk full. */
    @ParameterizedTest
    @ValueSource(strings = {"08001", "08006", "57P03", "57P01", "53300", "25006", "55P03", "53100"})
    void aStartWaitsFor(String state) {
        assertThat(PostgresFaults.isPassing(of(state))).isTrue();
    }

    /** Password, user, database, rights, what the server is, another hub, damage, nothing known. */
    @ParameterizedTest
    @ValueSource(strings = {"28P01", "28000", "3D000", "42501", "0A000", "08004", "08P01", "55006", "XX001", "HB003"})
    void aStartEndsOf(String state) {
        assertThat(PostgresFaults.isPassing(of(state))).isFalse();
    }

    @Test
    void aServerThatIsNotWhoItShouldBeIsNotWaitedFor() {
        for (Exception cause :
                new Exception[] {new SSLHandshakeException("PKIX"), new FileNotFoundException("ca.crt")}) {
            SQLException e = new SQLException("SSL error", "08006", cause);
            assertThat(PostgresFaults.isPassing(e)).isFalse();
            assertThat(PostgresFaults.advice(e)).contains("sslrootcert");
        }
        assertThat(PostgresFaults.isPassing(new SQLException(
                        "The hostname a could not be verified by hostnameverifier PgjdbcHostnameVerifier.", "08006")))
                .isFalse();
    }

    @Test
    void aHostThatNobodyKnowsIsNamed() {
        SQLException e = new SQLException("The connection attempt failed.", "08001", new UnknownHostException("dbb"));
        assertThat(PostgresFaults.advice(e)).contains("dbb", "hub.ledger.url");
        assertThat(PostgresFaults.isPassing(e)).isTrue();
    }

    @Test
    void aFullDiskIsNotAway() {
        assertThat(PostgresFaults.isAway(of("53100"))).isFalse();
        assertThat(PostgresFaults.isAway(of("08006"))).isTrue();
        assertThat(PostgresFaults.isAway(of("25006"))).isTrue();
    }
}
