package io.sluice.ledger.adapter.persistence;

import io.r2dbc.spi.ConnectionFactory;
import io.sluice.ledger.application.LedgerAudit;
import io.sluice.ledger.application.LedgerQuestions;
import io.sluice.ledger.application.LedgerStore;
import io.sluice.ledger.application.PublishedOrder;
import io.sluice.ledger.application.ResolveQuarantine.Approvals;
import io.sluice.ledger.application.Statements;
import io.sluice.ledger.application.SubmittedPayouts.Submissions;
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
    PublishedOrder.Said said(ConnectionFactory connections, EventCodec codec) {
        return new R2dbcSaid(new Reads(connections), new StoredOutcomes(codec));
    }

    @Bean
    WalletTransfers walletTransfers(ConnectionFactory connections) {
        return new R2dbcWalletTransfers(new Reads(connections));
    }

    @Bean
    LedgerQuestions ledgerQuestions(ConnectionFactory connections) {
        return new R2dbcQuestions(new Reads(connections));
    }

    @Bean
    LedgerAudit ledgerAudit(ConnectionFactory connections) {
        return new R2dbcAudit(new Reads(connections));
    }

    @Bean
    Statements statements(ConnectionFactory connections) {
        return new R2dbcStatements(connections);
    }

    @Bean
    Submissions submissions(ConnectionFactory connections) {
        return new R2dbcSubmissions(new Reads(connections));
    }

    @Bean
    R2dbcRounds rounds(ConnectionFactory connections) {
        return new R2dbcRounds(new Reads(connections));
    }

    @Bean
    Approvals approvals(ConnectionFactory connections) {
        return new R2dbcApprovals(new Reads(connections));
    }
}
