package io.sluice.gateway.domain;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What decisions depend on besides the payout: the providers, and which of them take work now.
 *
 * @param providers by name
 * @param unavailable closed by an operator or by their breaker
 */
public record Rules(Map<ProviderName, Contract> providers, Set<ProviderName> unavailable) {

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

    /**
     * The next gateway of the route: one that covers the payout and has not refused it, preferring
     * those that take work now.
     */
    public Optional<ProviderName> route(PayoutOrder order, List<Attempt> tried) {
        List<ProviderName> open =
                order.route().stream()
                        .filter(name -> covers(name, order))
                        .filter(name -> tried.stream().noneMatch(a -> a.provider().equals(name)))
                        .toList();
        return open.stream()
                .filter(name -> !unavailable.contains(name))
                .findFirst()
                .or(() -> open.stream().findFirst());
    }

    private boolean covers(ProviderName name, PayoutOrder order) {
        Contract contract = providers.get(name);
        return contract != null && contract.coverage().covers(order);
    }
}
