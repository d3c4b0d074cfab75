package io.sluice.ledger.adapter.persistence;

import io.r2dbc.spi.Readable;
import io.sluice.contracts.BalanceModel;
import io.sluice.contracts.Money;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.Processing;
import io.sluice.contracts.Start;
import io.sluice.contracts.Totals;
import io.sluice.contracts.WalletKey;
import io.sluice.contracts.WithdrawalId;
import io.sluice.ledger.domain.AccountId;
import io.sluice.ledger.domain.Attempt;
import io.sluice.ledger.domain.AttemptKey;
import io.sluice.ledger.domain.Balance;
import io.sluice.ledger.domain.ChainHead;
import io.sluice.ledger.domain.EntryKind;
import io.sluice.ledger.domain.Payout;
import io.sluice.ledger.domain.PayoutState;
import io.sluice.ledger.domain.Reference;
import io.sluice.ledger.domain.Seal;
import io.sluice.ledger.domain.Terms;
import io.sluice.ledger.domain.TransferId;
import io.sluice.ledger.domain.WalletTransfer;
import io.sluice.ledger.domain.Withdrawal;
import io.sluice.ledger.domain.WithdrawalState;

import org.jspecify.annotations.Nullable;

import java.util.Currency;
import java.util.Map;
import java.util.UUID;

/** Rows of the books as the domain has them. */
final class BookRows {

    private BookRows() {}

    static ChainHead head(Readable row) {
        return new ChainHead(
                Sql.get(row, "partition", Integer.class),
                Sql.get(row, "position", Long.class),
                Sql.get(row, "seal", Integer.class),
                Sql.get(row, "hash", String.class),
                Sql.time(row, "sealed_at"));
    }

    static Map.Entry<AccountId, Balance> balance(Readable row) {
        return Map.entry(
                new AccountId(Sql.get(row, "account_id", UUID.class)),
                new Balance(
                        Sql.get(row, "balance", Long.class),
                        Sql.get(row, "overdraft", Long.class)));
    }

    static Withdrawal withdrawal(Readable row) {
        WalletKey wallet =
                new WalletKey(
                        Sql.get(row, "merchant_id", String.class),
                        Sql.get(row, "external_user_id", String.class),
                        currency(row));
        Terms terms =
                new Terms(
                        new WithdrawalId(Sql.get(row, "withdrawal_id", UUID.class)),
                        wallet,
                        Sql.get(row, "application_key", String.class),
                        BalanceModel.valueOf(Sql.get(row, "model", String.class)),
                        Processing.valueOf(Sql.get(row, "processing", String.class)),
                        Start.valueOf(Sql.get(row, "start", String.class)),
                        Sql.timeOrNull(row, "expires_at"));
        return new Withdrawal(
                terms,
                new Totals(
                        Sql.get(row, "requested", Long.class),
                        Sql.get(row, "settled", Long.class),
                        Sql.get(row, "released", Long.class),
                        Sql.get(row, "returned", Long.class),
                        Sql.get(row, "outstanding", Long.class)),
                Sql.get(row, "authorized", Long.class),
                WithdrawalState.valueOf(Sql.get(row, "state", String.class)),
                Sql.get(row, "sequence", Integer.class));
    }

    static Payout payout(Readable row) {
        return new Payout(
                new PayoutId(Sql.get(row, "payout_id", UUID.class)),
                new WithdrawalId(Sql.get(row, "withdrawal_id", UUID.class)),
                Sql.get(row, "ordered", Long.class),
                Sql.get(row, "settled", Long.class),
                Sql.get(row, "returned", Long.class),
                Sql.get(row, "suspended", Long.class),
                Sql.get(row, "suspense_returned", Long.class),
                PayoutState.valueOf(Sql.get(row, "state", String.class)),
                Sql.get(row, "first_sent", Integer.class),
                Sql.get(row, "last_attempt", Integer.class));
    }

    static Attempt attempt(Readable row) {
        UUID settledBy = row.get("settled_by", UUID.class);
        return new Attempt(
                new AttemptKey(
                        new PayoutId(Sql.get(row, "payout_id", UUID.class)),
                        Sql.get(row, "attempt", Integer.class)),
                Sql.get(row, "provider", String.class),
                Sql.get(row, "sent", Long.class),
                Sql.get(row, "settled", Long.class),
                Sql.get(row, "returned", Long.class),
                Sql.get(row, "fee", Long.class),
                Sql.timeOrNull(row, "sent_at"),
                Sql.timeOrNull(row, "returned_at"),
                settledBy == null ? null : new TransferId(settledBy));
    }

    static WalletTransfer walletTransfer(Readable row) {
        String merchantId = Sql.get(row, "merchant_id", String.class);
        Currency currency = currency(row);
        return new WalletTransfer(
                new Reference(merchantId, Sql.get(row, "reference", String.class)),
                EntryKind.valueOf(Sql.get(row, "kind", String.class)),
                new WalletKey(merchantId, Sql.get(row, "external_user_id", String.class), currency),
                new Money(Sql.get(row, "amount", Long.class), currency),
                new TransferId(Sql.get(row, "transfer_id", UUID.class)),
                Sql.get(row, "available", Long.class),
                row.get("refusal", String.class),
                Sql.time(row, "decided_at"),
                seal(row));
    }

    /** The seal that a row is joined with, if any. */
    static @Nullable Seal seal(Readable row) {
        return row.get("seal", Integer.class) == null ? null : sealRow(row);
    }

    static Seal sealRow(Readable row) {
        return new Seal(
                Sql.get(row, "partition", Integer.class),
                Sql.get(row, "seal", Integer.class),
                Sql.get(row, "first_position", Long.class),
                Sql.get(row, "last_position", Long.class),
                Sql.get(row, "hash", String.class),
                Sql.time(row, "sealed_at"));
    }

    static Currency currency(Readable row) {
        return Currency.getInstance(Sql.get(row, "currency", String.class));
    }
}
