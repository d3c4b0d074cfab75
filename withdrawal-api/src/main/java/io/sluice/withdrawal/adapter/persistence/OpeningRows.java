package io.sluice.withdrawal.adapter.persistence;

import static io.sluice.withdrawal.adapter.persistence.WithdrawalRow.value;

import io.sluice.contracts.WithdrawalId;
import io.sluice.messaging.Writes;
import io.sluice.withdrawal.application.IdempotencyKey;
import io.sluice.withdrawal.application.Opening;
import io.sluice.withdrawal.application.StoredAnswer;
import io.sluice.withdrawal.application.Withdrawals.Written;
import io.sluice.withdrawal.domain.Withdrawal;

import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/** New withdrawals and their idempotency keys, within the caller's transaction. */
final class OpeningRows {

    private static final String DRAW_NUMBERS =
            """
            SELECT nextval('reference_number') AS reference, nextval('praxis_number')::integer AS request,
              nextval('praxis_number')::integer AS trace
            FROM generate_series(1, :count)
            """;

    // In the order of the keys, so that two instances never wait for each other in a circle.
    private static final String INSERT_KEYS =
            """
            INSERT INTO idempotency_key
              (application_key, idempotency_key, request_hash, withdrawal_id, response_status, response_body)
            SELECT application_key, idempotency_key, decode(request_hash, 'hex'), withdrawal_id,
              response_status, response_body
            FROM unnest(
              :application_key::text[], :idempotency_key::uuid[], :request_hash::text[],
              :withdrawal_id::uuid[], :response_status::integer[], :response_body::text[])
            AS k (application_key, idempotency_key, request_hash, withdrawal_id, response_status, response_body)
            ORDER BY application_key, idempotency_key
            ON CONFLICT ON CONSTRAINT idempotency_key_is_used_once DO NOTHING
            RETURNING withdrawal_id
            """;

    private static final String KNOWN_KEYS =
            """
            SELECT application_key, idempotency_key, withdrawal_id, response_status, response_body,
              encode(request_hash, 'hex') AS hash
            FROM idempotency_key
            JOIN unnest(:application_key::text[], :idempotency_key::uuid[])
              AS k (application_key, idempotency_key) USING (application_key, idempotency_key)
            """;

    private static final String INSERT_WITHDRAWALS =
            """
            INSERT INTO withdrawal (withdrawal_id, number, reference_no, merchant_id, application_key,
              external_user_id, amount, currency, balance_model, processing, route, masked_iban,
              destination_key_id, destination_ciphertext, destination_country, created_at, expires_at,
              status, outstanding, updated_at)
            SELECT withdrawal_id, number, reference_no, merchant_id, application_key, external_user_id,
              amount, currency, balance_model, processing, string_to_array(route, ','), masked_iban,
              destination_key_id, destination_ciphertext, destination_country, created_at, expires_at,
              status, amount, created_at
            FROM unnest(
              :withdrawal_id::uuid[], :number::integer[], :reference_no::text[], :merchant_id::text[],
              :application_key::text[], :external_user_id::text[], :amount::bigint[], :currency::text[],
              :balance_model::text[], :processing::text[], :route::text[], :masked_iban::text[],
              :destination_key_id::text[], :destination_ciphertext::text[], :destination_country::text[],
              :created_at::timestamptz[], :expires_at::timestamptz[], :status::text[])
            AS w (withdrawal_id, number, reference_no, merchant_id, application_key, external_user_id, amount,
              currency, balance_model, processing, route, masked_iban, destination_key_id,
              destination_ciphertext, destination_country, created_at, expires_at, status)
            """;

    private final DatabaseClient database;

    OpeningRows(DatabaseClient database) {
        this.database = database;
    }

    Mono<List<Opening.Numbers>> draw(int count) {
        return database.sql(DRAW_NUMBERS)
                .bind("count", count)
                .map(
                        (row, _) ->
                                new Opening.Numbers(
                                        value(row, "reference", Long.class),
                                        value(row, "request", Integer.class),
                                        value(row, "trace", Integer.class)))
                .all()
                .collectList();
    }

    /** The ids of those whose key is fresh. */
    Mono<Set<WithdrawalId>> insertKeys(List<Opening> openings, List<Opening.Ready> ready) {
        record Keyed(Opening opening, StoredAnswer answer) {}
        List<Keyed> keyed =
                IntStream.range(0, openings.size())
                        .mapToObj(i -> new Keyed(openings.get(i), ready.get(i).answer()))
                        .toList();
        return new Rows<>(INSERT_KEYS, keyed)
                .texts("application_key", k -> k.opening().key().applicationKey())
                .uuids("idempotency_key", k -> k.opening().key().value())
                .texts("request_hash", k -> k.opening().requestHash())
                .uuids("withdrawal_id", k -> k.answer().withdrawalId().value())
                .integers("response_status", k -> k.answer().status())
                .texts("response_body", k -> k.answer().body())
                .statement(database)
                .map((row, _) -> new WithdrawalId(value(row, "withdrawal_id", UUID.class)))
                .all()
                .collect(HashSet::new, Set::add);
    }

    Mono<Map<IdempotencyKey, Written.Known>> known(Collection<IdempotencyKey> keys) {
        if (keys.isEmpty()) {
            return Mono.just(Map.of());
        }
        return new Rows<>(KNOWN_KEYS, List.copyOf(keys))
                .texts("application_key", IdempotencyKey::applicationKey)
                .uuids("idempotency_key", IdempotencyKey::value)
                .statement(database)
                .map(
                        (row, _) ->
                                Map.entry(
                                        new IdempotencyKey(
                                                value(row, "application_key", String.class),
                                                value(row, "idempotency_key", UUID.class)),
                                        new Written.Known(
                                                new StoredAnswer(
                                                        new WithdrawalId(
                                                                value(
                                                                        row,
                                                                        "withdrawal_id",
                                                                        UUID.class)),
                                                        value(
                                                                row,
                                                                "response_status",
                                                                Integer.class),
                                                        value(row, "response_body", String.class)),
                                                value(row, "hash", String.class))))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    static Writes.Part insert(List<Withdrawal> withdrawals) {
        return new Rows<>(INSERT_WITHDRAWALS, withdrawals)
                .uuids("withdrawal_id", w -> w.id().value())
                .integers("number", Withdrawal::number)
                .texts("reference_no", w -> w.referenceNo().text())
                .texts("merchant_id", Withdrawal::merchantId)
                .texts("application_key", Withdrawal::applicationKey)
                .texts("external_user_id", Withdrawal::externalUserId)
                .longs("amount", Withdrawal::amount)
                .texts("currency", w -> w.currency().getCurrencyCode())
                .texts("balance_model", w -> w.model().name())
                .texts("processing", w -> w.processing().name())
                .texts("route", w -> String.join(",", w.route()))
                .texts("masked_iban", Withdrawal::maskedIban)
                .texts("destination_key_id", w -> w.destination().keyId())
                .texts("destination_ciphertext", w -> w.destination().ciphertext())
                .texts("destination_country", w -> w.destination().country())
                .instants("created_at", Withdrawal::createdAt)
                .instants("expires_at", Withdrawal::expiresAt)
                .texts("status", w -> w.standing().status().name())
                .part();
    }
}
