package io.sluice.gateway.domain;

import io.sluice.contracts.PayoutId;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** What the providers really paid, whatever anybody says: the oracle, with each payout's story. */
final class Truth {

    private final Map<String, PayoutId> payoutOfKey = new HashMap<>();
    private final Map<PayoutId, Set<String>> paidKeys = new HashMap<>();
    private final Map<PayoutId, List<String>> stories = new HashMap<>();

    void isKeyOf(String key, PayoutId payout) {
        payoutOfKey.put(key, payout);
    }

    PayoutId payoutOf(String key) {
        return Objects.requireNonNull(payoutOfKey.get(key));
    }

    Stream<String> keysOf(PayoutId payout) {
        return payoutOfKey.entrySet().stream()
                .filter(known -> known.getValue().equals(payout))
                .map(Map.Entry::getKey);
    }

    void pays(String key, boolean paid) {
        Set<String> keys = paidKeys.computeIfAbsent(payoutOf(key), _ -> new HashSet<>());
        if (paid) {
            keys.add(key);
        } else {
            keys.remove(key);
        }
    }

    boolean isPaid(PayoutId payout) {
        return !paidKeys.getOrDefault(payout, Set.of()).isEmpty();
    }

    void tell(PayoutId payout, String what) {
        stories.computeIfAbsent(payout, _ -> new ArrayList<>()).add(what);
    }

    /** The complaint, with the stories of those payouts. */
    List<String> told(String complaint, Collection<PayoutId> payouts) {
        List<String> told = new ArrayList<>(List.of(complaint));
        payouts.forEach(payout -> told.addAll(stories.getOrDefault(payout, List.of())));
        return told;
    }

    /** Empty where nothing is. */
    List<String> paidTwice() {
        return paidKeys.entrySet().stream()
                .filter(paid -> paid.getValue().size() > 1)
                .flatMap(
                        paid ->
                                told(
                                        "paid twice: " + paid.getKey() + " by " + paid.getValue(),
                                        List.of(paid.getKey()))
                                        .stream())
                .toList();
    }

    /** Empty where the payout ended as it was paid. */
    List<String> wrongEnd(Payout payout) {
        boolean paid = isPaid(payout.id());
        boolean saysUnpaid =
                payout.state() == PayoutState.REJECTED || payout.state() == PayoutState.CANCELLED;
        boolean right = paid ? payout.state() == PayoutState.SENT : saysUnpaid;
        return right
                ? List.of()
                : told(
                        "ended %s though paid: %s: %s".formatted(payout.state(), paid, payout),
                        List.of(payout.id()));
    }
}
