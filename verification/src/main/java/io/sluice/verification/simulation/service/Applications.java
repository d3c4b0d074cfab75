package io.sluice.verification.simulation.service;

import io.sluice.contracts.BalanceModel;
import io.sluice.contracts.Processing;
import io.sluice.withdrawal.application.Directory;
import io.sluice.withdrawal.domain.Application;
import io.sluice.withdrawal.domain.NotificationStyle;
import io.sluice.withdrawal.domain.PartnerEventType;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Partners' applications, one for each way of working. */
public enum Applications {
    AUTOMATIC(BalanceModel.PRE_RESERVE, Processing.AUTOMATIC),
    AUTOMATIC_EXPIRING(BalanceModel.PRE_RESERVE, Processing.AUTOMATIC, Duration.ofMinutes(20)),
    FINAL_DEBIT(BalanceModel.FINAL_DEBIT, Processing.AUTOMATIC),
    MANAGED(BalanceModel.PRE_RESERVE, Processing.MANAGED),
    MANAGED_EXPIRING(BalanceModel.PRE_RESERVE, Processing.MANAGED, Duration.ofMinutes(20)),
    /** Praxis' first scenario: complete and cancel act on the request itself. */
    MANAGED_SAME_ID(BalanceModel.PRE_RESERVE, Processing.MANAGED, null, false, null),
    MANAGED_FINAL_DEBIT(BalanceModel.FINAL_DEBIT, Processing.MANAGED),
    REVIEWED(BalanceModel.PRE_RESERVE, Processing.AUTOMATIC, null, true, 2_000L),
    REVIEWED_EXPIRING(
            BalanceModel.PRE_RESERVE, Processing.AUTOMATIC, Duration.ofMinutes(20), true, 2_000L),
    REVIEWED_FINAL_DEBIT(BalanceModel.FINAL_DEBIT, Processing.AUTOMATIC, null, true, 2_000L),
    REVIEWED_MANAGED(BalanceModel.PRE_RESERVE, Processing.MANAGED, null, true, 2_000L);

    public static final String MERCHANT = "merchant-1";

    private static final List<String> ROUTE = List.of("pientegra", "praxis");
    private static final Set<String> CURRENCIES = Set.of("TRY");

    /** Never changes while a history runs. */
    static final Directory DIRECTORY = new Fixed();

    private final BalanceModel model;
    private final Processing processing;
    private final @Nullable Duration expiry;
    private final boolean separateTraceId;
    private final @Nullable Long reviewedFrom;

    Applications(BalanceModel model, Processing processing) {
        this(model, processing, null);
    }

    Applications(BalanceModel model, Processing processing, @Nullable Duration expiry) {
        this(model, processing, expiry, true, null);
    }

    Applications(
            BalanceModel model,
            Processing processing,
            @Nullable Duration expiry,
            boolean separateTraceId,
            @Nullable Long reviewedFrom) {
        this.model = model;
        this.processing = processing;
        this.expiry = expiry;
        this.separateTraceId = separateTraceId;
        this.reviewedFrom = reviewedFrom;
    }

    /** Those in which a partner's agent has nothing to say. */
    public static List<Applications> automatic() {
        return List.of(AUTOMATIC, AUTOMATIC_EXPIRING, FINAL_DEBIT);
    }

    /** By the key of one of its applications. */
    public static Applications of(String applicationKey) {
        return valueOf(applicationKey.substring(0, applicationKey.lastIndexOf('-')));
    }

    /** Whether two operators are to approve such an amount. */
    public boolean reviews(long amount) {
        return reviewedFrom != null && amount >= reviewedFrom;
    }

    /**
     * @param gateway the default one, which is asked first
     */
    public Application settings(String gateway) {
        return new Application(
                key(gateway),
                MERCHANT,
                model,
                processing,
                separateTraceId,
                gateway,
                ROUTE,
                CURRENCIES,
                Set.of(),
                new Application.Limits(null, null, null, reviewedFrom),
                Duration.ofHours(1),
                expiry,
                null,
                List.of(),
                NotificationStyle.PIENTEGRA,
                new Application.Endpoint(
                        "https://partner.example/hook",
                        Set.of(PartnerEventType.values()),
                        true,
                        false));
    }

    private String key(String gateway) {
        return name() + "-" + gateway;
    }

    private static final class Fixed implements Directory {

        private final Map<String, Application> all =
                Stream.of(Applications.values())
                        .flatMap(each -> ROUTE.stream().map(each::settings))
                        .collect(
                                Collectors.toMap(Application::applicationKey, Function.identity()));

        @Override
        public Optional<Application> byApiKey(String rawKey) {
            return byKey(rawKey);
        }

        @Override
        public Optional<Application> byKey(String applicationKey) {
            return Optional.ofNullable(all.get(applicationKey));
        }

        @Override
        public Collection<Application> all() {
            return all.values();
        }

        @Override
        public Mono<Void> reload() {
            return Mono.empty();
        }

        @Override
        public Set<String> withEndpoint() {
            return all.keySet();
        }
    }
}
