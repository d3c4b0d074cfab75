package io.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.BalanceModel;
import io.sluice.contracts.DeadLetterHeaders;
import io.sluice.contracts.Envelope;
import io.sluice.contracts.FactStatus;
import io.sluice.contracts.LedgerEvent.FundsReleased;
import io.sluice.contracts.LedgerEvent.FundsReserved;
import io.sluice.contracts.LedgerEvent.FundsSettled;
import io.sluice.contracts.LedgerEvent.LedgerSealed;
import io.sluice.contracts.LedgerEvent.PayoutAuthorized;
import io.sluice.contracts.LedgerEvent.WalletCredited;
import io.sluice.contracts.PayoutStatusReported;
import io.sluice.contracts.Processing;
import io.sluice.contracts.SluiceEvent;
import io.sluice.contracts.Start;
import io.sluice.contracts.WalletKey;
import io.sluice.contracts.WithdrawalEvent.WithdrawalRequested;
import io.sluice.contracts.WithdrawalId;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/** Records in, outcomes out, through the ledger's own process. */
@ExtendWith(SharedPlatform.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class RoadTest {

    private final WalletKey wallet = Fixtures.wallet();
    private final Platform platform;

    RoadTest(Platform platform) {
        this.platform = platform;
    }

    @BeforeAll
    void fund() {
        assertThat(platform.credit(wallet, 1_000_000).statusCode()).isEqualTo(201);
    }

    @Test
    void aWithdrawalIsReservedAuthorizedAndSettled() {
        WalletKey own = Fixtures.wallet();
        platform.credit(own, 500_000);
        WithdrawalRequested request = Fixtures.automatic(own, 250_000);

        platform.publish(Fixtures.envelope(request));

        PayoutAuthorized authorized = authorized(request.withdrawalId()).data();
        assertThat(authorized.sequence()).isEqualTo(2);
        assertThat(authorized.destination()).isEqualTo(request.destination());
        assertThat(balances(own)).contains("\"available\":\"250000\"", "\"reserved\":\"250000\"");

        platform.publish(Fixtures.envelope(sent(request)));

        FundsSettled settled =
                platform.await(
                                FundsSettled.class,
                                e -> e.withdrawalId().equals(request.withdrawalId()))
                        .data();
        assertThat(settled.sequence()).isEqualTo(3);
        assertThat(settled.totals().outstanding()).isZero();
        assertThat(settled.endsPayout()).isTrue();
        assertThat(balances(own)).contains("\"available\":\"250000\"", "\"reserved\":\"0\"");
    }

    private Envelope<PayoutAuthorized> authorized(WithdrawalId id) {
        return platform.await(PayoutAuthorized.class, e -> e.withdrawalId().equals(id));
    }

    private String balances(WalletKey of) {
        return platform.get(Platform.path(of)).body();
    }

    private static PayoutStatusReported sent(WithdrawalRequested request) {
        return Fixtures.fact(
                request.withdrawalId(),
                Objects.requireNonNull(request.payoutId()),
                1,
                FactStatus.SENT,
                request.amount(),
                0,
                true,
                Instant.now());
    }

    @Test
    void aRecordThatComesAgainLeadsToTheSameEvents() {
        Envelope<WithdrawalRequested> request = Fixtures.envelope(Fixtures.automatic(wallet, 100));
        WithdrawalId id = request.data().withdrawalId();

        platform.publish(request);
        Envelope<PayoutAuthorized> first = authorized(id);
        platform.publish(request);

        List<Envelope<?>> again =
                awaitTwo(
                        outcome ->
                                outcome instanceof PayoutAuthorized authorized
                                        && authorized.withdrawalId().equals(id));
        assertThat(again).allSatisfy(outcome -> assertThat(outcome).isEqualTo(first));
        assertThat(entries(id)).as("one transfer, two entries").hasSize(2);
    }

    private List<Envelope<?>> awaitTwo(Predicate<SluiceEvent> matching) {
        Instant deadline = Instant.now().plus(Platform.PATIENCE);
        while (Instant.now().isBefore(deadline)) {
            List<Envelope<?>> found =
                    platform.outcomes().stream()
                            .filter(outcome -> matching.test(outcome.data()))
                            .toList();
            if (found.size() >= 2) {
                return found;
            }
            platform.poll();
        }
        throw new AssertionError("not two of these among " + platform.outcomes());
    }

    private List<String> entries(WithdrawalId id) {
        return query("SELECT kind FROM entry WHERE withdrawal_id = '" + id + "'");
    }

    @Test
    void everySealIsPublishedAsItIsKept() {
        WalletCredited credited =
                platform.await(WalletCredited.class, e -> e.wallet().equals(wallet)).data();
        String kept =
                query(
                                """
                                SELECT seal.partition || ' ' || seal || ' ' || hash
                                FROM seal JOIN transfer t ON t.partition = seal.partition
                                 AND t.position BETWEEN seal.first_position AND seal.last_position
                                WHERE t.transfer_id = '%s'
                                """
                                        .formatted(credited.transferId()))
                        .getFirst();

        LedgerSealed published =
                platform.await(
                                LedgerSealed.class,
                                seal ->
                                        kept.startsWith(
                                                seal.ledgerPartition() + " " + seal.seal() + " "))
                        .data();

        assertThat(kept).endsWith(" " + published.hash());
        assertThat(published.entries()).isPositive();
    }

    @Test
    void aReserveExpiresByTheLedgersOwnTimer() {
        WithdrawalRequested request =
                Fixtures.request(
                        wallet,
                        300,
                        BalanceModel.PRE_RESERVE,
                        Processing.MANAGED,
                        Start.ORDERED,
                        Instant.now().plusMillis(200));

        platform.publish(Fixtures.envelope(request));

        FundsReleased released =
                platform.await(
                                FundsReleased.class,
                                e -> e.withdrawalId().equals(request.withdrawalId()))
                        .data();
        assertThat(released.amount()).isEqualTo(300);
        assertThat(released.reasonCode()).isEqualTo("expired");
    }

    @Test
    void aBadRecordIsSetAsideTheRestIsBookedAndLaterRecordsOfItsWithdrawalWait() {
        WithdrawalRequested late = Fixtures.automatic(wallet, 70);
        WithdrawalRequested other = Fixtures.automatic(wallet, 80);
        WithdrawalId id = late.withdrawalId();

        platform.publish(
                Fixtures.envelope(Fixtures.order(id, Fixtures.payoutId(wallet), null)),
                Fixtures.envelope(late),
                Fixtures.envelope(other));

        ConsumerRecord<String, byte[]> deadLetter = platform.awaitDeadLetter(id);
        assertThat(Platform.header(deadLetter, DeadLetterHeaders.REASON))
                .isEqualTo("withdrawalId: unknown (expected: one that was requested)");
        authorized(other.withdrawalId());
        assertThat(entries(id)).as("waits behind the dead letter").isEmpty();

        platform.discard(deadLetter);

        authorized(id);
        assertThat(entries(id)).hasSize(2);
    }

    @Test
    void aDatabaseThatIsAwayIsWaitedOutAndNothingIsLost() throws SQLException {
        WithdrawalRequested request = Fixtures.automatic(wallet, 90);
        String database = platform.database().name();
        try (Connection beside = connect("postgres");
                Statement statement = beside.createStatement()) {
            statement.execute("ALTER DATABASE " + database + " ALLOW_CONNECTIONS false");
            statement.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
                            + database
                            + "'");
            platform.publish(Fixtures.envelope(request));

            assertThat(platform.get(Platform.path(wallet)).statusCode()).isEqualTo(503);
            assertThat(platform.credit(wallet, 1).statusCode()).isEqualTo(503);

            statement.execute("ALTER DATABASE " + database + " ALLOW_CONNECTIONS true");
        }
        platform.await(FundsReserved.class, e -> e.withdrawalId().equals(request.withdrawalId()));
        assertThat(entries(request.withdrawalId())).hasSize(2);
    }

    private List<String> query(String sql) {
        try (Connection connection = connect(platform.database().name());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://"
                        + platform.database().host()
                        + ":"
                        + platform.database().port()
                        + "/"
                        + database,
                platform.database().user(),
                platform.database().password());
    }
}
