package io.sluice.ledger.application;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.LedgerEvent;
import io.sluice.contracts.WithdrawalId;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Has each withdrawal's events published in the order of their numbers, whoever booked them.
 *
 * <p>What another instance, or an earlier life of this one, booked last may never have been
 * published. Its record comes again, but a later one of another topic may come first. So where the
 * number before was not published here, all that was said of that withdrawal is said once more,
 * before what is new; consumers drop what they have seen.
 */
public final class PublishedOrder {

    private static final int MOST_REMEMBERED = 100_000;

    /** What was said of withdrawals and is still stored, in any order. */
    public interface Said {
        Mono<List<Envelope<? extends LedgerEvent>>> of(Collection<WithdrawalId> ids);
    }

    private record Numbered(WithdrawalId id, int sequence, boolean isEnd) {}

    private final Said said;
    private final Map<WithdrawalId, Integer> published = new Recent();

    public PublishedOrder(Said said) {
        this.said = said;
    }

    /** The outcomes of a batch that is booked, behind what must be said before them. */
    Mono<List<Envelope<? extends LedgerEvent>>> complete(
            List<Envelope<? extends LedgerEvent>> outcomes) {
        Set<WithdrawalId> gaps = gaps(outcomes);
        return gaps.isEmpty()
                ? Mono.just(outcomes)
                : said.of(gaps).map(before -> joined(before, outcomes));
    }

    private static List<Envelope<? extends LedgerEvent>> joined(
            List<Envelope<? extends LedgerEvent>> before,
            List<Envelope<? extends LedgerEvent>> outcomes) {
        List<Envelope<? extends LedgerEvent>> all = new ArrayList<>();
        before.stream()
                .filter(each -> numbered(each) != null)
                .sorted(Comparator.comparing(PublishedOrder::sequence))
                .forEach(all::add);
        all.addAll(outcomes);
        return all;
    }

    private Set<WithdrawalId> gaps(List<Envelope<? extends LedgerEvent>> outcomes) {
        Map<WithdrawalId, Integer> last = new HashMap<>();
        Set<WithdrawalId> gaps = new LinkedHashSet<>();
        synchronized (published) {
            for (Envelope<? extends LedgerEvent> outcome : outcomes) {
                Numbered next = numbered(outcome);
                if (next != null) {
                    int before = last.getOrDefault(next.id(), published.getOrDefault(next.id(), 0));
                    if (next.sequence() > before + 1) {
                        gaps.add(next.id());
                    }
                    last.put(next.id(), Math.max(before, next.sequence()));
                }
            }
        }
        return gaps;
    }

    /** The broker has acknowledged them all; of what has ended nothing more is to be expected. */
    void published(List<Envelope<? extends LedgerEvent>> outcomes) {
        synchronized (published) {
            for (Envelope<? extends LedgerEvent> outcome : outcomes) {
                Numbered last = numbered(outcome);
                if (last != null && last.isEnd()) {
                    published.remove(last.id());
                } else if (last != null) {
                    published.merge(last.id(), last.sequence(), Math::max);
                }
            }
        }
    }

    private static int sequence(Envelope<? extends LedgerEvent> outcome) {
        Numbered numbered = numbered(outcome);
        return numbered == null ? 0 : numbered.sequence();
    }

    private static @Nullable Numbered numbered(Envelope<? extends LedgerEvent> outcome) {
        return switch (outcome.data()) {
            case LedgerEvent.OfWithdrawal event ->
                    new Numbered(
                            event.withdrawalId(),
                            event.sequence(),
                            event.totals().outstanding() == 0);
            case LedgerEvent.FactQuarantined event when event.sequence() > 0 ->
                    new Numbered(event.withdrawalId(), event.sequence(), false);
            default -> null;
        };
    }

    private static final class Recent extends LinkedHashMap<WithdrawalId, Integer> {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<WithdrawalId, Integer> eldest) {
            return size() > MOST_REMEMBERED;
        }
    }
}
