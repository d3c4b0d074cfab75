package io.sluice.gateway.application;

import io.sluice.gateway.domain.Finding;
import io.sluice.gateway.domain.Payout;
import io.sluice.gateway.domain.ProviderName;
import io.sluice.gateway.domain.Rules;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The providers at hand: their contracts, their gates, and the bells of their dispatchers. */
public final class Gateways {

    /** A provider with what stands before it. */
    public record Manned(Gateway gateway, Gate gate, Bell work, Bell inquiries) {}

    private final Map<ProviderName, Manned> byName = new LinkedHashMap<>();
    private final Map<ProviderName, Rules.Contract> contracts;
    private final @Nullable Instant restoredAt;
    private volatile Set<ProviderName> closedByOperators = Set.of();

    /**
     * @param restoredAt when a backup of the database was put back, if ever
     */
    public Gateways(
            Collection<Gateway> gateways,
            Function<Gateway, Gate> gates,
            @Nullable Instant restoredAt) {
        for (Gateway gateway : gateways) {
            Manned manned = new Manned(gateway, gates.apply(gateway), new Bell(), new Bell());
            if (byName.put(gateway.name(), manned) != null) {
                throw new IllegalArgumentException(
                        "provider: " + gateway.name() + " twice (expected: once)");
            }
        }
        this.restoredAt = restoredAt;
        contracts = gateways.stream().collect(Collectors.toMap(Gateway::name, Gateway::contract));
    }

    /** Empty where there is no provider of that name. */
    public Optional<Manned> named(String name) {
        return all().stream()
                .filter(manned -> manned.gateway().name().value().equals(name))
                .findFirst();
    }

    public Collection<Manned> all() {
        return byName.values();
    }

    /** The rules as of now: which provider takes work may change at any time. */
    public Rules rules() {
        return new Rules(contracts, unavailable(), restoredAt);
    }

    /** Wakes whoever has to do with the payout next. */
    public void ring(Payout payout) {
        Manned manned = byName.get(payout.provider());
        if (manned != null) {
            manned.work().ring();
        }
    }

    /** Wakes whoever asks the provider about what is over. */
    void ringInquirer(ProviderName provider) {
        Manned manned = byName.get(provider);
        if (manned != null) {
            manned.inquiries().ring();
        }
    }

    /** What a provider's status word means. */
    public Finding.Effect effect(String provider, String word) {
        return named(provider)
                .map(manned -> manned.gateway().words().apply(word))
                .orElse(Finding.Effect.UNKNOWN);
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
