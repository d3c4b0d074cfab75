package io.sluice.ingest.adapter.provider.acme;

import io.sluice.contracts.FactStatus;
import io.sluice.ingest.application.Answer;
import io.sluice.ingest.application.CallbackProvider;
import io.sluice.ingest.application.Delivery;
import io.sluice.ingest.application.Forgery;
import io.sluice.ingest.application.Verdict;
import io.sluice.ingest.domain.Reading;
import io.sluice.ingest.domain.Report;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A third provider, whole: its room and its settings. It signs with its password, and says paid. */
final class AcmeCallbacks implements CallbackProvider {

    private final Settings settings;

    private AcmeCallbacks(Settings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "acme";
    }

    @Override
    public boolean admits(InetAddress source) {
        return true;
    }

    @Override
    public Optional<Account> account(String name) {
        return name.equals(settings.shop()) ? Optional.of(new Shop()) : Optional.empty();
    }

    private final class Shop implements Account, Answers {

        @Override
        public Verdict judge(Delivery delivery, Instant now) {
            return delivery.header("Acme-Password").equals(List.of(settings.password()))
                    ? new Verdict.Genuine(reread(delivery), this)
                    : new Verdict.Forged(Forgery.SIGNATURE_WRONG);
        }

        @Override
        public Reading reread(Delivery delivery) {
            String reference = new String(delivery.body(), StandardCharsets.UTF_8);
            Report paid =
                    new Report(
                            FactStatus.SENT,
                            100,
                            0,
                            Currency.getInstance("TRY"),
                            true,
                            0,
                            null,
                            Instant.EPOCH);
            return new Reading.Reported(reference, "paid", reference, paid);
        }

        @Override
        public Answer kept(Instant now) {
            return new Answer(202, Map.of(), "thanks");
        }

        @Override
        public Answer notKept(Instant now) {
            return new Answer(500, Map.of(), "");
        }
    }

    @ConfigurationProperties("sluice.providers.acme")
    record Settings(String shop, String password) {}

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(Settings.class)
    static class AcmeConfiguration {

        @Bean
        CallbackProvider acmeCallbacks(Settings settings) {
            return new AcmeCallbacks(settings);
        }
    }
}
