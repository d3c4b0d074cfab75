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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Partners' applications, one for each way of working. */
public enum Applications {
    AUTOMATIC(BalanceModel.PRE_RESERVE, Processing.AUTOMATIC, null),
    AUTOMATIC_EXPIRING(BalanceModel.PRE_RESERVE, Processing.AUTOMATIC, Duration.ofMinutes(20)),
    FINAL_DEBIT(BalanceModel.FINAL_DEBIT, Processing.AUTOMATIC, null);

    public static final String MERCHANT = "merchant-1";

    private static final List<String> ROUTE = List.of("pientegra", "praxis");
    private static final Set<String> CURRENCIES = Set.of("TRY");

    /** Never changes while a history runs. */
    static final Directory DIRECTORY = new Fixed();

    private final BalanceModel model;
    private final Processing processing;
    private final @Nullable Duration expiry;

    Applications(BalanceModel model, Processing processing, @Nullable Duration expiry) {
        this.model = model;
        this.processing = processing;
        this.expiry = expiry;
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
                true,
                gateway,
                ROUTE,
                CURRENCIES,
                Set.of(),
                new Application.Limits(null, null, null, null),
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

        private final List<Application> all =
                Stream.of(Applications.values())
                        .flatMap(each -> ROUTE.stream().map(each::settings))
                        .toList();

        @Override
        public Optional<Application> byApiKey(String rawKey) {
            return byKey(rawKey);
        }

        @Override
        public Optional<Application> byKey(String applicationKey) {
            return all.stream()
                    .filter(each -> each.applicationKey().equals(applicationKey))
                    .findFirst();
        }

        @Override
        public Collection<Application> all() {
            return all;
        }

        @Override
        public Mono<Void> reload() {
            return Mono.empty();
        }

        @Override
        public Set<String> withEndpoint() {
            return all.stream().map(Application::applicationKey).collect(Collectors.toSet());
        }
    }
}
