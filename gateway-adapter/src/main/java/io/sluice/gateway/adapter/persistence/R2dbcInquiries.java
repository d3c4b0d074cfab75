package io.sluice.gateway.adapter.persistence;

import io.r2dbc.spi.Readable;
import io.sluice.contracts.PayoutId;
import io.sluice.gateway.application.Inquiries;
import io.sluice.gateway.domain.ProviderName;
import io.sluice.messaging.Writes;

import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

final class R2dbcInquiries implements Inquiries {

    /** One row for each attempt, in the order of the keys, so that two batches do not cross. */
    private static final String ADD =
            """
            INSERT INTO inquiries (payout_id, attempt, provider, heard, tries, due_at)
            SELECT DISTINCT ON (payout_id, attempt) payout_id, attempt, provider, 1, 0, $4
            FROM unnest($1::uuid[], $2::integer[], $3::text[]) AS wanted (payout_id, attempt, provider)
            ORDER BY payout_id, attempt
            ON CONFLICT ON CONSTRAINT inquiries_pk DO UPDATE
            SET heard = inquiries.heard + 1, due_at = least(inquiries.due_at, excluded.due_at)
            """;

    private static final String CLAIM =
            """
            UPDATE inquiries
            SET due_at = $4
            WHERE (payout_id, attempt) IN (
                SELECT payout_id, attempt
                FROM inquiries
                WHERE provider = $1 AND due_at <= $2
                ORDER BY due_at
                LIMIT $3
                FOR UPDATE SKIP LOCKED
            )
            RETURNING payout_id, attempt, provider, heard, tries
            """;

    private static final String ANSWERED =
            "DELETE FROM inquiries WHERE payout_id = $1 AND attempt = $2 AND heard = $3";

    private static final String POSTPONE =
            """
            UPDATE inquiries
            SET tries = tries + 1, due_at = $4
            WHERE payout_id = $1 AND attempt = $2 AND heard = $3
            """;

    private final DatabaseClient database;

    R2dbcInquiries(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<Void> add(List<Inquiry> wanted, Instant now) {
        return adding(wanted, now).statement(database).then();
    }

    /** What {@link #add} writes. */
    static Writes.Part adding(List<Inquiry> wanted, Instant now) {
        List<Object> values =
                new ArrayList<>(
                        new Columns<>(wanted)
                                .column(new UUID[0], inquiry -> inquiry.payout().value())
                                .integers(Inquiry::attempt)
                                .texts(inquiry -> inquiry.provider().value())
                                .values());
        values.add(now);
        return new Writes.Part(ADD, values);
    }

    @Override
    public Mono<List<Inquiry>> claim(
            ProviderName provider, int limit, Instant now, Instant leaseEnd) {
        return database.sql(CLAIM)
                .bind(0, provider.value())
                .bind(1, now)
                .bind(2, limit)
                .bind(3, leaseEnd)
                .map(R2dbcInquiries::inquiry)
                .all()
                .collectList();
    }

    @Override
    public Mono<Void> answered(Inquiry inquiry) {
        return of(ANSWERED, inquiry).then();
    }

    @Override
    public Mono<Void> postpone(Inquiry inquiry, Instant until) {
        return of(POSTPONE, inquiry).bind(3, until).then();
    }

    private DatabaseClient.GenericExecuteSpec of(String sql, Inquiry inquiry) {
        return database.sql(sql)
                .bind(0, inquiry.payout().value())
                .bind(1, inquiry.attempt())
                .bind(2, inquiry.heard());
    }

    private static Inquiry inquiry(Readable row) {
        return new Inquiry(
                new PayoutId(Objects.requireNonNull(row.get("payout_id", UUID.class))),
                Objects.requireNonNull(row.get("attempt", Integer.class)),
                new ProviderName(Objects.requireNonNull(row.get("provider", String.class))),
                Objects.requireNonNull(row.get("heard", Integer.class)),
                Objects.requireNonNull(row.get("tries", Integer.class)));
    }
}
