package io.sluice.ledger.adapter.persistence;

import io.r2dbc.spi.Connection;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.Topics;
import io.sluice.contracts.WalletKey;
import io.sluice.contracts.WithdrawalId;
import io.sluice.ledger.domain.AccountBalance;
import io.sluice.ledger.domain.Answered;
import io.sluice.ledger.domain.Attempt;
import io.sluice.ledger.domain.Changed;
import io.sluice.ledger.domain.Decision;
import io.sluice.ledger.domain.Payout;
import io.sluice.ledger.domain.PostedTransfer;
import io.sluice.ledger.domain.Quarantined;
import io.sluice.ledger.domain.Seal;
import io.sluice.ledger.domain.TransferId;
import io.sluice.ledger.domain.WalletTransfer;
import io.sluice.ledger.domain.Withdrawal;
import io.sluice.messaging.Writes;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** The rows of a decision that are new. */
final class NewRows {

    private static final Table<AccountBalance> ACCOUNTS =
            Table.<AccountBalance>named("account")
                    .uuid("account_id", opened -> opened.account().id().value())
                    .text("kind", opened -> opened.account().kind().name())
                    .text("currency", opened -> opened.account().currency().getCurrencyCode())
                    .smallint("partition", opened -> opened.account().partition())
                    .text("merchant_id", opened -> owner(opened, WalletKey::merchantId))
                    .text("external_user_id", opened -> owner(opened, WalletKey::externalUserId))
                    .text("provider", opened -> opened.account().provider())
                    .bigint("balance", opened -> opened.balance().amount())
                    .bigint("overdraft", opened -> opened.balance().overdraft());

    private static final Table<PostedTransfer> TRANSFERS =
            Table.<PostedTransfer>named("transfer")
                    .smallint("partition", PostedTransfer::partition)
                    .bigint("position", PostedTransfer::position)
                    .uuid("transfer_id", transfer -> transfer.id().value())
                    .text("kind", transfer -> transfer.kind().name())
                    .uuid("debit_account", transfer -> transfer.debit().value())
                    .uuid("credit_account", transfer -> transfer.credit().value())
                    .bigint("amount", transfer -> transfer.amount().minorUnits())
                    .text("currency", transfer -> transfer.amount().currency().getCurrencyCode())
                    .bigint("debit_balance", PostedTransfer::debitBalance)
                    .bigint("credit_balance", PostedTransfer::creditBalance)
                    .uuid(
                            "withdrawal_id",
                            transfer -> value(transfer.withdrawalId(), WithdrawalId::value))
                    .uuid("payout_id", transfer -> value(transfer.payoutId(), PayoutId::value))
                    .uuid("linked_to", transfer -> value(transfer.linkedTo(), TransferId::value))
                    .time("event_at", PostedTransfer::eventAt)
                    .time("booked_at", PostedTransfer::bookedAt);

    private static final Table<WalletTransfer> WALLET_TRANSFERS =
            Table.<WalletTransfer>named("wallet_transfer")
                    .text("merchant_id", transfer -> transfer.reference().merchantId())
                    .text("reference", transfer -> transfer.reference().text())
                    .text("kind", transfer -> transfer.kind().name())
                    .text("external_user_id", transfer -> transfer.wallet().externalUserId())
                    .text("currency", transfer -> transfer.wallet().currency().getCurrencyCode())
                    .bigint("amount", transfer -> transfer.amount().minorUnits())
                    .uuid("transfer_id", transfer -> transfer.transferId().value())
                    .bigint("available", WalletTransfer::available)
                    .text("refusal", WalletTransfer::refusal)
                    .smallint("partition", WalletTransfer::partition)
                    .integer("seal", transfer -> number(transfer.seal()))
                    .time("decided_at", WalletTransfer::decidedAt);

    private static final Table<Withdrawal> WITHDRAWALS =
            Table.<Withdrawal>named("withdrawal")
                    .uuid("withdrawal_id", withdrawal -> withdrawal.terms().id().value())
                    .text("merchant_id", withdrawal -> withdrawal.terms().wallet().merchantId())
                    .text("application_key", withdrawal -> withdrawal.terms().applicationKey())
                    .text(
                            "external_user_id",
                            withdrawal -> withdrawal.terms().wallet().externalUserId())
                    .text(
                            "currency",
                            withdrawal -> withdrawal.terms().wallet().currency().getCurrencyCode())
                    .text("model", withdrawal -> withdrawal.terms().model().name())
                    .text("processing", withdrawal -> withdrawal.terms().processing().name())
                    .text("start", withdrawal -> withdrawal.terms().start().name())
                    .time("expires_at", withdrawal -> withdrawal.terms().expiresAt())
                    .bigint("requested", withdrawal -> withdrawal.totals().requested())
                    .bigint("settled", withdrawal -> withdrawal.totals().settled())
                    .bigint("released", withdrawal -> withdrawal.totals().released())
                    .bigint("returned", withdrawal -> withdrawal.totals().returned())
                    .bigint("outstanding", withdrawal -> withdrawal.totals().outstanding())
                    .bigint("authorized", Withdrawal::authorized)
                    .text("state", withdrawal -> withdrawal.state().name())
                    .integer("sequence", Withdrawal::sequence);

