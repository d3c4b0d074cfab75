package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.PayoutId;
import io.sluice.gateway.application.ForgetDestinations;
import io.sluice.gateway.domain.PayoutState;
import io.sluice.testing.DatabaseAddress;

import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

class DestinationsTest {

    private final Platform platform = Platform.shared();

    @Test
    void theDestinationOfWhatHasEndedIsDeletedInTimeAndThatOfWhatIsOpenIsKept() {
        platform.praxis()
                .on(ScriptedPraxis.FIND, 5003, ScriptedPraxis.Answer.of("pending", 5003, 0));
        platform.praxis()
                .on(ScriptedPraxis.COMPLETE, 5003, ScriptedPraxis.Answer.of("pending", 5003, 0));
        PayoutId old = ago(5001, Duration.ofDays(3));
        PayoutId open = ago(5003, Duration.ofDays(2));
        PayoutId alsoOld = ago(5004, Duration.ofHours(25));
        PayoutId young = ago(5002, Duration.ofHours(23));
        platform.awaitState(old, PayoutState.SENT);
        platform.awaitState(alsoOld, PayoutState.SENT);
        platform.awaitState(young, PayoutState.SENT);
        platform.awaitState(open, PayoutState.SUBMITTED);

        forget();

        assertThat(personal(old)).isZero();
        assertThat(personal(alsoOld)).isZero();
        assertThat(personal(young)).isEqualTo(2);
        assertThat(personal(open)).isEqualTo(2);
        assertThat(platform.find(old)).isNotNull();
        platform.praxis()
                .on(ScriptedPraxis.FIND, 5003, ScriptedPraxis.Answer.of("approved", 5003, 5003));
        platform.awaitState(open, PayoutState.SENT);
        forget();
        assertThat(personal(open)).isZero();
    }

    private PayoutId ago(long amount, Duration ago) {
        return platform.authorizedAgo(ago, amount, "praxis").payoutId();
    }

    private void forget() {
        platform.bean(ForgetDestinations.class).run().block(Duration.ofSeconds(10));
    }

    /** In how many places there is still personal data of the payout. */
    private int personal(PayoutId payout) {
        String sql =
                """
                SELECT (SELECT count(*) FROM payouts WHERE payout_id = ? AND destination_ciphertext <> '')
                    + (SELECT count(*) FROM attempts WHERE payout_id = ? AND sealed_request <> '')
                """;
        DatabaseAddress address = platform.database();
        try (Connection connection =
                        DriverManager.getConnection(
                                address.jdbcUrl(), address.user(), address.password());
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, payout.value());
            statement.setObject(2, payout.value());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
