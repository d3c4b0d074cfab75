package io.sluice.gateway.domain;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What decisions depend on besides the payout: the providers, and which of them take work now.
 *
 * @param providers by name
 * @param unavailable closed by an operator or by their breaker
 * @param restoredAt when a backup of our database was put back; null: never
 */
public record Rules(
        Map<ProviderName, Contract> providers,
        Set<ProviderName> unavailable,
        @Nullable Instant restoredAt) {

    /** A provider's terms, and what it pays at all. */
    public record Contract(Terms terms, Coverage coverage) {}

    public Rules {
        providers = Map.copyOf(providers);
        unavailable = Set.copyOf(unavailable);
    }

    Terms terms(ProviderName provider) {
        Contract contract = providers.get(provider);
        if (contract == null) {
            throw new IllegalStateException(
                    "provider: " + provider + " (expected: one of " + providers.keySet() + ")");
        }
        return contract.terms();
    }

    /** Authorized before a backup was put back: what is not recorded of it may still have happened. */
    boolean isRestored(PayoutOrder order) {
        return restoredAt != null && order.authorizedAt().isBefore(restoredAt);
    }

    /** Absence counts from here: the last request's timestamp, or one that a backup forgot. */
    Instant lastPossibleSend(Payout payout) {
        Instant stamped = payout.attempts().getLast().stampedAt();
        return restoredAt != null && isRestored(payout.order()) && stamped.isBefore(restoredAt)
                ? restoredAt
                : stamped;
    }

    /**
     * The next gateway of the route: one that covers the payout and has not refused it, preferring
     * those that take work now.
     */
    public Optional<ProviderName> route(PayoutOrder order, List<Attempt> tried) {
        List<ProviderName> open = open(order, tried);
        return open.stream()
                .filter(name -> !unavailable.contains(name))
                .findFirst()
                .or(() -> open.stream().findFirst());
    }

    /** Every gateway of the route that covers the payout and has not tried it. */
    List<ProviderName> open(PayoutOrder order, List<Attempt> tried) {
        return order.route().stream()
                .filter(name -> covers(name, order))
                .filter(name -> tried.stream().noneMatch(a -> a.provider().equals(name)))
                .toList();
    }

    private boolean covers(ProviderName name, PayoutOrder order) {
        Contract contract = providers.get(name);
        return contract != null && contract.coverage().covers(order);
    }
}
