package io.sluice.verification.simulation.service;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.Topics;
import io.sluice.ledger.application.BookBatch;
import io.sluice.ledger.application.DecidedTransfers;
import io.sluice.ledger.application.ExpireReserves;
import io.sluice.ledger.application.InMemoryLedger;
import io.sluice.ledger.application.LedgerCommands;
import io.sluice.ledger.application.LedgerInputs;
import io.sluice.ledger.application.LedgerStore;
import io.sluice.ledger.application.PublishedOrder;
import io.sluice.ledger.domain.Withdrawal;
import io.sluice.ledger.domain.WithdrawalState;
import io.sluice.verification.simulation.database.Database;
import io.sluice.verification.simulation.database.ParkedRecords;
import io.sluice.verification.simulation.kafka.Group;
import io.sluice.verification.simulation.kafka.Member;
import io.sluice.verification.simulation.world.Host;
import io.sluice.verification.simulation.world.Menu;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The ledger's books, which its instances share. */
public final class LedgerSite {

    private static final int EXPIRY = 3;
    private static final Duration BETWEEN_ROUNDS = Duration.ofMinutes(5);

    private final Site site;
    private final Group group;
    private final InMemoryLedger books = new InMemoryLedger();

    public LedgerSite(Ground ground) {
        site = Site.on(ground);
        group =
                new Group(
                        ground.world(),
                        ground.broker(),
                        "ledger-service",
                        List.of(Topics.WITHDRAWALS, Topics.LEDGER_COMMANDS, Topics.PAYOUT_STATUS));
    }

    public InMemoryLedger books() {
        return books;
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
        return new Instance(host);
    }

    private LedgerStore store(Host host) {
        return (reach, decide) ->
                site.database()
                        .transaction(
                                host,
                                "booking",
                                () -> Objects.requireNonNull(books.commit(reach, decide).block()));
    }

    private void send(Host host, Envelope<?> envelope) {
        site.broker().send(host, Shared.CODEC.encode(envelope));
    }

    private Mono<List<ExpireReserves.Due>> due(Instant now, int limit) {
        return Mono.just(expiring().filter(due -> !due.at().isAfter(now)).limit(limit).toList());
    }

    /** Of the withdrawals that still take orders, the earliest first. */
    private Stream<ExpireReserves.Due> expiring() {
        return books.withdrawals().values().stream()
                .filter(LedgerSite::isOpen)
                .filter(withdrawal -> withdrawal.terms().expiresAt() != null)
                .map(
                        withdrawal ->
                                new ExpireReserves.Due(
                                        withdrawal.terms().id(),
                                        Objects.requireNonNull(withdrawal.terms().expiresAt())))
                .sorted(Comparator.comparing(ExpireReserves.Due::at));
    }

    private static boolean isOpen(Withdrawal withdrawal) {
        return withdrawal.state() == WithdrawalState.OPEN
                || withdrawal.state() == WithdrawalState.PROCESSING;
    }

    private final class Instance implements Host.Service {

        private final Host host;
        private final Member member;
        private final ExpireReserves expireReserves;
        private Instant nextRound = Instant.MIN;

        Instance(Host host) {
            this.host = host;
            BookBatch bookBatch =
                    new BookBatch(
                            site.seams().ledgerStore(store(host), each -> send(host, each)),
                            new DecidedTransfers(),
                            host.clock());
            PublishedOrder order =
                    new PublishedOrder(
                            ids ->
                                    site.database()
                                            .look(
                                                    host,
                                                    "reading what was said",
                                                    () -> books.of(ids))
                                            .flatMap(said -> said));
            member = site.consume(host, group, new LedgerInputs(bookBatch, order, Shared.CODEC));
            LedgerCommands commands =
                    envelopes ->
                            Mono.fromRunnable(() -> envelopes.forEach(each -> send(host, each)));
            expireReserves = new ExpireReserves(LedgerSite.this::due, commands, host.clock());
        }

        @Override
        public void offer(Menu menu) {
            member.offer(menu);
            expiring()
                    .findFirst()
                    .map(due -> due.at().isBefore(nextRound) ? nextRound : due.at())
                    .ifPresent(due -> host.offer(menu, due, EXPIRY, this::expire));
        }

        private void expire() {
            nextRound = host.clock().instant().plus(BETWEEN_ROUNDS);
            host.note("looks for reserves past their time");
            expireReserves.round().onErrorComplete().block();
        }

        @Override
        public void gone() {
            member.leave();
        }
    }
}
