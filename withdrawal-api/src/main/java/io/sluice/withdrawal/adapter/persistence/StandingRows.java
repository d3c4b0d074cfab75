package io.sluice.withdrawal.adapter.persistence;

import static io.sluice.withdrawal.adapter.persistence.WithdrawalRow.value;

import io.sluice.contracts.WithdrawalId;
import io.sluice.messaging.Writes;
import io.sluice.withdrawal.domain.Payout;
import io.sluice.withdrawal.domain.Withdrawal;

import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** How withdrawals stand: read under their locks and written back, all of a batch at once. */
final class StandingRows {

    // Locked in the order of their ids, so that two batches never wait for each other in a circle.
    private static final String LOCK =
            "SELECT "
                    + WithdrawalRow.COLUMNS
                    + """
                    FROM withdrawal WHERE withdrawal_id = ANY(:ids) ORDER BY withdrawal_id FOR UPDATE
                    """;

    // In a statement of its own: a wait for the lock does not refresh a statement's snapshot.
    private static final String PAYOUTS =
            """
            SELECT withdrawal_id, payout_id, tid, order_id, amount, status, sent, returned, gateway, attempt,
              reason_code
            FROM payout WHERE withdrawal_id = ANY(:ids) ORDER BY withdrawal_id, payout_id
            """;

    private static final String UPDATE =
            """
            UPDATE withdrawal w SET
              status = n.status, settled = n.settled, released = n.released, returned = n.returned,
              outstanding = n.outstanding, rejected_reason = n.rejected_reason,
              ledger_sequence = n.ledger_sequence, event_sequence = n.event_sequence,
              held_returns = string_to_array(n.held_returns, ',')::bigint[], updated_at = n.updated_at
            FROM unnest(
              :withdrawal_id::uuid[], :status::text[], :settled::bigint[], :released::bigint[],
              :returned::bigint[], :outstanding::bigint[], :rejected_reason::text[],
              :ledger_sequence::integer[], :event_sequence::integer[], :held_returns::text[],
              :updated_at::timestamptz[])
            AS n (withdrawal_id, status, settled, released, returned, outstanding, rejected_reason,
              ledger_sequence, event_sequence, held_returns, updated_at)
            WHERE w.withdrawal_id = n.withdrawal_id
            """;

    private static final String UPSERT_PAYOUTS =
            """
            INSERT INTO payout (withdrawal_id, payout_id, tid, order_id, amount, status, sent, returned,
              gateway, attempt, reason_code)
            SELECT * FROM unnest(
              :withdrawal_id::uuid[], :payout_id::uuid[], :tid::integer[], :order_id::text[],
              :amount::bigint[], :status::text[], :sent::bigint[], :returned::bigint[],
              :gateway::text[], :attempt::integer[], :reason_code::text[])
            ON CONFLICT ON CONSTRAINT payout_has_an_id DO UPDATE SET
              amount = excluded.amount, status = excluded.status, sent = excluded.sent,
              returned = excluded.returned, gateway = excluded.gateway, attempt = excluded.attempt,
              reason_code = excluded.reason_code
            """;

    private final DatabaseClient database;

    StandingRows(DatabaseClient database) {
        this.database = database;
    }

    Mono<Map<WithdrawalId, Withdrawal>> lock(Collection<WithdrawalId> ids) {
        UUID[] values = ids.stream().map(WithdrawalId::value).toArray(UUID[]::new);
        return database.sql(LOCK)
                .bind("ids", values)
                .map((row, _) -> WithdrawalRow.withdrawal(row))
                .all()
                .collectList()
                .flatMap(this::withPayouts)
                .map(
                        withdrawals -> {
                            Map<WithdrawalId, Withdrawal> byId = new LinkedHashMap<>();
                            withdrawals.forEach(each -> byId.put(each.id(), each));
                            return byId;
                        });
    }

