package io.sluice.verification.simulation.service;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.EventId;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.Processing;
import io.sluice.contracts.WithdrawalEvent;
import io.sluice.contracts.WithdrawalEvent.CancellationRequested;
import io.sluice.contracts.WithdrawalEvent.RemainderReleaseRequested;
import io.sluice.contracts.WithdrawalId;
import io.sluice.verification.simulation.world.Host;
import io.sluice.withdrawal.application.Opening;
import io.sluice.withdrawal.application.Reviews;
import io.sluice.withdrawal.application.WithdrawalBodies;
import io.sluice.withdrawal.domain.Application;
import io.sluice.withdrawal.domain.Management;
import io.sluice.withdrawal.domain.Withdrawal;
import io.sluice.withdrawal.domain.WithdrawalStatus;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What operators are to look at, as the contract of {@link Reviews} says that it is kept. */
public final class ReviewTable {

    private record Vote(WithdrawalId withdrawalId, String action) {}

    private final Map<WithdrawalId, Instant> waiting = new LinkedHashMap<>();
    private final Set<WithdrawalId> unapproved = new HashSet<>();
    private final Map<Vote, List<String>> votes = new HashMap<>();

    void open(Opening.Ready ready) {
        Instant lapsesAt = ready.reviewLapsesAt();
        if (lapsesAt != null) {
            waiting.put(ready.withdrawal().id(), lapsesAt);
            unapproved.add(ready.withdrawal().id());
        }
    }

    /** Whether nobody has decided it, and it has not lapsed. */
    public boolean isWaiting(WithdrawalId id) {
        return waiting.containsKey(id);
    }

    /** Whether it must be approved and was not, also where it has ended otherwise. */
    boolean isBarred(WithdrawalId id) {
        return unapproved.contains(id);
    }

    /** No review is undecided. */
    public boolean isOver() {
        return waiting.isEmpty();
    }

    /** When the first that is undecided lapses. */
    Optional<Instant> firstLapse() {
        return waiting.values().stream().min(Instant::compareTo);
    }

    /** As one instance reaches it. */
    Reviews seenFrom(Host host, ApiTables tables) {
        return new Seen(host, tables);
    }

    private final class Seen implements Reviews {

        private final Host host;
        private final ApiTables tables;

        Seen(Host host, ApiTables tables) {
            this.host = host;
            this.tables = tables;
        }

        @Override
        public Mono<List<Waiting>> waiting() {
            return Mono.error(new UnsupportedOperationException("nobody lists reviews here"));
        }

        @Override
        public Mono<Ruling> approve(WithdrawalId id, String operator, String reason) {
            return rule(
                    id,
                    withdrawal ->
                            isUndecided(withdrawal)
                                    ? vote(id, "approve", operator, _ -> approved(withdrawal))
                                    : Ruling.NOT_WAITING);
        }

        private Ruling approved(Withdrawal withdrawal) {
            if (withdrawal.processing() == Processing.AUTOMATIC) {
                boolean separate =
                        Applications.DIRECTORY
                                .byKey(withdrawal.applicationKey())
                                .map(Application::separateTraceId)
                                .orElse(false);
                PayoutId payoutId =
                        PayoutId.mint(
                                withdrawal.id().slot(),
                                host.clock().instant(),
                                host.world().dice());
                Management.Order order =
                        Management.whole(
                                withdrawal,
                                separate,
                                new Management.Minted(payoutId, tables.withdrawals().nextNumber()));
                ask(withdrawal.id(), order.event());
                tables.withdrawals().add(withdrawal.id(), order.payout());
            }
            waiting.remove(withdrawal.id());
            unapproved.remove(withdrawal.id());
            return Ruling.DONE;
        }

        @Override
        public Mono<Ruling> reject(WithdrawalId id, String operator, String reason) {
            return rule(
                    id,
                    withdrawal ->
                            isUndecided(withdrawal)
                                    ? end(id, "review_rejected")
                                    : Ruling.NOT_WAITING);
        }

        private Ruling end(WithdrawalId id, String reason) {
            ask(id, new CancellationRequested(id, reason));
            waiting.remove(id);
            return Ruling.DONE;
        }

        @Override
        public Mono<Ruling> release(WithdrawalId id, String operator, String reason) {
            return rule(
                    id,
                    withdrawal ->
                            withdrawal.standing().status().isOpen()
                                    ? vote(
                                            id,
                                            "release",
                                            operator,
                                            operators -> released(id, operators, reason))
                                    : Ruling.NOT_WAITING);
        }

        private Ruling released(WithdrawalId id, List<String> operators, String reason) {
            ask(id, new RemainderReleaseRequested(id, operators, reason));
            votes.remove(new Vote(id, "release"));
            return Ruling.DONE;
        }

        private boolean isUndecided(Withdrawal withdrawal) {
            return isWaiting(withdrawal.id())
                    && withdrawal.standing().status() == WithdrawalStatus.PENDING_REVIEW;
        }

        private Ruling vote(
                WithdrawalId id,
                String action,
                String operator,
                Function<List<String>, Ruling> second) {
            Vote vote = new Vote(id, action);
            List<String> operators = new ArrayList<>(votes.getOrDefault(vote, List.of()));
            if (operators.contains(operator)) {
                return Ruling.SAME_OPERATOR;
            }
            operators.add(operator);
            Ruling ruling = operators.size() == 1 ? Ruling.FIRST : second.apply(operators);
            if (ruling == Ruling.FIRST) {
                votes.put(vote, operators);
            }
            return ruling;
        }

        @Override
        public Mono<Integer> lapse() {
            return tables.database()
                    .look(
                            host,
                            "looking for reviews past their time",
                            () ->
                                    waiting.entrySet().stream()
                                            .filter(e -> !e.getValue().isAfter(databaseClock()))
                                            .map(Map.Entry::getKey)
                                            .toList())
                    .flatMapMany(Flux::fromIterable)
                    .concatMap(id -> rule(id, this::lapsed))
                    .filter(ruling -> ruling == Ruling.DONE)
                    .count()
                    .map(Long::intValue);
        }

        private Instant databaseClock() {
            return tables.database().world().now();
        }

        /** A withdrawal that ended meanwhile leaves nothing to lapse. */
        private Ruling lapsed(Withdrawal withdrawal) {
            if (isUndecided(withdrawal)) {
                return end(withdrawal.id(), "expired");
            }
            waiting.remove(withdrawal.id());
            return Ruling.NOT_WAITING;
        }

        private Mono<Ruling> rule(WithdrawalId id, Function<Withdrawal, Ruling> ruling) {
            return tables.database()
                    .transaction(
                            host,
                            "ruling",
                            () -> {
                                Withdrawal found = tables.withdrawals().get(id);
                                return found == null ? Ruling.NOT_FOUND : ruling.apply(found);
                            });
        }

        /** First of all that a transaction writes: it may fail. */
        private void ask(WithdrawalId id, WithdrawalEvent event) {
            Instant now = host.clock().instant();
            EventId eventId = EventId.derived(id + "/" + now, event.type());
            tables.operations().insert(eventId, id, false);
            tables.outbox()
                    .append(
                            List.of(
                                    new Envelope<>(
                                            eventId,
                                            WithdrawalBodies.SOURCE,
                                            now,
                                            null,
                                            null,
                                            event)));
        }

        @Override
        public Mono<List<AuditEntry>> audit(
                @Nullable String subject, @Nullable Long before, int most) {
            return Mono.error(new UnsupportedOperationException("nobody audits here"));
        }
    }
}
