package io.sluice.verification.simulation.service;

import io.sluice.contracts.WithdrawalId;
import io.sluice.messaging.GroupCommit;
import io.sluice.verification.simulation.database.Relay;
import io.sluice.verification.simulation.kafka.Group;
import io.sluice.verification.simulation.kafka.Member;
import io.sluice.verification.simulation.world.Host;
import io.sluice.verification.simulation.world.Menu;
import io.sluice.withdrawal.application.AgentTransactions;
import io.sluice.withdrawal.application.ChangeFeed;
import io.sluice.withdrawal.application.FollowLedger;
import io.sluice.withdrawal.application.IdempotencyKey;
import io.sluice.withdrawal.application.ManageWithdrawals;
import io.sluice.withdrawal.application.OpenOutcome;
import io.sluice.withdrawal.application.OpenWithdrawals;
import io.sluice.withdrawal.application.PublishEvents;
import io.sluice.withdrawal.application.Reviews;
import io.sluice.withdrawal.application.WithdrawalBodies;
import io.sluice.withdrawal.application.Withdrawals;
import io.sluice.withdrawal.domain.Application;
import io.sluice.withdrawal.domain.Operation;
import io.sluice.withdrawal.domain.WithdrawalRequest;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** One instance of the API. */
final class ApiInstance implements Host.Service {

    private static final WithdrawalBodies BODIES = new WithdrawalBodies(Shared.JSON, Shared.SEAL);
    private static final PublishEvents PUBLISH =
            new PublishEvents(BODIES, new AgentTransactions(Shared.JSON), Shared.JSON);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final Duration BETWEEN_POLLS = Duration.ofSeconds(1);
    private static final Duration BETWEEN_LAPSES = Duration.ofSeconds(30);
    private static final int POLL = 3;
    private static final int LAPSE = 3;

    private final Host host;
    private final ApiTables tables;
    private final Member member;
    private final Relay relay;
    private final OpenWithdrawals openWithdrawals;
    private final ManageWithdrawals manageWithdrawals;
    private final Reviews reviews;
    private final ChangeFeed changes;
    private Instant nextPoll = Instant.EPOCH;
    private Instant nextLapse = Instant.EPOCH;
    private int waiting;

    ApiInstance(Host host, Site site, ApiTables tables, Group group) {
        this.host = host;
        this.tables = tables;
        Withdrawals seen =
                site.seams().withdrawals(tables.withdrawals().seenFrom(host, this::committed));
        changes = new ChangeFeed(seen, new HostTimer(host));
        openWithdrawals =
                new OpenWithdrawals(
                        seen,
                        BODIES,
                        PUBLISH,
                        Shared.SEAL,
                        host.clock(),
                        host.world().dice(),
                        new GroupCommit.Bounds(16, 100, GroupCommit.Company.UNWANTED));
        manageWithdrawals =
                new ManageWithdrawals(
                        site.seams().operations(tables.operations().seenFrom(host, tables)),
                        seen,
                        changes,
                        host.clock(),
                        host.world().dice(),
                        LONGEST_WAIT);
        reviews = site.seams().reviews(tables.reviews().seenFrom(host, tables));
        member = site.consume(host, group, new FollowLedger(seen, Applications.DIRECTORY, PUBLISH));
        relay = site.relay(host, tables.outbox());
    }

    private void committed(Set<WithdrawalId> changed, Set<String> applicationKeys) {
        changes.committed(changed, applicationKeys);
    }

    Mono<OpenOutcome> open(Application application, IdempotencyKey key, WithdrawalRequest request) {
        return openWithdrawals.open(application, key, request, null);
    }

    Mono<ManageWithdrawals.Outcome> manage(
            Application application, int number, Operation operation, String requestHash) {
        return Mono.defer(
                () -> {
                    waiting++;
                    return manageWithdrawals
                            .manage(application, number, operation, requestHash, null)
                            .doFinally(_ -> waiting--);
                });
    }

    Mono<Reviews.Ruling> rule(WithdrawalId id, Word word, String operator) {
        String reason = "looked at it";
        return switch (word) {
            case APPROVE -> reviews.approve(id, operator, reason);
            case REJECT -> reviews.reject(id, operator, reason);
            case RELEASE -> reviews.release(id, operator, reason);
        };
    }

    @Override
    public void offer(Menu menu) {
        member.offer(menu);
        relay.offer(menu);
        if (waiting > 0) {
            host.offer(menu, nextPoll, POLL, this::poll);
        }
        tables.reviews()
                .firstLapse()
                .map(due -> due.isBefore(nextLapse) ? nextLapse : due)
                .ifPresent(due -> menu.from(due, LAPSE, this::lapse));
    }

    private void poll() {
        nextPoll = host.clock().instant().plus(BETWEEN_POLLS);
        changes.poll().onErrorComplete().subscribe();
    }

    /** By the database's clock, as it says what is due. */
    private void lapse() {
        nextLapse = host.world().now().plus(BETWEEN_LAPSES);
        host.note("looks for reviews past their time");
        reviews.lapse().onErrorComplete().subscribe();
    }

    @Override
    public void gone() {
        member.leave();
    }
}
