package io.sluice.gateway.adapter.persistence;

import io.sluice.contracts.PayoutId;
import io.sluice.gateway.domain.Attempt;
import io.sluice.gateway.domain.Payout;
import io.sluice.gateway.domain.ProviderName;
import io.sluice.messaging.Writes;

import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Many payouts or attempts with one statement, or one part of it, each. */
final class PayoutWriter {

    private static final String STORE =
            """
            INSERT INTO payouts (payout_id, withdrawal_id, amount, currency, merchant_id, application_key,
                external_user_id, route, destination_key_id, destination_ciphertext, destination_country,
                authorized_at, caused_by, traceparent, state, provider, cascade_level, claim, step, due_at, tries)
            SELECT payout_id, withdrawal_id, amount, currency, merchant_id, application_key,
                external_user_id, string_to_array(route, ','), destination_key_id, destination_ciphertext,
                destination_country, authorized_at, caused_by, traceparent, state, provider, 0, 0, step, due_at, 0
            FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[],
                $8::text[], $9::text[], $10::text[], $11::text[], $12::timestamptz[], $13::text[], $14::text[],
                $15::text[], $16::text[], $17::text[], $18::timestamptz[])
                AS stored (payout_id, withdrawal_id, amount, currency, merchant_id, application_key,
                    external_user_id, route, destination_key_id, destination_ciphertext, destination_country,
                    authorized_at, caused_by, traceparent, state, provider, step, due_at)
            ON CONFLICT ON CONSTRAINT payouts_pk DO NOTHING
            RETURNING payout_id
            """;

    private static final String UPDATE =
            """
            UPDATE payouts
            SET state = changed.state, provider = changed.provider, cascade_level = changed.cascade_level,
                claim = changed.claim, step = changed.step, due_at = changed.due_at, tries = changed.tries,
                doubt_since = changed.doubt_since, doubt_reason = changed.doubt_reason
            FROM unnest($1::uuid[], $2::text[], $3::text[], $4::integer[], $5::integer[], $6::text[],
                $7::timestamptz[], $8::integer[], $9::timestamptz[], $10::text[])
                AS changed (payout_id, state, provider, cascade_level, claim, step, due_at, tries,
                    doubt_since, doubt_reason)
            WHERE payouts.payout_id = changed.payout_id
            """;

    private static final String ATTEMPTS =
            """
            INSERT INTO attempts (payout_id, attempt, provider, cascade_level, idempotency_key, sealed_request,
                state, reference, announced, arrived, first_sent_at, stamped_at, sends, outcome, reason_code,
                sent_total, returned_total, fee, is_final)
            SELECT * FROM unnest($1::uuid[], $2::integer[], $3::text[], $4::integer[], $5::text[], $6::text[],
                $7::text[], $8::text[], $9::boolean[], $10::boolean[], $11::timestamptz[], $12::timestamptz[],
                $13::integer[], $14::text[], $15::text[], $16::bigint[], $17::bigint[], $18::bigint[], $19::boolean[])
            ON CONFLICT ON CONSTRAINT attempts_pk DO UPDATE
            SET provider = excluded.provider, cascade_level = excluded.cascade_level,
                idempotency_key = excluded.idempotency_key,
                sealed_request = excluded.sealed_request, state = excluded.state, reference = excluded.reference,
                announced = excluded.announced, arrived = excluded.arrived, stamped_at = excluded.stamped_at,
                sends = excluded.sends, outcome = excluded.outcome, reason_code = excluded.reason_code,
                sent_total = excluded.sent_total, returned_total = excluded.returned_total, fee = excluded.fee,
                is_final = excluded.is_final
            """;

    /** An attempt with the payout that it belongs to. */
    record Owned(PayoutId payout, Attempt attempt) {}

    private final DatabaseClient database;

    PayoutWriter(DatabaseClient database) {
        this.database = database;
    }

