package io.sluice.ledger.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.BalanceModel;
import io.sluice.contracts.Envelope;
import io.sluice.contracts.LedgerEvent.FundsReleased;
import io.sluice.contracts.Processing;
import io.sluice.contracts.Start;
import io.sluice.contracts.WalletKey;
import io.sluice.contracts.WithdrawalEvent.WithdrawalRequested;
import io.sluice.ledger.Fixtures;
import io.sluice.ledger.application.ExpireReserves.Due;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What the timer says of reserves past their time, and what the books make of it. */
class ExpireReservesTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Instant EXPIRY = Fixtures.NOW.plus(Duration.ofHours(1));

    private final InMemoryLedger ledger = new InMemoryLedger();
    private final List<Envelope<?>> commands = new ArrayList<>();
    private final WalletKey wallet = Fixtures.wallet();

    private final WithdrawalRequested request =
            Fixtures.request(
                    wallet,
                    600,
                    BalanceModel.PRE_RESERVE,
                    Processing.MANAGED,
                    Start.ORDERED,
                    EXPIRY);

    @BeforeEach
    void aReserveThatExpires() {
        book(
                Fixtures.NOW,
                List.of(
                        Fixtures.envelope(Fixtures.credit(wallet, 1000, "opening")),
                        Fixtures.envelope(request)));
    }

    @Test
    void whatIsSaidTwiceInAMinuteIsOneEvent() {
        round(EXPIRY);
        round(EXPIRY.plusSeconds(1));

        assertThat(commands.get(0).id()).isEqualTo(commands.get(1).id());
    }

    @Test
    void aReserveWhoseExpiryCameTooEarlyForTheBooksExpiresWithTheNext() {
        round(EXPIRY);
        assertThat(book(EXPIRY.minusSeconds(20), commands)).isEmpty();

        commands.clear();
        round(EXPIRY.plusSeconds(60));

        assertThat(book(EXPIRY.plusSeconds(40), commands)).containsExactly("expired");
    }

    private void round(Instant now) {
        new ExpireReserves(
                        (_, _) -> Mono.just(List.of(new Due(request.withdrawalId(), EXPIRY))),
                        said -> Mono.fromRunnable(() -> commands.addAll(said)),
                        Clock.fixed(now, ZoneOffset.UTC))
                .round()
                .block(SOON);
    }

    /** The reasons for which something was released. */
    private List<String> book(Instant now, List<Envelope<?>> records) {
        return Objects.requireNonNull(
                        new BookBatch(
                                        ledger,
                                        new DecidedTransfers(),
                                        Clock.fixed(now, ZoneOffset.UTC))
                                .book(records)
                                .block(SOON))
                .outcomes()
                .stream()
                .map(Envelope::data)
                .filter(FundsReleased.class::isInstance)
                .map(released -> ((FundsReleased) released).reasonCode())
                .toList();
    }
}
