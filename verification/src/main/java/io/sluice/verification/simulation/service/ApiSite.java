package io.sluice.verification.simulation.service;

import io.sluice.contracts.Topics;
import io.sluice.verification.simulation.database.Database;
import io.sluice.verification.simulation.database.OutboxRows;
import io.sluice.verification.simulation.database.ParkedRecords;
import io.sluice.verification.simulation.database.Relay;
import io.sluice.verification.simulation.kafka.Group;
import io.sluice.verification.simulation.kafka.Member;
import io.sluice.verification.simulation.world.Host;
import io.sluice.verification.simulation.world.Menu;
import io.sluice.withdrawal.application.AgentTransactions;
import io.sluice.withdrawal.application.FollowLedger;
import io.sluice.withdrawal.application.IdempotencyKey;
import io.sluice.withdrawal.application.OpenOutcome;
import io.sluice.withdrawal.application.OpenWithdrawals;
import io.sluice.withdrawal.application.PublishEvents;
import io.sluice.withdrawal.application.WithdrawalBodies;
import io.sluice.withdrawal.application.Withdrawals;
import io.sluice.withdrawal.domain.Application;
import io.sluice.withdrawal.domain.WithdrawalRequest;

import reactor.core.publisher.Mono;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The API's withdrawals, which its instances share. */
public final class ApiSite {

    private static final WithdrawalBodies BODIES = new WithdrawalBodies(Shared.JSON, Shared.SEAL);
    private static final PublishEvents PUBLISH =
            new PublishEvents(BODIES, new AgentTransactions(Shared.JSON), Shared.JSON);

    private final Site site;
    private final Group group;
    private final OutboxRows outbox = new OutboxRows(Shared.CODEC);
    private final WithdrawalTable withdrawals;
    private final Map<Host, Instance> instances = new HashMap<>();

    public ApiSite(Ground ground) {
        site = Site.on(ground);
        withdrawals = new WithdrawalTable(site.database(), outbox);
        group =
                new Group(
                        ground.world(), ground.broker(), "withdrawal-api", List.of(Topics.LEDGER));
    }

    public WithdrawalTable withdrawals() {
        return withdrawals;
    }

    public OutboxRows outbox() {
        return outbox;
    }

    public Group group() {
        return group;
    }

    public Database database() {
        return site.database();
    }

    public ParkedRecords parked() {
        return site.parked();
    }

    /** One instance. */
    public Host.Service boot(Host host) {
        Instance instance = new Instance(host);
        instances.put(host, instance);
        return instance;
    }

    /** {@code POST /external/withdrawals} as it arrives; empty: a 5xx, which says nothing. */
    public Mono<Optional<OpenOutcome>> open(
            Host host, Application application, IdempotencyKey key, WithdrawalRequest request) {
        Instance instance = instances.get(host);
        return instance == null
                ? Mono.just(Optional.empty())
                : instance.openWithdrawals
                        .open(application, key, request, null)
                        .map(Optional::of)
                        .onErrorReturn(Optional.empty());
    }

    private final class Instance implements Host.Service {

        private final Member member;
        private final Relay relay;
        private final OpenWithdrawals openWithdrawals;

        Instance(Host host) {
            Withdrawals seen = site.seams().withdrawals(withdrawals.seenFrom(host));
            openWithdrawals =
                    new OpenWithdrawals(
                            seen,
                            BODIES,
                            PUBLISH,
                            Shared.SEAL,
                            host.clock(),
                            host.world().dice(),
                            16,
                            100);
            member =
                    site.consume(
                            host, group, new FollowLedger(seen, Applications.DIRECTORY, PUBLISH));
            relay = site.relay(host, outbox);
        }

        @Override
        public void offer(Menu menu) {
            member.offer(menu);
            relay.offer(menu);
        }

        @Override
        public void gone() {
            member.leave();
        }
    }
}