    private static final Table<Payout> PAYOUTS =
            Table.<Payout>named("payout")
                    .uuid("payout_id", payout -> payout.id().value())
                    .uuid("withdrawal_id", payout -> payout.withdrawalId().value())
                    .bigint("ordered", Payout::ordered)
                    .bigint("settled", Payout::settled)
                    .bigint("returned", Payout::returned)
                    .bigint("suspended", Payout::suspended)
                    .bigint("suspense_returned", Payout::suspenseReturned)
                    .text("state", payout -> payout.state().name())
                    .integer("first_sent", Payout::firstSent)
                    .integer("last_attempt", Payout::lastAttempt);

    private static final Table<Attempt> ATTEMPTS =
            Table.<Attempt>named("attempt")
                    .uuid("payout_id", attempt -> attempt.key().payoutId().value())
                    .integer("attempt", attempt -> attempt.key().number())
                    .text("provider", Attempt::provider)
                    .bigint("sent", Attempt::sent)
                    .bigint("settled", Attempt::settled)
                    .bigint("returned", Attempt::returned)
                    .bigint("fee", Attempt::fee)
                    .time("sent_at", Attempt::sentAt)
                    .time("returned_at", Attempt::returnedAt)
                    .uuid("settled_by", attempt -> value(attempt.settledBy(), TransferId::value));

    /** New rows of one table. */
    private record Of<T>(Table<T> table, List<T> rows) {

        Mono<Long> copy(Connection connection) {
            return table.copy(connection, rows);
        }

        Stream<Writes.Part> insert() {
            return table.insert(rows);
        }
    }

    private final Table<Answered> answers;
    private final Table<Quarantined> quarantine;

    NewRows(StoredOutcomes outcomes) {
        answers =
                Table.<Answered>named("answered_record")
                        .uuid("withdrawal_id", answer -> answer.withdrawalId().value())
                        .uuid("event_id", answer -> answer.cause().value())
                        .text("outcomes", answer -> outcomes.write(answer.outcomes()))
                        .smallint(
                                "partition",
                                answer -> answer.withdrawalId().slot().partition(Topics.PARTITIONS))
                        .integer("seal", answer -> number(answer.seal()));
        quarantine =
                Table.<Quarantined>named("quarantine")
                        .uuid("quarantine_id", found -> found.id().value())
                        .uuid("withdrawal_id", found -> found.fact().withdrawalId().value())
                        .uuid("payout_id", found -> found.fact().payoutId().value())
                        .integer("attempt", found -> found.fact().attempt())
                        .text("reason", found -> found.reason().code())
                        .jsonb("fact", found -> outcomes.fact(found.fact()))
                        .time("received_at", Quarantined::receivedAt);
    }

    /** Writes them with a statement for each table. */
    Flux<Long> copy(Connection connection, Decision decision) {
        return Flux.fromStream(() -> of(decision)).concatMap(each -> each.copy(connection));
    }

    /** The same as parts of one statement. */
    Stream<Writes.Part> insert(Decision decision) {
        return of(decision).flatMap(Of::insert);
    }

    int count(Decision decision) {
        return of(decision).mapToInt(each -> each.rows().size()).sum();
    }

    private Stream<Of<?>> of(Decision decision) {
        return Stream.of(
                new Of<>(ACCOUNTS, Changed.news(decision.accounts())),
                new Of<>(TRANSFERS, decision.transfers()),
                new Of<>(WALLET_TRANSFERS, decision.walletTransfers()),
                new Of<>(WITHDRAWALS, Changed.news(decision.withdrawals())),
                new Of<>(PAYOUTS, Changed.news(decision.payouts())),
                new Of<>(ATTEMPTS, Changed.news(decision.attempts())),
                new Of<>(answers, decision.answered()),
                new Of<>(quarantine, decision.quarantined()));
    }

    private static @Nullable String owner(AccountBalance opened, Function<WalletKey, String> part) {
        WalletKey wallet = opened.account().wallet();
        return wallet == null ? null : part.apply(wallet);
    }

    private static <T> @Nullable UUID value(@Nullable T id, Function<T, UUID> value) {
        return id == null ? null : value.apply(id);
    }

    private static @Nullable Integer number(@Nullable Seal seal) {
        return seal == null ? null : seal.number();
    }
}
