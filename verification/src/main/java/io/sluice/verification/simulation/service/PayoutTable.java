package io.sluice.verification.simulation.service;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.PayoutId;
import io.sluice.gateway.application.Envelopes;
import io.sluice.gateway.application.Payouts;
import io.sluice.gateway.domain.Decision;
import io.sluice.gateway.domain.Payout;
import io.sluice.gateway.domain.PayoutState;
import io.sluice.gateway.domain.Plan;
import io.sluice.gateway.domain.ProviderName;
import io.sluice.gateway.domain.Signal;
import io.sluice.verification.simulation.database.Database;
import io.sluice.verification.simulation.database.OutboxRows;
import io.sluice.verification.simulation.world.Host;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** The gateway's payouts, as the contract of {@link Payouts} says that they are kept. */
public final class PayoutTable {

    private final Database database;
    private final OutboxRows outbox;
    private final InquiryTable inquiries;
    private final Map<PayoutId, Payout> payouts = new LinkedHashMap<>();

    PayoutTable(Database database, OutboxRows outbox, InquiryTable inquiries) {
        this.database = database;
        this.outbox = outbox;
        this.inquiries = inquiries;
    }

    public Collection<Payout> all() {
        return payouts.values();
    }

    public @Nullable Payout get(PayoutId id) {
        return payouts.get(id);
    }

    /** When the first payout of the provider is due. */
    Optional<Instant> firstDue(ProviderName provider) {
        return payouts.values().stream()
                .filter(payout -> payout.provider().equals(provider))
                .map(Payout::plan)
                .filter(Objects::nonNull)
                .map(Plan::dueAt)
                .min(Comparator.naturalOrder());
    }

    /** As one instance reaches them. */
    public Payouts seenFrom(Host host) {
        return new Seen(host);
    }

    private void write(List<Decision> decided, Instant now) {
        List<Envelope<?>> events = new ArrayList<>();
        for (Decision decision : decided) {
            if (decision.declined() == null) {
                payouts.put(decision.next().id(), decision.next());
                events.addAll(Envelopes.of(decision, now));
            }
        }
        outbox.append(events);
    }

    private final class Seen implements Payouts {

        private final Host host;

        Seen(Host host) {
            this.host = host;
        }

        @Override
        public Mono<List<Payout>> store(List<Decision> authorized) {
            return database.transaction(
                    host,
                    "storing payouts",
                    () -> {
                        Map<PayoutId, Decision> fresh = new LinkedHashMap<>();
                        for (Decision decision : authorized) {
                            if (!payouts.containsKey(decision.next().id())) {
                                fresh.putIfAbsent(decision.next().id(), decision);
                            }
                        }
                        write(List.copyOf(fresh.values()), host.clock().instant());
                        return fresh.values().stream().map(Decision::next).toList();
                    });
        }

        @Override
        public Mono<List<Payout>> claim(
                ProviderName provider,
                Due which,
                int limit,
                Instant now,
                Function<Payout, Decision> decide) {
            return database.transaction(
                    host,
                    "claiming",
                    () -> {
                        List<Decision> decided =
                                due(provider, which, now).limit(limit).map(decide).toList();
                        write(decided, host.clock().instant());
                        return decided.stream()
                                .filter(decision -> decision.declined() == null)
                                .map(Decision::next)
                                .toList();
                    });
        }

        private Stream<Payout> due(ProviderName provider, Due which, Instant now) {
            return payouts.values().stream()
                    .filter(payout -> payout.provider().equals(provider))
                    .filter(
                            payout ->
                                    switch (which) {
                                        case ALL -> true;
                                        case UNSENT -> payout.state() == PayoutState.AUTHORIZED;
                                        case SENT -> payout.state() != PayoutState.AUTHORIZED;
                                    })
                    .filter(payout -> payout.plan() != null)
                    .filter(payout -> !dueAt(payout).isAfter(now))
                    .sorted(Comparator.comparing(Seen::dueAt));
        }

        private static Instant dueAt(Payout payout) {
            return Objects.requireNonNull(payout.plan()).dueAt();
        }

        @Override
        public Mono<List<@Nullable Decision>> apply(
                List<Occurrence> occurrences, BiFunction<Payout, Signal, Decision> decide) {
            return database.certain(
                    host,
                    "applying what happened",
                    () -> {
                        Map<PayoutId, Payout> now = new LinkedHashMap<>(payouts);
                        List<@Nullable Decision> decisions = new ArrayList<>();
                        List<Decision> made = new ArrayList<>();
                        for (Occurrence occurrence : occurrences) {
                            Payout payout = now.get(occurrence.payout());
                            Decision decision =
                                    payout == null
                                            ? null
                                            : decide.apply(payout, occurrence.signal());
                            decisions.add(decision);
                            if (decision != null) {
                                now.put(occurrence.payout(), decision.next());
                                made.add(decision);
                            }
                        }
                        write(made, host.clock().instant());
                        inquiries.put(
                                Payouts.behind(occurrences, decisions), host.clock().instant());
                        return decisions;
                    });
        }

        @Override
        public Mono<Payout> find(PayoutId id) {
            return database.look(host, "finding a payout", () -> payouts.get(id));
        }

        @Override
        public Mono<List<Referenced>> referenced(
                ProviderName provider, Collection<String> references) {
            return Mono.error(
                    new UnsupportedOperationException("no provider lists what it missed"));
        }

        @Override
        public Mono<List<Payout>> list(@Nullable PayoutState state, int limit) {
            return database.look(
                    host,
                    "listing payouts",
                    () ->
                            payouts.values().stream()
                                    .filter(p -> state == null || p.state() == state)
                                    .sorted(
                                            Comparator.comparing((Payout p) -> p.id().value())
                                                    .reversed())
                                    .limit(limit)
                                    .toList());
        }
    }
}
