package io.sluice.ingest.adapter.provider.praxis;

import io.sluice.ingest.application.AddressRange;
import io.sluice.ingest.application.CallbackProvider;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Praxis' notifications; an account is a merchant of ours there. */
final class PraxisCallbacks implements CallbackProvider {

    private final Map<String, PraxisMerchant> merchants;
    private final List<AddressRange> sources;

    PraxisCallbacks(PraxisSettings settings) {
        this.merchants =
                settings.merchants().entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Map.Entry::getKey,
                                        merchant ->
                                                new PraxisMerchant(
                                                        merchant.getKey(),
                                                        merchant.getValue().applicationKeys(),
                                                        merchant.getValue().secrets(),
                                                        settings.oldest(),
                                                        settings.ahead())));
        this.sources = settings.sources().stream().map(AddressRange::of).toList();
    }

    @Override
    public String name() {
        return "praxis";
    }

    @Override
    public boolean admits(InetAddress source) {
        return sources.isEmpty() || sources.stream().anyMatch(range -> range.contains(source));
    }

    @Override
    public Optional<Account> account(String name) {
        return Optional.ofNullable(merchants.get(name));
    }
}
