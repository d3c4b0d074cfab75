package io.sluice.ledger.adapter.persistence;

import io.r2dbc.spi.Connection;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.Topics;
import io.sluice.contracts.Totals;
import io.sluice.contracts.WalletKey;
import io.sluice.contracts.WithdrawalId;
import io.sluice.ledger.domain.Account;
import io.sluice.ledger.domain.AccountBalance;
import io.sluice.ledger.domain.Answered;
import io.sluice.ledger.domain.Attempt;
import io.sluice.ledger.domain.Changed;
import io.sluice.ledger.domain.Decision;
import io.sluice.ledger.domain.Payout;
import io.sluice.ledger.domain.PostedTransfer;
import io.sluice.ledger.domain.Quarantined;
import io.sluice.ledger.domain.Seal;
import io.sluice.ledger.domain.Terms;
import io.sluice.ledger.domain.TransferId;
import io.sluice.ledger.domain.WalletTransfer;
import io.sluice.ledger.domain.Withdrawal;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Writes the rows of a decision that are new. */
final class NewRows {

    private static final String TRANSFERS =
            """
            transfer (partition, position, transfer_id, kind, debit_account, credit_account, amount,
                      currency, debit_balance, credit_balance, withdrawal_id, payout_id, linked_to,
                      event_at, booked_at)
            """;

    private static final String WALLET_TRANSFERS =
            """
            wallet_transfer (merchant_id, reference, kind, external_user_id, currency, amount,
                             transfer_id, available, refusal, partition, seal, decided_at)
            """;

    private static final String ANSWERS =
            "answered_record (withdrawal_id, event_id, outcomes, partition, seal)";

    private static final String QUARANTINE =
            """
            quarantine (quarantine_id, withdrawal_id, payout_id, attempt, reason, fact, received_at)
            """;

    private static final String ACCOUNTS =
            """
            account (account_id, kind, currency, partition, merchant_id, external_user_id, provider,
                     balance, overdraft)
            """;

    private static final String WITHDRAWALS =
            """
            withdrawal (withdrawal_id, merchant_id, application_key, external_user_id, currency,
                        model, processing, start, expires_at, requested, settled, released,
                        returned, outstanding, authorized, state, sequence)
            """;

    private static final String PAYOUTS =
            """
            payout (payout_id, withdrawal_id, ordered, settled, returned, suspended,
                    suspense_returned, state, first_sent, last_attempt)
            """;

    private static final String ATTEMPTS =
            """
            attempt (payout_id, attempt, provider, sent, settled, returned, fee, sent_at,
                     returned_at, settled_by)
            """;

    private final StoredOutcomes outcomes;

    NewRows(StoredOutcomes outcomes) {
        this.outcomes = outcomes;
    }

    Flux<Long> write(Connection connection, Decision decision) {
        return Flux.concat(
                accounts(connection, Changed.news(decision.accounts())),
                transfers(connection, decision.transfers()),
                walletTransfers(connection, decision.walletTransfers()),
                withdrawals(connection, Changed.news(decision.withdrawals())),
                payouts(connection, Changed.news(decision.payouts())),
                attempts(connection, Changed.news(decision.attempts())),
                answers(connection, decision.answered()),
                quarantined(connection, decision.quarantined()));
    }

    private static Mono<Long> accounts(Connection connection, List<AccountBalance> accounts) {
        return CopiedRows.into(
                connection,
                ACCOUNTS,
                9,
                accounts,
                (row, opened) -> {
                    Account account = opened.account();
                    WalletKey wallet = account.wallet();
                    row.uuid(account.id().value())
                            .text(account.kind().name())
                            .text(account.currency().getCurrencyCode())
                            .smallint(account.partition())
                            .text(wallet == null ? null : wallet.merchantId())
                            .text(wallet == null ? null : wallet.externalUserId())
                            .text(account.provider())
                            .bigint(opened.balance().amount())
                            .bigint(opened.balance().overdraft());
                });
    }

    private static Mono<Long> transfers(Connection connection, List<PostedTransfer> transfers) {
        return CopiedRows.into(
                connection,
                TRANSFERS,
                15,
                transfers,
                (row, transfer) ->
                        row.smallint(transfer.partition())
                                .bigint(transfer.position())
                                .uuid(transfer.id().value())
                                .text(transfer.kind().name())
                                .uuid(transfer.debit().value())
                                .uuid(transfer.credit().value())
                                .bigint(transfer.amount().minorUnits())
                                .text(transfer.amount().currency().getCurrencyCode())
                                .bigint(transfer.debitBalance())
                                .bigint(transfer.creditBalance())
                                .uuid(value(transfer.withdrawalId(), WithdrawalId::value))
                                .uuid(value(transfer.payoutId(), PayoutId::value))
                                .uuid(value(transfer.linkedTo(), TransferId::value))
                                .time(transfer.eventAt())
                                .time(transfer.bookedAt()));
    }

