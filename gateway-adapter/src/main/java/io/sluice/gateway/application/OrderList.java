package io.sluice.gateway.application;

import io.sluice.contracts.Money;
import io.sluice.gateway.domain.Finding;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.List;

/** A provider's own list of the orders that it was given, whether we know of them or not. */
public interface OrderList {

    /**
     * @param reference the provider's
     * @param finding what has become of it
     */
    record Order(String reference, Money ordered, Finding finding) {}

    /**
     * @param next where the next page begins; null: this is the last
     */
    record Page(List<Order> orders, @Nullable String next) {}

    /**
     * Some of the orders of that time; one call, and an error where it is not answered in full.
     *
     * @param from inclusive
     * @param until exclusive
     * @param at where the page begins; null: the first
     */
    Mono<Page> page(Instant from, Instant until, @Nullable String at);
}
