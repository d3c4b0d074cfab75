package io.sluice.gateway.adapter.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.EncryptedDestination;
import io.sluice.contracts.Money;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.Slot;
import io.sluice.contracts.WithdrawalId;
import io.sluice.gateway.SandboxProcess;
import io.sluice.gateway.application.Gateway;
import io.sluice.gateway.application.Outcome;
import io.sluice.gateway.domain.Attempt;
import io.sluice.gateway.domain.AttemptState;
import io.sluice.gateway.domain.Finding;
import io.sluice.gateway.domain.PayoutOrder;
import io.sluice.gateway.domain.Refusal;
import io.sluice.gateway.domain.Terms;
import io.sluice.messaging.Destination;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import reactor.core.publisher.Mono;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * What the rest of the service relies on in every provider, tried against the sandbox, whose
 * outcomes go by the amount's last two digits.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ProviderContract {

    private static final Destination AYSE =
            new Destination("TR320010009999901234567890", "Ayşe Yılmaz", null);
    private static final RandomGenerator RANDOM = new SplittableRandom(System.nanoTime());

    private final SandboxProcess sandbox = SandboxProcess.shared();
    private @Nullable Gateway atSandbox;

    /** The provider under test, at the sandbox. */
    protected abstract Gateway gateway(String sandboxUrl);

    /** Time-outs that a test waits for. */
    protected static ProviderSettings settings() {
        return new ProviderSettings(
                32,
                0,
                Duration.ofSeconds(1),
                Duration.ofMillis(3000),
                Duration.ofMillis(3500),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                Set.of(),
                Set.of(),
                1,
                Long.MAX_VALUE);
    }

    @BeforeAll
    void connect() {
        atSandbox = gateway(sandbox.url());
    }

    protected final Gateway gateway() {
        return Objects.requireNonNull(atSandbox);
    }

    /** A payout at hand, with its only attempt. */
    protected record Case(PayoutOrder order, Attempt attempt, String text) {

        public byte[] request() {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        Case knowing(@Nullable String reference) {
            return new Case(order, withReference(attempt, reference), text);
        }
    }

    @Test
    void theFirstSendIsAcceptedAndPaidOnce() {
        Case payout = payout(100_000);

        assertThat(submit(payout)).isInstanceOf(Outcome.Accepted.class);

        paid(payout, 100_000);
    }

    @Test
    void theSameKeyAgainNeverPaysASecondTime() {
        Case payout = payout(100_100);
        String reference = reference(submit(payout));

        Outcome.OfSubmit again = submit(payout);

        if (again instanceof Outcome.Accepted accepted) {
            assertThat(accepted.reference()).isEqualTo(reference);
        } else {
            assertThat(again)
                    .isInstanceOfSatisfying(
                            Outcome.Unclear.class,
                            unclear -> assertThat(unclear.arrived()).isTrue());
        }
        paid(payout, 100_100);
    }

    @Test
    void aTimeOutIsUnclearAndEndsInWhatWasReallyPaid() {
        Case payout = payout(100_010);

        Outcome.OfSubmit first = submit(payout);

        assertThat(first).isInstanceOf(Outcome.Unclear.class);
        assertThat(resolved(payout, first)).isEqualTo(Finding.Effect.PAID);
        paid(payout, 100_010);
    }

    @Test
    void aServerErrorIsUnclearAndEndsInWhatWasReallyPaid() {
        Case payout = payout(100_012);

        Outcome.OfSubmit first = submit(payout);

        assertThat(first).isInstanceOf(Outcome.Unclear.class);
        assertThat(resolved(payout, first)).isEqualTo(Finding.Effect.PAID);
        paid(payout, 100_012);
    }

    @Test
    void aResetAndAMalformedAnswerAreUnclear() {
        assertThat(submit(payout(100_014))).isInstanceOf(Outcome.Unclear.class);
        assertThat(submit(payout(100_015))).isInstanceOf(Outcome.Unclear.class);
    }

    @Test
    void aSlowProviderIsUnclearAndEndsInWhatWasReallyPaid() {
        Case payout = payout(100_031);

        Outcome.OfSubmit first = submit(payout);

        assertThat(first).isInstanceOf(Outcome.Unclear.class);
        assertThat(resolved(payout, first)).isEqualTo(Finding.Effect.PAID);
        paid(payout, 100_031);
    }

    @Test
    void aDeclineIsADefiniteRefusalWithItsReason() {
        assertThat(submit(payout(100_007)))
                .isEqualTo(new Outcome.Refused(new Refusal("AC01", Refusal.Scope.DESTINATION)));
        // The sandbox lets the next gateway pay what another has just refused.
        long ours = 100 * gateway().name().value().length();
        assertThat(submit(payout(100_006 + ours)))
                .isEqualTo(new Outcome.Refused(new Refusal("AM04", Refusal.Scope.GATEWAY)));
    }

    @Test
    void tooManyRequestsIsPutOffUnprocessed() {
        Case payout = payout(100_032);

        assertThat(submit(payout)).isInstanceOf(Outcome.Deferred.class);
        assertThat(submit(payout)).isInstanceOf(Outcome.Accepted.class);
        paid(payout, 100_032);
    }

    @Test
    void aLookUpTellsWhatWasPaidAndWhatCameBack() {
        Case payout = payout(100_004);
        Case known = payout.knowing(reference(submit(payout)));

        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () ->
                                assertThat(lookUp(known))
                                        .isInstanceOfSatisfying(
                                                Outcome.Found.class,
                                                found -> {
                                                    assertThat(found.finding().effect())
                                                            .isEqualTo(Finding.Effect.CAME_BACK);
                                                    assertThat(found.finding().paid())
                                                            .isEqualTo(
                                                                    new Attempt.Paid(
                                                                            100_004, 100_004, 0,
                                                                            true));
                                                }));
    }

    @Test
    void aLaterRejectionIsFoundWithItsReason() {
        Case payout = payout(100_002);
        Case known = payout.knowing(reference(submit(payout)));

        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () ->
                                assertThat(lookUp(known))
                                        .isInstanceOfSatisfying(
                                                Outcome.Found.class,
                                                found -> {
                                                    assertThat(found.finding().effect())
                                                            .isEqualTo(Finding.Effect.FAILED);
                                                    assertThat(found.finding().reasonCode())
                                                            .isEqualTo("AC04");
                                                }));
    }

    @Test
    void whatIsPaidIsNotTakenBack() {
        Case payout = payout(100_200);
        Case known = payout.knowing(reference(submit(payout)));

        assertThat(block(gateway().calls().cancel(known.order(), known.attempt())))
                .isInstanceOf(Outcome.NotTakenBack.class);
    }

    @Test
    void aProviderThatIsNotThereHasGotNothing() {
        Case payout = payout(100_300);

        assertThat(
                        block(
                                gateway("http://127.0.0.1:1")
                                        .calls()
                                        .submit(
                                                payout.order(),
                                                payout.attempt(),
                                                payout.request())))
                .isInstanceOf(Outcome.Deferred.class);
    }

    /** Repeats, or looks up, as the provider's contract has it, until there is a finding. */
    private Finding.Effect resolved(Case payout, Outcome.OfSubmit first) {
        Case known =
                first instanceof Outcome.Unclear unclear
                        ? payout.knowing(unclear.reference())
                        : payout;
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> {
                            Case asked =
                                    submitsAgain(known) instanceof Outcome.Accepted accepted
                                            ? payout.knowing(accepted.reference())
                                            : known;
                            return lookUp(asked) instanceof Outcome.Found found
                                    ? found.finding().effect()
                                    : Finding.Effect.IN_PROGRESS;
                        },
                        effect -> effect == Finding.Effect.PAID);
    }

    private Outcome submitsAgain(Case payout) {
        return switch (gateway().contract().terms().doubtRule()) {
            case Terms.Replay _ -> submit(payout);
            case Terms.FindOrder _ -> lookUp(payout);
        };
    }

    protected Outcome.OfSubmit submit(Case payout) {
        return block(gateway().calls().submit(payout.order(), payout.attempt(), payout.request()));
    }

    protected Outcome.OfLookUp lookUp(Case payout) {
        return block(gateway().calls().lookUp(payout.order(), payout.attempt()));
    }

    private static <T> T block(Mono<T> outcome) {
        return Objects.requireNonNull(outcome.block(Duration.ofSeconds(10)));
    }

    private static String reference(Outcome.OfSubmit outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
        return ((Outcome.Accepted) outcome).reference();
    }

    private void paid(Case payout, long amount) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () ->
                                assertThat(sandbox.paid(payout.attempt().key()))
                                        .singleElement()
                                        .satisfies(
                                                paid ->
                                                        assertThat(paid.path("amount").asString())
                                                                .isEqualTo(Long.toString(amount))));
    }

    protected Case payout(long amount) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        PayoutOrder order =
                new PayoutOrder(
                        PayoutId.mint(new Slot(3), now, RANDOM),
                        WithdrawalId.mint(new Slot(3), now, RANDOM),
                        new Money(amount, Currency.getInstance("TRY")),
                        "Test-Integration-Merchant",
                        "Sandbox",
                        "user-12345",
                        List.of(gateway().name()),
                        new EncryptedDestination("key", "sealed", "TR"),
                        now,
                        "0190a8c0-5b7e-8c3d-9f2a-1b2c3d4e5f60",
                        null);
        String key = gateway().requests().key(order, 1);
        byte[] request = gateway().requests().write(order, key, AYSE, now);
        return new Case(order, attempt(key, now), new String(request, StandardCharsets.UTF_8));
    }

    private Attempt attempt(String key, Instant now) {
        return new Attempt(
                1,
                gateway().name(),
                0,
                key,
                "sealed",
                AttemptState.SENDING,
                null,
                false,
                false,
                now,
                now,
                1,
                null,
                null,
                Attempt.Paid.NOTHING);
    }

    private static Attempt withReference(Attempt a, @Nullable String reference) {
        return new Attempt(
                a.number(),
                a.provider(),
                a.cascadeLevel(),
                a.key(),
                a.sealedRequest(),
                a.state(),
                reference,
                false,
                reference != null,
                a.firstSentAt(),
                a.stampedAt(),
                a.sends(),
                a.outcome(),
                a.reasonCode(),
                a.paid());
    }
}
