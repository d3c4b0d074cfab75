package io.sluice.ingest.adapter.persistence;

import io.r2dbc.spi.Readable;
import io.sluice.contracts.EventId;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.WithdrawalId;
import io.sluice.ingest.domain.Link;
import io.sluice.ingest.domain.ProviderReference;

import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The table {@code provider_reference}. Both sides lock its rows first, in the same order. A row is
 * never deleted, and no fact is kept about a reference without one.
 */
final class ReferenceRows {

    private static final String LOCK =
            """
            INSERT INTO provider_reference AS known (provider, reference, heard_at)
            SELECT wanted.provider, wanted.reference, now()
            FROM unnest($1::text[], $2::text[]) AS wanted (provider, reference)
            -- sorted, as every other writer does: two batches never wait for each other in a circle
            ORDER BY wanted.provider COLLATE "C", wanted.reference COLLATE "C"
            ON CONFLICT ON CONSTRAINT provider_reference_pk
            DO UPDATE SET heard_at = excluded.heard_at
            RETURNING known.provider, known.reference, known.withdrawal_id, known.payout_id,
                known.attempt, known.linked_by, known.traceparent, old.reference IS NULL AS made
            """;

    private static final String LINK =
            """
            INSERT INTO provider_reference AS known
                (provider, reference, withdrawal_id, payout_id, attempt, linked_by, traceparent, heard_at)
            SELECT said.provider, said.reference, said.withdrawal_id, said.payout_id, said.attempt,
                said.linked_by, said.traceparent, now()
            FROM unnest($1::text[], $2::text[], $3::uuid[], $4::uuid[], $5::int[], $6::uuid[], $7::text[])
                AS said (provider, reference, withdrawal_id, payout_id, attempt, linked_by, traceparent)
            -- sorted, as every other writer does: two batches never wait for each other in a circle
            ORDER BY said.provider COLLATE "C", said.reference COLLATE "C"
            ON CONFLICT ON CONSTRAINT provider_reference_pk
            -- the first link stays; every right-hand side sees the row as it was
            DO UPDATE SET
                withdrawal_id = coalesce(known.withdrawal_id, excluded.withdrawal_id),
                payout_id = coalesce(known.payout_id, excluded.payout_id),
                attempt = coalesce(known.attempt, excluded.attempt),
                linked_by = coalesce(known.linked_by, excluded.linked_by),
                traceparent = CASE WHEN known.payout_id IS NULL
                    THEN excluded.traceparent ELSE known.traceparent END,
                heard_at = excluded.heard_at
            RETURNING known.provider, known.reference, known.withdrawal_id, known.payout_id,
                known.attempt, known.linked_by, known.traceparent, old.reference IS NULL AS made
            """;

    private final DatabaseClient database;

    ReferenceRows(DatabaseClient database) {
        this.database = database;
    }

    /** Locks the rows, making those that are missing; the attempts that are known already. */
    Mono<Held> lock(SortedSet<ProviderReference> references) {
        return held(database.sql(LOCK).bind(0, providers(references)).bind(1, names(references)));
    }

    /** Locks and completes the rows; the attempts as they stand now. */
    Mono<Held> link(SortedMap<ProviderReference, Link> links) {
        Collection<Link> values = links.values();
        return held(
                database.sql(LINK)
                        .bind(0, providers(links.keySet()))
                        .bind(1, names(links.keySet()))
                        .bind(
                                2,
                                values.stream()
                                        .map(l -> l.withdrawalId().value())
                                        .toArray(UUID[]::new))
                        .bind(
                                3,
                                values.stream().map(l -> l.payoutId().value()).toArray(UUID[]::new))
                        .bind(4, values.stream().map(Link::attempt).toArray(Integer[]::new))
                        .bind(
                                5,
                                values.stream().map(l -> l.linkedBy().value()).toArray(UUID[]::new))
                        .bind(6, traces(values)));
    }

    static String[] providers(Collection<ProviderReference> references) {
        return references.stream().map(ProviderReference::provider).toArray(String[]::new);
    }

    static String[] names(Collection<ProviderReference> references) {
        return references.stream().map(ProviderReference::reference).toArray(String[]::new);
    }

    private static @Nullable String[] traces(Collection<Link> links) {
        return links.stream().map(Link::traceparent).toArray(String[]::new);
    }

    private static Mono<Held> held(DatabaseClient.GenericExecuteSpec statement) {
        return statement
                .map(
                        row ->
                                new Found(
                                        reference(row),
                                        link(row),
                                        required(row, "made", Boolean.class)))
                .all()
                .collectList()
                .map(ReferenceRows::held);
    }

    private static Held held(List<Found> rows) {
        Map<ProviderReference, Link> links = new HashMap<>();
        SortedSet<ProviderReference> earlier = new TreeSet<>();
        for (Found row : rows) {
            row.link().ifPresent(link -> links.put(row.reference(), link));
            if (!row.made()) {
                earlier.add(row.reference());
            }
        }
        return new Held(links, earlier);
    }

    private static ProviderReference reference(Readable row) {
        return new ProviderReference(
                required(row, "provider", String.class), required(row, "reference", String.class));
    }

    private static Optional<Link> link(Readable row) {
        UUID payout = row.get("payout_id", UUID.class);
        if (payout == null) {
            return Optional.empty();
        }
        return Optional.of(
                new Link(
                        new WithdrawalId(required(row, "withdrawal_id", UUID.class)),
                        new PayoutId(payout),
                        required(row, "attempt", Integer.class),
                        new EventId(required(row, "linked_by", UUID.class)),
                        row.get("traceparent", String.class)));
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }

    /**
     * References whose rows are locked.
     *
     * @param links the attempts that are known
     * @param earlier those that had a row before: of the others no fact is kept
     */
    record Held(Map<ProviderReference, Link> links, SortedSet<ProviderReference> earlier) {}

    private record Found(ProviderReference reference, Optional<Link> link, boolean made) {}
}