    Mono<Map<WithdrawalId, Integer>> ledgerSequences(Collection<WithdrawalId> ids) {
        return database.sql(
                        """
                        SELECT withdrawal_id, ledger_sequence FROM withdrawal WHERE withdrawal_id = ANY(:ids)
                        """)
                .bind("ids", ids.stream().map(WithdrawalId::value).toArray(UUID[]::new))
                .map(
                        (row, _) ->
                                Map.entry(
                                        new WithdrawalId(value(row, "withdrawal_id", UUID.class)),
                                        value(row, "ledger_sequence", Integer.class)))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /** The same withdrawals, in their order, with their payouts. */
    Mono<List<Withdrawal>> withPayouts(List<Withdrawal> bare) {
        if (bare.isEmpty()) {
            return Mono.just(bare);
        }
        UUID[] ids = bare.stream().map(each -> each.id().value()).toArray(UUID[]::new);
        return database.sql(PAYOUTS)
                .bind("ids", ids)
                .map((row, _) -> WithdrawalRow.payout(row))
                .all()
                .collect(
                        Collectors.groupingBy(
                                WithdrawalRow.PartOf::withdrawal,
                                Collectors.mapping(
                                        WithdrawalRow.PartOf::payout, Collectors.toList())))
                .map(
                        parts ->
                                bare.stream()
                                        .map(
                                                each ->
                                                        each.standing(
                                                                each.standing()
                                                                        .withPayouts(
                                                                                parts.getOrDefault(
                                                                                        each.id(),
                                                                                        List
                                                                                                .of()))))
                                        .toList());
    }

    /** Writes what changed; a payout that is as it was is not written again. */
    static List<Writes.Part> update(
            Map<WithdrawalId, Withdrawal> before, List<Withdrawal> changed) {
        if (changed.isEmpty()) {
            return List.of();
        }
        Set<Payout> unchanged = new HashSet<>();
        before.values().forEach(each -> unchanged.addAll(each.standing().payouts()));
        List<WithdrawalRow.PartOf> parts =
                changed.stream()
                        .flatMap(
                                each ->
                                        each.standing().payouts().stream()
                                                .filter(payout -> !unchanged.contains(payout))
                                                .map(
                                                        payout ->
                                                                new WithdrawalRow.PartOf(
                                                                        each.id(), payout)))
                        .toList();
        List<Writes.Part> writes = new ArrayList<>(upsert(parts));
        writes.add(updateStandings(changed));
        return writes;
    }

    private static Writes.Part updateStandings(List<Withdrawal> changed) {
        return new Rows<>(UPDATE, changed)
                .uuids("withdrawal_id", w -> w.id().value())
                .texts("status", w -> w.standing().status().name())
                .longs("settled", w -> w.standing().totals().settled())
                .longs("released", w -> w.standing().totals().released())
                .longs("returned", w -> w.standing().totals().returned())
                .longs("outstanding", w -> w.standing().totals().outstanding())
                .texts("rejected_reason", w -> w.standing().rejectedReason())
                .integers("ledger_sequence", w -> w.standing().ledgerSequence())
                .integers("event_sequence", w -> w.standing().eventSequence())
                .texts(
                        "held_returns",
                        w ->
                                w.standing().heldReturns().stream()
                                        .map(String::valueOf)
                                        .collect(Collectors.joining(",")))
                .instants("updated_at", w -> w.standing().updatedAt())
                .part();
    }

    /** Nothing for no payouts. */
    static List<Writes.Part> upsert(List<WithdrawalRow.PartOf> parts) {
        return parts.isEmpty() ? List.of() : List.of(upsertPayouts(parts));
    }

    private static Writes.Part upsertPayouts(List<WithdrawalRow.PartOf> parts) {
        return new Rows<>(UPSERT_PAYOUTS, parts)
                .uuids("withdrawal_id", p -> p.withdrawal().value())
                .uuids("payout_id", p -> p.payout().id().value())
                .integers("tid", p -> p.payout().tid())
                .texts("order_id", p -> p.payout().orderId())
                .longs("amount", p -> p.payout().amount())
                .texts("status", p -> p.payout().status().name())
                .longs("sent", p -> p.payout().sent())
                .longs("returned", p -> p.payout().returned())
                .texts("gateway", p -> p.payout().gateway())
                .integers("attempt", p -> p.payout().attempt())
                .texts("reason_code", p -> p.payout().reasonCode())
                .part();
    }
}
