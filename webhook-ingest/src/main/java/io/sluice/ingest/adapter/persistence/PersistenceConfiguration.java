package io.sluice.ingest.adapter.persistence;

import io.sluice.ingest.application.Callbacks;
import io.sluice.messaging.outbox.Outbox;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;

import java.util.List;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PersistenceConfiguration.Keys.class)
class PersistenceConfiguration {

    @Bean
    Callbacks callbacks(
            DatabaseClient database, TransactionalOperator transaction, Outbox outbox, Keys keys) {
        RawSeal seal = new RawSeal(keys.callbackKey(), keys.earlierCallbackKeys());
        CallbackRows rows = new CallbackRows(database, seal);
        return new R2dbcCallbacks(
                new ReferenceRows(database),
                rows,
                new CallbackViews(database, rows),
                outbox,
                transaction);
    }

    /**
     * @param callbackKey seals what is received: base64 of 32 bytes
     * @param earlierCallbackKeys open what was sealed before the key was changed
     */
    @ConfigurationProperties("sluice.ingest")
    record Keys(String callbackKey, @DefaultValue List<String> earlierCallbackKeys) {

        Keys {
            earlierCallbackKeys = List.copyOf(earlierCallbackKeys);
        }

        @Override
        public String toString() {
            return "Keys[hidden]";
        }
    }
}