    /** Answers the ids of those that were not there. */
    Mono<Set<PayoutId>> store(List<Payout> payouts) {
        return database.sql(STORE)
                .bindValues(
                        new Columns<>(payouts)
                                .column(new UUID[0], p -> p.id().value())
                                .column(new UUID[0], p -> p.order().withdrawalId().value())
                                .longs(p -> p.order().amount())
                                .texts(p -> p.order().currency().getCurrencyCode())
                                .texts(p -> p.order().merchantId())
                                .texts(p -> p.order().applicationKey())
                                .texts(p -> p.order().externalUserId())
                                .texts(PayoutWriter::route)
                                .texts(p -> p.order().destination().keyId())
                                .texts(p -> p.order().destination().ciphertext())
                                .texts(p -> p.order().destination().country())
                                .column(new Instant[0], p -> p.order().authorizedAt())
                                .texts(p -> p.order().causedBy())
                                .texts(p -> p.order().traceparent())
                                .texts(p -> p.state().name())
                                .texts(p -> p.provider().value())
                                .texts(PayoutRows::step)
                                .column(new Instant[0], PayoutRows::dueAt)
                                .values())
                .map(PayoutRows::payoutOf)
                .all()
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String route(Payout payout) {
        return payout.order().route().stream()
                .map(ProviderName::value)
                .collect(Collectors.joining(","));
    }

    /** What differs after, of payouts that are locked; none where nothing does. */
    static List<Writes.Part> changes(Map<PayoutId, Payout> before, Collection<Payout> after) {
        List<Owned> attempts =
                after.stream()
                        .flatMap(payout -> changed(before.get(payout.id()), payout).stream())
                        .toList();
        List<Writes.Part> parts = new ArrayList<>();
        if (!after.isEmpty()) {
            parts.add(update(List.copyOf(after)));
        }
        if (!attempts.isEmpty()) {
            parts.add(write(attempts));
        }
        return parts;
    }

    private static List<Owned> changed(@Nullable Payout before, Payout after) {
        List<Attempt> known = before == null ? List.of() : before.attempts();
        return after.attempts().stream()
                .filter(attempt -> !known.contains(attempt))
                .map(attempt -> new Owned(after.id(), attempt))
                .toList();
    }

    private static Writes.Part update(List<Payout> payouts) {
        return new Writes.Part(
                UPDATE,
                new Columns<>(payouts)
                        .column(new UUID[0], p -> p.id().value())
                        .texts(p -> p.state().name())
                        .texts(p -> p.provider().value())
                        .integers(Payout::cascadeLevel)
                        .integers(Payout::claim)
                        .texts(PayoutRows::step)
                        .column(new Instant[0], PayoutRows::dueAt)
                        .integers(Payout::tries)
                        .column(new Instant[0], Payout::doubtSince)
                        .texts(Payout::doubtReason)
                        .values());
    }

    private static Writes.Part write(List<Owned> attempts) {
        return new Writes.Part(
                ATTEMPTS,
                new Columns<>(attempts)
                        .column(new UUID[0], o -> o.payout().value())
                        .integers(o -> o.attempt().number())
                        .texts(o -> o.attempt().provider().value())
                        .integers(o -> o.attempt().cascadeLevel())
                        .texts(o -> o.attempt().key())
                        .texts(o -> o.attempt().sealedRequest())
                        .texts(o -> o.attempt().state().name())
                        .texts(o -> o.attempt().reference())
                        .column(new Boolean[0], o -> o.attempt().announced())
                        .column(new Boolean[0], o -> o.attempt().arrived())
                        .column(new Instant[0], o -> o.attempt().firstSentAt())
                        .column(new Instant[0], o -> o.attempt().stampedAt())
                        .integers(o -> o.attempt().sends())
                        .texts(o -> o.attempt().outcome())
                        .texts(o -> o.attempt().reasonCode())
                        .longs(o -> o.attempt().paid().sentTotal())
                        .longs(o -> o.attempt().paid().returnedTotal())
                        .longs(o -> o.attempt().paid().fee())
                        .column(new Boolean[0], o -> o.attempt().paid().isFinal())
                        .values());
    }
}
