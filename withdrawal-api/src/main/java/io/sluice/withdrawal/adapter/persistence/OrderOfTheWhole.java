package io.sluice.withdrawal.adapter.persistence;

import static io.sluice.withdrawal.adapter.persistence.WithdrawalRow.value;

import io.sluice.contracts.PayoutId;
import io.sluice.contracts.Processing;
import io.sluice.withdrawal.application.Directory;
import io.sluice.withdrawal.domain.Application;
import io.sluice.withdrawal.domain.Management;
import io.sluice.withdrawal.domain.Withdrawal;

import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.util.random.RandomGenerator;

/** What an approved withdrawal of automatic processing orders: all of it. */
final class OrderOfTheWhole {

    private final DatabaseClient database;
    private final Directory directory;
    private final Clock clock;
    private final RandomGenerator random;

    OrderOfTheWhole(
            DatabaseClient database, Directory directory, Clock clock, RandomGenerator random) {
        this.database = database;
        this.directory = directory;
        this.clock = clock;
        this.random = random;
    }

    /** Empty in managed processing: there the partner's agent orders. */
    Mono<Management.Order> of(Withdrawal withdrawal) {
        if (withdrawal.processing() == Processing.MANAGED) {
            return Mono.empty();
        }
        return database.sql("SELECT nextval('praxis_number')::integer AS trace")
                .map((row, _) -> value(row, "trace", Integer.class))
                .one()
                .map(trace -> order(withdrawal, trace));
    }

    private Management.Order order(Withdrawal withdrawal, int trace) {
        boolean separate =
                directory
                        .byKey(withdrawal.applicationKey())
                        .map(Application::separateTraceId)
                        .orElse(false);
        PayoutId payoutId = PayoutId.mint(withdrawal.id().slot(), clock.instant(), random);
        return Management.whole(withdrawal, separate, new Management.Minted(payoutId, trace));
    }
}
