package io.sluice.ledger.adapter.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.FactStatus;
import io.sluice.contracts.WithdrawalEvent.WithdrawalRequested;
import io.sluice.ledger.Fixtures;
import io.sluice.ledger.application.BookBatch;
import io.sluice.ledger.application.DecidedTransfers;
import io.sluice.ledger.domain.Decision;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A batch that waited for a partition's lock decides on what is there once it has it. */
@Timeout(120)
class LoadedUnderLockTest {

    private static final String WAITING =
            """
            SELECT pid FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'
            """;

    private final Postgres postgres = new Postgres();
    private final BookBatch bookBatch =
            new BookBatch(postgres.store(), new DecidedTransfers(), Clock.systemUTC());

    @AfterEach
    void close() {
        postgres.close();
    }

    @Test
    void whatWasAnsweredWhileItWaitedIsNotBookedAgain() throws Exception {
        WithdrawalRequested request = Fixtures.automatic(Fixtures.wallet(), 10);
        book(
                Fixtures.envelope(Fixtures.credit(request.wallet(), 10, "reference")),
                Fixtures.envelope(request));
        Envelope<?> sent = sent(request);

        try (Connection holder = postgres.connect();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("SELECT FROM ledger_partition FOR UPDATE");
            CompletableFuture<Decision> waiting = bookBatch.book(List.of(sent)).toFuture();
            await().until(() -> !postgres.query(WAITING).isEmpty());
            statement.execute(
                    """
                    INSERT INTO answered_record (withdrawal_id, event_id, outcomes, partition)
                    VALUES ('%s', '%s', '[]', 0)
                    """
                            .formatted(request.withdrawalId(), sent.id()));
            holder.commit();

            assertThat(waiting.get(30, TimeUnit.SECONDS).isEmpty()).isTrue();
        }
        assertThat(postgres.query("SELECT kind FROM transfer"))
                .containsExactlyInAnyOrder("credit", "reserve");
    }

    private static Envelope<?> sent(WithdrawalRequested request) {
        return Fixtures.envelope(
                Fixtures.fact(
                        request.withdrawalId(),
                        Objects.requireNonNull(request.payoutId()),
                        1,
                        FactStatus.SENT,
                        10,
                        0,
                        true,
                        Fixtures.NOW));
    }

    private void book(Envelope<?>... records) {
        bookBatch.book(List.of(records)).block();
    }
}