    private static Mono<Long> walletTransfers(
            Connection connection, List<WalletTransfer> transfers) {
        return CopiedRows.into(
                connection,
                WALLET_TRANSFERS,
                12,
                transfers,
                (row, transfer) ->
                        row.text(transfer.reference().merchantId())
                                .text(transfer.reference().text())
                                .text(transfer.kind().name())
                                .text(transfer.wallet().externalUserId())
                                .text(transfer.wallet().currency().getCurrencyCode())
                                .bigint(transfer.amount().minorUnits())
                                .uuid(transfer.transferId().value())
                                .bigint(transfer.available())
                                .text(transfer.refusal())
                                .smallint(transfer.partition())
                                .integerOrNull(value(transfer.seal(), Seal::number))
                                .time(transfer.decidedAt()));
    }

    private static Mono<Long> withdrawals(Connection connection, List<Withdrawal> withdrawals) {
        return CopiedRows.into(
                connection,
                WITHDRAWALS,
                17,
                withdrawals,
                (row, withdrawal) -> {
                    Terms terms = withdrawal.terms();
                    Totals totals = withdrawal.totals();
                    row.uuid(terms.id().value())
                            .text(terms.wallet().merchantId())
                            .text(terms.applicationKey())
                            .text(terms.wallet().externalUserId())
                            .text(terms.wallet().currency().getCurrencyCode())
                            .text(terms.model().name())
                            .text(terms.processing().name())
                            .text(terms.start().name())
                            .time(terms.expiresAt())
                            .bigint(totals.requested())
                            .bigint(totals.settled())
                            .bigint(totals.released())
                            .bigint(totals.returned())
                            .bigint(totals.outstanding())
                            .bigint(withdrawal.authorized())
                            .text(withdrawal.state().name())
                            .integer(withdrawal.sequence());
                });
    }

    private static Mono<Long> payouts(Connection connection, List<Payout> payouts) {
        return CopiedRows.into(
                connection,
                PAYOUTS,
                10,
                payouts,
                (row, payout) ->
                        row.uuid(payout.id().value())
                                .uuid(payout.withdrawalId().value())
                                .bigint(payout.ordered())
                                .bigint(payout.settled())
                                .bigint(payout.returned())
                                .bigint(payout.suspended())
                                .bigint(payout.suspenseReturned())
                                .text(payout.state().name())
                                .integer(payout.firstSent())
                                .integer(payout.lastAttempt()));
    }

    private static Mono<Long> attempts(Connection connection, List<Attempt> attempts) {
        return CopiedRows.into(
                connection,
                ATTEMPTS,
                10,
                attempts,
                (row, attempt) ->
                        row.uuid(attempt.key().payoutId().value())
                                .integer(attempt.key().number())
                                .text(attempt.provider())
                                .bigint(attempt.sent())
                                .bigint(attempt.settled())
                                .bigint(attempt.returned())
                                .bigint(attempt.fee())
                                .time(attempt.sentAt())
                                .time(attempt.returnedAt())
                                .uuid(value(attempt.settledBy(), TransferId::value)));
    }

    private Mono<Long> answers(Connection connection, List<Answered> answers) {
        return CopiedRows.into(
                connection,
                ANSWERS,
                5,
                answers,
                (row, answer) ->
                        row.uuid(answer.withdrawalId().value())
                                .uuid(answer.cause().value())
                                .text(outcomes.write(answer.outcomes()))
                                .smallint(answer.withdrawalId().slot().partition(Topics.PARTITIONS))
                                .integerOrNull(value(answer.seal(), Seal::number)));
    }

    private Mono<Long> quarantined(Connection connection, List<Quarantined> quarantined) {
        return CopiedRows.into(
                connection,
                QUARANTINE,
                7,
                quarantined,
                (row, found) ->
                        row.uuid(found.id().value())
                                .uuid(found.fact().withdrawalId().value())
                                .uuid(found.fact().payoutId().value())
                                .integer(found.fact().attempt())
                                .text(found.reason().code())
                                .jsonb(outcomes.fact(found.fact()))
                                .time(found.receivedAt()));
    }

    private static <T> @Nullable UUID value(@Nullable T id, Function<T, UUID> value) {
        return id == null ? null : value.apply(id);
    }

    private static @Nullable Integer value(@Nullable Seal seal, Function<Seal, Integer> value) {
        return seal == null ? null : value.apply(seal);
    }
}
