package io.sluice.ledger.adapter.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.FactStatus;
import io.sluice.contracts.WalletKey;
import io.sluice.contracts.WithdrawalEvent.WithdrawalRequested;
import io.sluice.ledger.Fixtures;
import io.sluice.ledger.application.BookBatch;
import io.sluice.ledger.application.DecidedTransfers;
import io.sluice.ledger.simulation.Simulation;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** New rows come out the same whether they are copied or inserted with the changed ones. */
@Timeout(180)
class EitherWayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> TABLES =
            List.of(
                    "ledger_partition",
                    "account",
                    "transfer",
                    "seal",
                    "wallet_transfer",
                    "withdrawal",
                    "payout",
                    "attempt",
                    "answered_record",
                    "quarantine");

    private final Postgres copied = new Postgres();
    private final Postgres inserted = new Postgres();

    @AfterEach
    void close() {
        copied.close();
        inserted.close();
    }

    @Test
    void theSameStoryLeavesTheSameRows() {
        new Simulation(2027, copied.store(0)).run(600);
        new Simulation(2027, inserted.store(Integer.MAX_VALUE)).run(600);

        assertSameRows();
    }

    @Test
    void wordsAndTimesAtTheirLimitsToo() {
        for (String odd : List.of("NULL", "", "a\"b\\c,{}'$1", "\u00e9\ud83d\udca7\n\t", " ")) {
            WalletKey wallet = new WalletKey("merchant", "user " + odd, Fixtures.TRY);
            both(Fixtures.envelope(Fixtures.credit(wallet, 10, "reference " + odd)));
        }
        for (String odd :
                List.of(
                        "2026-04-28T13:00:00.123456999Z",
                        "1969-12-31T23:59:59.999999999Z",
                        "+294276-12-31T23:59:59.999999999Z",
                        "+10000-01-01T00:00:00Z",
                        "0007-02-03T00:00:00Z",
                        "-0043-03-15T12:00:00.000001500Z")) {
            WithdrawalRequested request = Fixtures.automatic(Fixtures.wallet(), 10);
            Envelope<?> credit = Fixtures.envelope(Fixtures.credit(request.wallet(), 10, odd));
            both(
                    at(odd, credit),
                    at(odd, Fixtures.envelope(request)),
                    sent(request, 10, odd),
                    sent(request, 12, odd));
        }

        assertSameRows();
        assertThat(inserted.query("SELECT to_char(event_at, 'Y,YYY BC US') FROM transfer"))
                .contains("10,000 ad 000000", "0,044 bc 000001", "1,969 ad 999999");
    }

    private static Envelope<?> sent(WithdrawalRequested request, long total, String at) {
        return Fixtures.envelope(
                Fixtures.fact(
                        request.withdrawalId(),
                        Objects.requireNonNull(request.payoutId()),
                        1,
                        FactStatus.SENT,
                        total,
                        0,
                        true,
                        Instant.parse(at)));
    }

    private static Envelope<?> at(String time, Envelope<?> like) {
        return new Envelope<>(
                like.id(), like.source(), Instant.parse(time), null, null, like.data());
    }

    private void both(Envelope<?>... records) {
        Stream.of(copied.store(0), inserted.store(Integer.MAX_VALUE))
                .map(
                        store ->
                                new BookBatch(
                                        store,
                                        new DecidedTransfers(),
                                        Clock.fixed(Fixtures.NOW, ZoneOffset.UTC)))
                .forEach(books -> books.book(List.of(records)).block(PATIENCE));
    }

    private void assertSameRows() {
        for (String table : TABLES) {
            String rows =
                    "SELECT (to_jsonb(t) - 'answered_at')::text AS row FROM %s t ORDER BY row"
                            .formatted(table);
            assertThat(inserted.query(rows))
                    .as(table)
                    .isNotEmpty()
                    .containsExactlyElementsOf(copied.query(rows));
        }
    }
}
