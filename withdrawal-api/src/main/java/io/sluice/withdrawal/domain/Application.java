package io.sluice.withdrawal.domain;

import io.sluice.contracts.BalanceModel;
import io.sluice.contracts.Processing;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A partner's application and how it is set up.
 *
 * @param separateTraceId Praxis' second scenario: each operation is a child with its own number
 * @param route gateways in order of preference, after the default one
 * @param currencies ISO 4217 codes that are taken
 * @param countries where payouts may go, ISO 3166-1 alpha-2; empty: everywhere
 * @param reserveExpiry when what has no authorized payout is given back; null: never
 * @param ratePerMinute requests; null: no limit
 * @param allowedAddresses networks that may call, in CIDR form; empty: all
 */
public record Application(
        String applicationKey,
        String merchantId,
        BalanceModel balanceModel,
        Processing processing,
        boolean separateTraceId,
        @Nullable String defaultGateway,
        List<String> route,
        Set<String> currencies,
        Set<String> countries,
        Limits limits,
        Duration reviewExpiry,
        @Nullable Duration reserveExpiry,
        @Nullable Integer ratePerMinute,
        List<String> allowedAddresses,
        NotificationStyle notificationStyle,
        Endpoint endpoint) {

    /** All in minor units of whatever the currency is; null: no limit. */
    public record Limits(
            @Nullable Long minAmount,
            @Nullable Long maxAmount,
            @Nullable Long dailyPerUser,
            @Nullable Long reviewThreshold) {}

    /**
     * Where the partner hears of events.
     *
     * @param eventTypes what it subscribed to
     * @param ordered a later event of a withdrawal waits for the earlier ones
     * @param disabled nothing is sent until the endpoint is set again
     */
    public record Endpoint(
            @Nullable String url,
            Set<PartnerEventType> eventTypes,
            boolean ordered,
            boolean disabled) {

        public Endpoint {
            eventTypes = Set.copyOf(eventTypes);
        }
    }

    public Application {
        route = List.copyOf(route);
        currencies = Set.copyOf(currencies);
        countries = Set.copyOf(countries);
        allowedAddresses = List.copyOf(allowedAddresses);
    }

    /** The gateways to try, the default one first. */
    public List<String> gateways() {
        return gateways(defaultGateway);
    }

    /** The gateways to try, the preferred one first. */
    public List<String> gateways(@Nullable String preferred) {
        if (preferred == null) {
            return route;
        }
        LinkedHashSet<String> ordered = new LinkedHashSet<>();
        ordered.add(preferred);
        ordered.addAll(route);
        return List.copyOf(ordered);
    }

    /** Whether the partner's endpoint is to hear of such an event. */
    public boolean hears(PartnerEvent event, Withdrawal withdrawal) {
        if (endpoint.url() == null) {
            return false;
        }
        return switch (notificationStyle) {
            case PIENTEGRA -> endpoint.eventTypes().contains(event.type());
            case PRAXIS -> isFinalForPraxis(event, withdrawal);
        };
    }

    /** Each payout's end and what comes back of it; and the request's own end, if none told it. */
    private static boolean isFinalForPraxis(PartnerEvent event, Withdrawal withdrawal) {
        return switch (event.type()) {
            case PAYOUT_SENT, PAYOUT_REJECTED, PAYOUT_RETURNED -> true;
            case WITHDRAWAL_REJECTED ->
                    withdrawal.standing().payouts().stream()
                            .noneMatch(payout -> tellsOfTheRequest(payout, withdrawal));
            case WITHDRAWAL_CREATED, WITHDRAWAL_APPROVED, WITHDRAWAL_SENT, WITHDRAWAL_RETURNED ->
                    false;
        };
    }

    /** A rejected payout of the whole, or under the request's own number, was the request's end. */
    private static boolean tellsOfTheRequest(Payout payout, Withdrawal withdrawal) {
        return payout.status() == PayoutStatus.REJECTED
                && (withdrawal.processing() == Processing.AUTOMATIC
                        || payout.tid() == withdrawal.number());
    }

    /** Whether an amount is looked at by two operators before it goes out. */
    public boolean reviews(long amount) {
        Long threshold = limits.reviewThreshold();
        return threshold != null && amount >= threshold;
    }
}
