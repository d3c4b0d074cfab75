package io.sluice.gateway.domain;

import java.util.Set;

/**
 * What a provider pays.
 *
 * @param currencies ISO 4217 codes; empty: all
 * @param countries of the destination, ISO 3166-1 alpha-2; empty: all
 * @param minAmount in minor units
 * @param maxAmount in minor units
 */
public record Coverage(
        Set<String> currencies, Set<String> countries, long minAmount, long maxAmount) {

    public static final Coverage EVERYTHING = new Coverage(Set.of(), Set.of(), 1, Long.MAX_VALUE);

    public Coverage {
        currencies = Set.copyOf(currencies);
        countries = Set.copyOf(countries);
    }

    boolean covers(PayoutOrder order) {
        return (currencies.isEmpty() || currencies.contains(order.currency().getCurrencyCode()))
                && (countries.isEmpty() || countries.contains(order.destination().country()))
                && order.amount() >= minAmount
                && order.amount() <= maxAmount;
    }
}
