package io.sluice.gateway.application;

import io.sluice.gateway.domain.Payout;
import io.sluice.gateway.domain.ProviderName;
import io.sluice.gateway.domain.Rules;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The providers at hand: their contracts, their gates, and the bells of their dispatchers. */
public final class Gateways {

    /** A provider with what stands before it. */
    public record Manned(Gateway gateway, Gate gate, Bell bell) {}

    private final Map<ProviderName, Manned> byName = new LinkedHashMap<>();
    private final Map<ProviderName, Rules.Contract> contracts;
    private volatile Set<ProviderName> closedByOperators = Set.of();

    public Gateways(Collection<Gateway> gateways, Function<Gateway, Gate> gates) {
        for (Gateway gateway : gateways) {
            Manned manned = new Manned(gateway, gates.apply(gateway), new Bell());
            if (byName.put(gateway.name(), manned) != null) {
                throw new IllegalArgumentException(
                        "provider: " + gateway.name() + " twice (expected: once)");
            }
        }
        contracts = gateways.stream().collect(Collectors.toMap(Gateway::name, Gateway::contract));
    }

    public Collection<Manned> all() {
        return byName.values();
    }

    /** The rules as of now: which provider takes work may change at any time. */
    public Rules rules() {
        return new Rules(contracts, unavailable());
    }

    /** Wakes whoever has to do with the payout next. */
    public void ring(Payout payout) {
        Manned manned = byName.get(payout.provider());
        if (manned != null) {
            manned.bell().ring();
        }
    }

    /** Whether operators let it have new payouts. */
    public boolean isOpen(ProviderName name) {
        return !closedByOperators.contains(name);
    }

    void closeAllOf(Set<ProviderName> closed) {
        closedByOperators = Set.copyOf(closed);
    }

    private Set<ProviderName> unavailable() {
        return byName.values().stream()
                .filter(m -> m.gate().closed() || !isOpen(m.gateway().name()))
                .map(manned -> manned.gateway().name())
                .collect(Collectors.toUnmodifiableSet());
    }
}
