package io.sluice.ledger.adapter.http;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import io.sluice.ledger.application.DecidedTransfers;
import io.sluice.ledger.application.LedgerAudit;
import io.sluice.ledger.application.LedgerCommands;
import io.sluice.ledger.application.LedgerQuestions;
import io.sluice.ledger.application.MoveFunds;
import io.sluice.ledger.application.Reconcile;
import io.sluice.ledger.application.ResolveQuarantine;
import io.sluice.ledger.application.ResolveQuarantine.Approvals;
import io.sluice.ledger.application.WalletTransfers;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

import tools.jackson.databind.json.JsonMapper;

import java.time.Clock;

@Configuration(proxyBeanMethods = false)
class HttpConfiguration {

    @Bean
    MoveFunds moveFunds(
            LedgerCommands commands,
            WalletTransfers transfers,
            DecidedTransfers decided,
            Clock clock) {
        return new MoveFunds(commands, transfers, decided, clock);
    }

    @Bean
    ResolveQuarantine resolveQuarantine(Approvals approvals, LedgerCommands commands, Clock clock) {
        return new ResolveQuarantine(approvals, commands, clock);
    }

    @Bean
    RouterFunction<ServerResponse> ledgerRoutes(
            OperatorSettings settings,
            MoveFunds moveFunds,
            ResolveQuarantine resolveQuarantine,
            LedgerQuestions questions,
            LedgerAudit audit,
            Reconcile reconcile,
            JsonMapper json) {
        TransferHandler transfers = new TransferHandler(moveFunds, json);
        QuestionHandler ask = new QuestionHandler(questions, audit, json);
        QuarantineHandler quarantine = new QuarantineHandler(resolveQuarantine, json);
        StatementHandler statements = new StatementHandler(reconcile);
        return route().POST("/ledger/credits", transfers::credit)
                .POST("/ledger/debits", transfers::debit)
                .GET("/ledger/wallets/{merchantId}/{externalUserId}/{currency}", ask::wallet)
                .GET("/ledger/accounts/{accountId}/entries", ask::accountEntries)
                .GET("/ledger/withdrawals/{withdrawalId}/entries", ask::withdrawalEntries)
                .GET("/ledger/trial-balance", ask::trialBalance)
                .GET("/ledger/quarantine", ask::quarantine)
                .POST("/ledger/quarantine/{quarantineId}/resolve", quarantine::resolve)
                .GET("/ledger/integrity", ask::integrity)
                .PUT("/ledger/statements/{provider}/{date}", statements::take)
                .GET("/ledger/reconciliation", statements::reconcile)
                .filter(new OperatorTokens(settings.operators()))
                .filter(new Failures())
                .build();
    }
}
