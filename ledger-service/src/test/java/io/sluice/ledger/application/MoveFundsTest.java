package io.sluice.ledger.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.Money;
import io.sluice.contracts.WalletKey;
import io.sluice.ledger.Fixtures;
import io.sluice.ledger.domain.EntryKind;
import io.sluice.ledger.domain.Reference;
import io.sluice.ledger.domain.TransferId;
import io.sluice.ledger.domain.WalletTransfer;

import org.junit.jupiter.api.Test;

import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** How long a credit waits for its outcome, and what it says when none comes. */
class MoveFundsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final WalletKey wallet = Fixtures.wallet();
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicInteger sent = new AtomicInteger();

    private final WalletTransfer decided =
            new WalletTransfer(
                    new Reference("merchant", "ref"),
                    EntryKind.CREDIT,
                    wallet,
                    new Money(5, Fixtures.TRY),
                    new TransferId(UUID.randomUUID()),
                    5,
                    null,
                    Fixtures.NOW,
                    null);

    private Mono<WalletTransfer> move(LedgerCommands commands, WalletTransfers transfers) {
        return new MoveFunds(
                        commands,
                        transfers,
                        new DecidedTransfers(),
                        Clock.fixed(Fixtures.NOW, ZoneOffset.UTC))
                .move(EntryKind.CREDIT, wallet, new Money(5, Fixtures.TRY), "ref", "operator");
    }

    private Mono<Void> taken() {
        return Mono.fromRunnable(sent::incrementAndGet);
    }

    @Test
    void whatAnotherInstanceDecidesIsFoundInTheDatabase() {
        WalletTransfers afterTheTenthLook =
                _ ->
                        Mono.defer(
                                () ->
                                        looks.incrementAndGet() < 10
                                                ? Mono.empty()
                                                : Mono.just(decided));

        StepVerifier.withVirtualTime(() -> move(_ -> taken(), afterTheTenthLook))
                .thenAwait(Duration.ofSeconds(1))
                .expectNext(decided)
                .expectComplete()
                .verify(PATIENCE);
        assertThat(sent).hasValue(1);
    }

    @Test
    void whatIsDecidedAlreadyIsNotSentAgain() {
        StepVerifier.create(move(_ -> taken(), _ -> Mono.just(decided)))
                .expectNext(decided)
                .expectComplete()
                .verify(PATIENCE);
        assertThat(sent).hasValue(0);
    }

    @Test
    void afterTenSecondsItIsUndecided() {
        StepVerifier.withVirtualTime(() -> move(_ -> taken(), _ -> Mono.empty()))
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(9_999))
                .thenAwait(Duration.ofMillis(1))
                .expectError(MoveFunds.Undecided.class)
                .verify(PATIENCE);
    }

    @Test
    void aDatabaseThatGoesAwayWhileItWaitsIsLookedAtAgain() {
        WalletTransfers awayForAMoment =
                _ ->
                        Mono.defer(
                                () ->
                                        switch (looks.incrementAndGet()) {
                                            case 1 -> Mono.empty();
                                            case 2, 3 -> Mono.error(new IOException("away"));
                                            default -> Mono.just(decided);
                                        });

        StepVerifier.withVirtualTime(() -> move(_ -> taken(), awayForAMoment))
                .thenAwait(Duration.ofSeconds(1))
                .expectNext(decided)
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void aBrokerThatDoesNotTakeTheCommandLeavesItUndecided() {
        StepVerifier.create(move(_ -> Mono.error(new IOException("no broker")), _ -> Mono.empty()))
                .expectError(MoveFunds.Undecided.class)
                .verify(PATIENCE);
    }
}
