package io.sluice.withdrawal.adapter.persistence;

import io.sluice.contracts.WithdrawalId;
import io.sluice.withdrawal.application.IdempotencyKey;
import io.sluice.withdrawal.application.Opening;
import io.sluice.withdrawal.domain.Refusal;
import io.sluice.withdrawal.domain.Withdrawal;

import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a user may ask for on a day, where the application limits it: counted in the same commit. */
final class DailyLimits {

    private static final String TAKE =
            """
            INSERT INTO daily_usage AS used (application_key, external_user_id, currency, day, total)
            SELECT :application_key, :user, :currency, :day, :amount WHERE :amount <= :most
            ON CONFLICT ON CONSTRAINT daily_usage_is_one_per_day DO UPDATE
              SET total = used.total + excluded.total
              WHERE used.total <= :most - excluded.total
            """;

    private static final String FORGET_KEY =
            """
            DELETE FROM idempotency_key i
            USING unnest(:application_key::text[], :idempotency_key::uuid[])
              AS k (application_key, idempotency_key)
            WHERE i.application_key = k.application_key AND i.idempotency_key = k.idempotency_key
            """;

    /**
     * @param firstTime those whose key was not known
     * @param refused of these, those over the limit
     */
    record Accepted(Set<WithdrawalId> firstTime, Map<WithdrawalId, Refusal> refused) {

        boolean isFresh(WithdrawalId id) {
            return firstTime.contains(id) && !refused.containsKey(id);
        }
    }

    private record Limited(IdempotencyKey key, Withdrawal withdrawal, long most) {}

    private final DatabaseClient database;

    DailyLimits(DatabaseClient database) {
        this.database = database;
    }

    /** One by one, since each counts for the next; the keys of the refused stay free. */
    Mono<Accepted> overLimit(
            List<Opening> batch, List<Opening.Ready> ready, Set<WithdrawalId> firstTime) {
        List<Limited> limited = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            Long most = batch.get(i).application().limits().dailyPerUser();
            Withdrawal withdrawal = ready.get(i).withdrawal();
            if (most != null && firstTime.contains(withdrawal.id())) {
                limited.add(new Limited(batch.get(i).key(), withdrawal, most));
            }
        }
        if (limited.isEmpty()) {
            return Mono.just(new Accepted(firstTime, Map.of()));
        }
        // In one order everywhere, so that two instances never wait for each other in a circle.
        limited.sort(
                Comparator.comparing((Limited each) -> each.withdrawal().applicationKey())
                        .thenComparing(each -> each.withdrawal().externalUserId())
                        .thenComparing(each -> each.withdrawal().currency().getCurrencyCode()));
        return Flux.fromIterable(limited)
                .concatMap(each -> take(each).map(taken -> Map.entry(each, taken)))
                .filter(each -> !each.getValue())
                .map(Map.Entry::getKey)
                .collectList()
                .flatMap(refused -> forget(refused).thenReturn(accepted(firstTime, refused)));
    }

    private static Accepted accepted(Set<WithdrawalId> firstTime, List<Limited> refused) {
        Map<WithdrawalId, Refusal> refusals = new HashMap<>();
        refused.forEach(
                each ->
                        refusals.put(
                                each.withdrawal().id(),
                                new Refusal(
                                        Refusal.Code.DAILY_LIMIT_EXCEEDED,
                                        "amount",
                                        "within the user's " + each.most() + " a day (UTC)")));
        return new Accepted(firstTime, refusals);
    }

    private Mono<Boolean> take(Limited each) {
        Withdrawal withdrawal = each.withdrawal();
        return database.sql(TAKE)
                .bind("application_key", withdrawal.applicationKey())
                .bind("user", withdrawal.externalUserId())
                .bind("currency", withdrawal.currency().getCurrencyCode())
                .bind("day", LocalDate.ofInstant(withdrawal.createdAt(), ZoneOffset.UTC))
                .bind("amount", withdrawal.amount())
                .bind("most", each.most())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    private Mono<Void> forget(List<Limited> refused) {
        if (refused.isEmpty()) {
            return Mono.empty();
        }
        return new Rows<>(FORGET_KEY, refused)
                .texts("application_key", each -> each.key().applicationKey())
                .uuids("idempotency_key", each -> each.key().value())
                .statement(database)
                .then();
    }
}
