package io.sluice.ledger.domain;

import io.sluice.contracts.PayoutId;
import io.sluice.ledger.domain.Break.Kind;
import io.sluice.ledger.domain.StatementLine.Word;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;

/** Holds our books against a provider's statement of a day. */
public final class Reconciliation {

    /**
     * A line of the statement, and what our books have under its reference.
     *
     * @param payout null where no payout was submitted under the reference
     */
    public record Matched(StatementLine line, @Nullable ClearedPayout payout) {}

    private record Key(PayoutId payoutId, Currency currency) {}

    private final Duration lateAfter;
    private final Instant now;

    /**
     * @param lateAfter what may lie between a payment and its booking
     */
    public Reconciliation(Duration lateAfter, Instant now) {
        this.lateAfter = lateAfter;
        this.now = now;
    }

    /**
     * Every break, the lines' first.
     *
     * @param unstated what our books have as paid on that day and no statement has
     */
    public List<Break> breaks(List<Matched> lines, List<ClearedPayout> unstated) {
        List<Break> breaks = new ArrayList<>();
        for (Matched matched : byPayout(lines)) {
            Break found = compare(matched.line(), matched.payout());
            if (found != null) {
                breaks.add(found);
            }
        }
        unstated.forEach(payout -> breaks.add(missingThere(payout)));
        return breaks;
    }

    /** A payout that was tried twice has two lines: our clearing account knows their sum. */
    private static Collection<Matched> byPayout(List<Matched> lines) {
        SequencedMap<Object, Matched> merged = new LinkedHashMap<>();
        for (Matched matched : lines) {
            Object key =
                    matched.payout() == null
                            ? matched.line().reference()
                            : new Key(
                                    matched.payout().payoutId(),
                                    matched.line().amount().currency());
            merged.merge(
                    key,
                    matched,
                    (first, second) ->
                            new Matched(first.line().with(second.line()), first.payout()));
        }
        return merged.values();
    }

    private @Nullable Break compare(StatementLine line, @Nullable ClearedPayout payout) {
        if (payout == null) {
            return found(Kind.MISSING_HERE, line, null, null, Reconciliation::inWords);
        }
        Word ours = payout.word();
        if (line.word().isPaid() && ours == Word.PENDING) {
            return found(Kind.MISSING_HERE, line, payout, inWords(payout), Reconciliation::inWords);
        }
        if (line.word() != ours) {
            return found(Kind.STATUS, line, payout, inWords(payout), Reconciliation::inWords);
        }
        if (!line.word().isPaid()) {
            return null;
        }
        if (!line.paid().equals(payout.paid()) || !line.returned().equals(payout.returned())) {
            return found(Kind.AMOUNT, line, payout, inWords(payout), Reconciliation::inWords);
        }
        Instant bookedAt = payout.bookedAt();
        return bookedAt != null && bookedAt.isAfter(line.occurredAt().plus(lateAfter))
                ? found(
                        Kind.LATE,
                        line,
                        payout,
                        "booked " + bookedAt,
                        it -> "paid " + it.occurredAt())
                : null;
    }

    private Break found(
            Kind kind,
            StatementLine line,
            @Nullable ClearedPayout payout,
            @Nullable String expected,
            Function<StatementLine, String> words) {
        return new Break(
                kind,
                payout == null ? null : payout.payoutId(),
                line.reference(),
                expected,
                words.apply(line),
                age(line.occurredAt()));
    }

    private Break missingThere(ClearedPayout payout) {
        Instant paidAt = payout.paidAt();
        return new Break(
                Kind.MISSING_THERE,
                payout.payoutId(),
                null,
                inWords(payout),
                null,
                age(paidAt == null ? now : paidAt));
    }

    private Duration age(Instant since) {
        Duration age = Duration.between(since, now).truncatedTo(ChronoUnit.SECONDS);
        return age.isNegative() ? Duration.ZERO : age;
    }

    private static String inWords(StatementLine line) {
        return line.word()
                + " "
                + line.amount()
                + (line.word() == Word.RETURNED ? ", returned " + line.returned() : "");
    }

    private static String inWords(ClearedPayout payout) {
        Word word = payout.word();
        return switch (word) {
            case PENDING, REJECTED -> word.name();
            case SENT -> word + " " + payout.paid();
            case RETURNED -> word + " " + payout.paid() + ", returned " + payout.returned();
        };
    }
}
