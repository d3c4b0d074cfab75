package io.sluice.ledger.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.BalanceModel;
import io.sluice.contracts.Envelope;
import io.sluice.contracts.FactStatus;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.PayoutStatusReported;
import io.sluice.contracts.Processing;
import io.sluice.contracts.SluiceEvent;
import io.sluice.contracts.Start;
import io.sluice.ledger.Fixtures;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * All that two facts can say of one payout, one after the other, whichever happened first: each has
 * an answer, the clearing account holds what was really paid, and saying both again moves nothing.
 */
class EveryPairOfFactsTest {

    private static final long ORDERED = 2;
    private static final long MOST_SENT = 3;

    /** A word of a provider about one attempt. */
    private record Word(
            int attempt, FactStatus status, long sent, long returned, boolean isFinal) {}

    private static List<Word> words() {
        List<Word> words = new ArrayList<>();
        for (int attempt = 1; attempt <= 2; attempt++) {
            for (long sent = 0; sent <= MOST_SENT; sent++) {
                for (long returned = 0; returned <= sent; returned++) {
                    for (boolean isFinal : new boolean[] {false, true}) {
                        words.add(new Word(attempt, FactStatus.SENT, sent, returned, isFinal));
                        words.add(new Word(attempt, FactStatus.RETURNED, sent, returned, isFinal));
                    }
                }
                words.add(new Word(attempt, FactStatus.APPROVED, sent, 0, false));
                words.add(new Word(attempt, FactStatus.REJECTED, sent, sent / 2, true));
            }
            words.add(new Word(attempt, FactStatus.CREATED, 0, 0, false));
        }
        return words;
    }

    @Test
    void haveAnAnswerInAnAutomaticWithdrawal() {
        everyPair(BalanceModel.PRE_RESERVE, Processing.AUTOMATIC, false);
    }

    @Test
    void haveAnAnswerInAManagedWithdrawal() {
        everyPair(BalanceModel.PRE_RESERVE, Processing.MANAGED, false);
    }

    @Test
    void haveAnAnswerInAClosedWithdrawal() {
        everyPair(BalanceModel.PRE_RESERVE, Processing.MANAGED, true);
    }

    @Test
    void haveAnAnswerInAFinalDebit() {
        everyPair(BalanceModel.FINAL_DEBIT, Processing.AUTOMATIC, false);
    }

    private static void everyPair(BalanceModel model, Processing processing, boolean closes) {
        List<Word> words = words();
        for (Word first : words) {
            for (Word second : words) {
                for (int seconds : new int[] {-1, 1}) {
                    Story story = Story.funded();
                    story.request(ORDERED + 1, model, processing, Start.ORDERED);
                    PayoutId payout = ordered(story, processing, closes);
                    check(story, payout, first, second, seconds);
                }
            }
        }
    }

    private static PayoutId ordered(Story story, Processing processing, boolean closes) {
        PayoutId payout = Fixtures.payoutId(story.wallet);
        story.book(
                closes
                        ? Fixtures.closingOrder(story.id(), payout)
                        : Fixtures.order(
                                story.id(),
                                payout,
                                processing == Processing.MANAGED ? ORDERED : null));
        return payout;
    }

    private static void check(
            Story story, PayoutId payout, Word first, Word second, int secondsBetween) {
        PayoutStatusReported one = fact(story, payout, first, 0);
        PayoutStatusReported two = fact(story, payout, second, secondsBetween);
        story.book(envelopes(one, two));
        int transfers = story.ledger.transfers().size();

        String pair = first + ", then " + second + " " + secondsBetween + " s after";
        assertThat(story.clearing()).as(pair).isEqualTo(paid(List.of(first, second)));
        assertBalanced(story, pair);
        assertThat(story.suspense() == 0 || !story.reasons().isEmpty())
                .as("suspense is reported: " + pair)
                .isTrue();
        story.book(envelopes(one, two));
        assertThat(story.ledger.transfers()).as("said again: " + pair).hasSize(transfers);
    }

    private static List<Envelope<SluiceEvent>> envelopes(SluiceEvent... events) {
        return Stream.of(events).map(Fixtures::envelope).toList();
    }

    private static PayoutStatusReported fact(
            Story story, PayoutId payout, Word word, int secondsLater) {
        return story.fact(
                payout,
                word.attempt(),
                word.status(),
                word.sent(),
                word.returned(),
                word.isFinal(),
                story.now().plusSeconds(secondsLater));
    }

    /** The highest totals of each attempt, whatever the order. */
    private static long paid(List<Word> words) {
        Map<Integer, Long> sent = new HashMap<>();
        Map<Integer, Long> returned = new HashMap<>();
        for (Word word : words) {
            sent.merge(word.attempt(), word.sent(), Math::max);
            returned.merge(word.attempt(), word.returned(), Math::max);
        }
        return sent.values().stream().mapToLong(Long::longValue).sum()
                - returned.values().stream().mapToLong(Long::longValue).sum();
    }

    private static void assertBalanced(Story story, String pair) {
        long settled = story.totals().settled();
        long kept =
                story.withdrawal().terms().model() == BalanceModel.FINAL_DEBIT
                        ? 0
                        : story.totals().outstanding();
        assertThat(story.reserved()).as(pair).isEqualTo(kept);
        assertThat(story.available())
                .as(pair)
                .isEqualTo(Story.FUNDED - kept - settled + story.totals().returned());
        assertThat(story.clearing() + story.suspense())
                .as(pair)
                .isEqualTo(settled - story.totals().returned());
    }
}
