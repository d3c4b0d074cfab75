package io.sluice.ledger.adapter.persistence;

import io.r2dbc.spi.ConnectionFactory;
import io.sluice.ledger.application.LedgerQuestions;
import io.sluice.ledger.application.LedgerStore;
import io.sluice.ledger.application.WalletTransfers;
import io.sluice.messaging.EventCodec;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class PersistenceConfiguration {

    @Bean
    LedgerStore ledgerStore(ConnectionFactory connections, EventCodec codec) {
        return new R2dbcLedgerStore(connections, new StoredOutcomes(codec));
    }

    @Bean
    WalletTransfers walletTransfers(ConnectionFactory connections) {
        return new R2dbcWalletTransfers(new Reads(connections));
    }

    @Bean
    LedgerQuestions ledgerQuestions(ConnectionFactory connections) {
        return new R2dbcQuestions(new Reads(connections));
    }
}
