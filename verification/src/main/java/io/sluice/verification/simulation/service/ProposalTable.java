package io.sluice.verification.simulation.service;

import io.sluice.contracts.PayoutId;
import io.sluice.gateway.application.Proposals;
import io.sluice.gateway.domain.Proposal;
import io.sluice.verification.simulation.database.Database;
import io.sluice.verification.simulation.world.Host;

import reactor.core.publisher.Mono;

import java.util.HashMap;
import java.util.Map;

/** What one operator has proposed. */
final class ProposalTable {

    private record Key(PayoutId payout, int attempt) {}

    private final Database database;
    private final Map<Key, Proposal> standing = new HashMap<>();

    ProposalTable(Database database) {
        this.database = database;
    }

    Proposals seenFrom(Host host) {
        return new Proposals() {
            @Override
            public Mono<Proposal> stand(PayoutId payout, int attempt, Proposal proposal) {
                return database.transaction(
                        host,
                        "proposing",
                        () -> {
                            standing.putIfAbsent(new Key(payout, attempt), proposal);
                            return standing.get(new Key(payout, attempt));
                        });
            }

            @Override
            public Mono<Void> replace(PayoutId payout, int attempt, Proposal proposal) {
                return database.transaction(
                                host,
                                "proposing anew",
                                () -> standing.put(new Key(payout, attempt), proposal))
                        .then();
            }
        };
    }
}
