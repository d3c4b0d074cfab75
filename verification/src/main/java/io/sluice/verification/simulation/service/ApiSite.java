package io.sluice.verification.simulation.service;

import io.sluice.contracts.Topics;
import io.sluice.contracts.WithdrawalId;
import io.sluice.verification.simulation.database.Database;
import io.sluice.verification.simulation.database.OutboxRows;
import io.sluice.verification.simulation.database.ParkedRecords;
import io.sluice.verification.simulation.kafka.Group;
import io.sluice.verification.simulation.world.Host;
import io.sluice.withdrawal.application.IdempotencyKey;
import io.sluice.withdrawal.application.ManageWithdrawals;
import io.sluice.withdrawal.application.OpenOutcome;
import io.sluice.withdrawal.application.Reviews;
import io.sluice.withdrawal.domain.Application;
import io.sluice.withdrawal.domain.Operation;
import io.sluice.withdrawal.domain.WithdrawalRequest;

import reactor.core.publisher.Mono;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The API's withdrawals, which its instances share. A call that is answered with nothing got a 5xx,
 * which says nothing.
 */
public final class ApiSite {

    private final Site site;
    private final Group group;
    private final ApiTables tables;
    private final Map<Host, ApiInstance> instances = new HashMap<>();

    public ApiSite(Ground ground) {
        site = Site.on(ground);
        tables = ApiTables.in(site.database());
        group =
                new Group(
                        ground.world(), ground.broker(), "withdrawal-api", List.of(Topics.LEDGER));
    }

    public WithdrawalTable withdrawals() {
        return tables.withdrawals();
    }

    public OperationTable operations() {
        return tables.operations();
    }

    public ReviewTable reviews() {
        return tables.reviews();
    }

    public OutboxRows outbox() {
        return tables.outbox();
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
        ApiInstance instance = new ApiInstance(host, site, tables, group);
        instances.put(host, instance);
        return instance;
    }

    /** {@code POST /external/withdrawals} as it arrives. */
    public Mono<Optional<OpenOutcome>> open(
            Host host, Application application, IdempotencyKey key, WithdrawalRequest request) {
        return at(host, instance -> instance.open(application, key, request));
    }

    /**
     * An agent's signed request as it arrives.
     *
     * @param requestHash the same for the same bytes only
     */
    public Mono<Optional<ManageWithdrawals.Outcome>> manage(
            Host host,
            Application application,
            int number,
            Operation operation,
            String requestHash) {
        return at(host, instance -> instance.manage(application, number, operation, requestHash));
    }

    /** An operator's word as it arrives. */
    public Mono<Optional<Reviews.Ruling>> rule(
            Host host, WithdrawalId id, Word word, String operator) {
        return at(host, instance -> instance.rule(id, word, operator));
    }

    private <A> Mono<Optional<A>> at(Host host, Function<ApiInstance, Mono<A>> call) {
        ApiInstance instance = instances.get(host);
        return instance == null
                ? Mono.just(Optional.empty())
                : call.apply(instance).map(Optional::of).onErrorReturn(Optional.empty());
    }
}
