package io.sluice.ledger.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.Money;
import io.sluice.contracts.PayoutId;
import io.sluice.ledger.Fixtures;
import io.sluice.ledger.domain.Break.Kind;
import io.sluice.ledger.domain.Reconciliation.Matched;
import io.sluice.ledger.domain.StatementLine.Word;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;

class ReconciliationTest {

    private static final Instant PAID = Fixtures.NOW;
    private static final Instant NOW = PAID.plus(Duration.ofHours(30));
    private static final PayoutId PAYOUT = Fixtures.payoutId(Fixtures.wallet());
    private final Reconciliation reconciliation = new Reconciliation(Duration.ofHours(1), NOW);

    @ParameterizedTest
    @CsvSource({
        // the statement's word, ours, the break
        "PENDING, PENDING,",
        "PENDING, SENT, STATUS",
        "PENDING, REJECTED, STATUS",
        "PENDING, RETURNED, STATUS",
        "SENT, PENDING, MISSING_HERE",
        "SENT, SENT,",
        "SENT, REJECTED, STATUS",
        "SENT, RETURNED, STATUS",
        "REJECTED, PENDING, STATUS",
        "REJECTED, SENT, STATUS",
        "REJECTED, REJECTED,",
        "REJECTED, RETURNED, STATUS",
        "RETURNED, PENDING, MISSING_HERE",
        "RETURNED, SENT, STATUS",
        "RETURNED, REJECTED, STATUS",
        "RETURNED, RETURNED,",
    })
    void everyPairOfWordsAgreesOrIsABreak(Word theirs, Word ours, @Nullable Kind expected) {
        assertThat(kinds(line("r", theirs, 100, theirs == Word.RETURNED ? 40 : 0), ours(ours)))
                .isEqualTo(expected == null ? List.of() : List.of(expected));
    }

    private List<Kind> kinds(StatementLine line, @Nullable ClearedPayout payout) {
        return reconciliation.breaks(List.of(new Matched(line, payout)), List.of()).stream()
                .map(Break::kind)
                .toList();
    }

    private static StatementLine line(String reference, Word word, long amount, long returned) {
        return new StatementLine(reference, word, lira(amount), lira(returned), PAID);
    }

    private static Money lira(long amount) {
        return new Money(amount, Fixtures.TRY);
    }

    private static ClearedPayout ours(Word word) {
        return switch (word) {
            case PENDING -> cleared(false, 0, 0, PAID);
            case REJECTED -> cleared(true, 0, 0, PAID);
            case SENT -> cleared(false, 100, 0, PAID);
            case RETURNED -> cleared(false, 100, 40, PAID);
        };
    }

    private static ClearedPayout cleared(
            boolean isRejected, long paid, long returned, Instant bookedAt) {
        return new ClearedPayout(
                PAYOUT, isRejected, lira(paid), lira(returned), PAID, paid == 0 ? null : bookedAt);
    }

    @Test
    void anOrderThatNoPayoutOfOursWasSubmittedUnderIsMissingHereWhateverItsState() {
        for (Word word : Word.values()) {
            assertThat(kinds(line("r", word, 100, word == Word.RETURNED ? 1 : 0), null))
                    .as(word.name())
                    .containsExactly(Kind.MISSING_HERE);
        }
    }

    @Test
    void amountsAreComparedToTheMinorUnitAndTheCurrency() {
        ClearedPayout sent = cleared(false, 100, 0, PAID);
        StatementLine inEuros =
                new StatementLine(
                        "r",
                        Word.SENT,
                        new Money(100, Currency.getInstance("EUR")),
                        new Money(0, Currency.getInstance("EUR")),
                        PAID);

        assertThat(kinds(line("r", Word.SENT, 99, 0), sent)).containsExactly(Kind.AMOUNT);
        assertThat(kinds(line("r", Word.SENT, 101, 0), sent)).containsExactly(Kind.AMOUNT);
        assertThat(kinds(inEuros, sent)).containsExactly(Kind.AMOUNT);
        assertThat(kinds(line("r", Word.RETURNED, 100, 41), cleared(false, 100, 40, PAID)))
                .containsExactly(Kind.AMOUNT);
    }

    @Test
    void whatIsBookedLongAfterItWasPaidIsLate() {
        Instant inTime = PAID.plus(Duration.ofHours(1));

        assertThat(kinds(line("r", Word.SENT, 100, 0), cleared(false, 100, 0, inTime))).isEmpty();
        assertThat(
                        kinds(
                                line("r", Word.SENT, 100, 0),
                                cleared(false, 100, 0, inTime.plusSeconds(1))))
                .containsExactly(Kind.LATE);
    }

    @Test
    void whatNoStatementHasIsMissingThere() {
        ClearedPayout sent = cleared(false, 100, 0, PAID);

        assertThat(reconciliation.breaks(List.of(), List.of(sent)))
                .containsExactly(
                        new Break(
                                Kind.MISSING_THERE,
                                PAYOUT,
                                null,
                                "SENT 100 TRY",
                                null,
                                Duration.ofHours(30)));
    }

    @Test
    void aPayoutThatWasTriedTwiceIsComparedByTheSumOfItsLines() {
        ClearedPayout sent = cleared(false, 100, 0, PAID);
        Matched rejected = new Matched(line("first", Word.REJECTED, 100, 0), sent);
        Matched paid = new Matched(line("second", Word.SENT, 100, 0), sent);

        assertThat(reconciliation.breaks(List.of(rejected, paid), List.of())).isEmpty();
        assertThat(reconciliation.breaks(List.of(paid, paid), List.of()))
                .singleElement()
                .satisfies(
                        found -> {
                            assertThat(found.kind()).isEqualTo(Kind.AMOUNT);
                            assertThat(found.expected()).isEqualTo("SENT 100 TRY");
                            assertThat(found.found()).isEqualTo("SENT 200 TRY");
                        });
    }
}
