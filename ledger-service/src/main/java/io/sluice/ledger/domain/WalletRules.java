package io.sluice.ledger.domain;

import io.sluice.contracts.LedgerCommand.WalletCommand;
import io.sluice.contracts.LedgerEvent;
import io.sluice.contracts.LedgerEvent.TransferRefused;
import io.sluice.contracts.LedgerEvent.WalletCredited;
import io.sluice.contracts.LedgerEvent.WalletDebited;
import io.sluice.contracts.Money;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** Credits and debits from outside, once for each of a merchant's references. */
final class WalletRules {

    private WalletRules() {}

    /** Decides a reference that was never seen. */
    static WalletTransfer decide(
            Docket docket, EntryKind kind, WalletCommand command, Instant eventAt) {
        Account wallet = docket.chart().wallet(command.wallet());
        Account funding = docket.chart().funding(command.currency(), wallet.partition());
        Account debit = kind == EntryKind.CREDIT ? funding : wallet;
        Account credit = kind == EntryKind.CREDIT ? wallet : funding;
        Reference reference = new Reference(command.merchantId(), command.reference());
        TransferId id = TransferId.of(kind, command.merchantId(), command.reference());
        Money amount = new Money(command.amount(), command.currency());
        String refusal = refusal(docket, debit, credit, command.amount());
        if (refusal == null) {
            docket.post(
                    new Transfer(id, kind, debit, credit, amount, null, null, null, eventAt),
                    false);
        }
        return new WalletTransfer(
                reference,
                kind,
                command.wallet(),
                amount,
                id,
                docket.balance(wallet).amount(),
                refusal,
                docket.bookedAt(),
                null);
    }

    private static @Nullable String refusal(
            Docket docket, Account debit, Account credit, long amount) {
        if (amount <= 0) {
            throw new Refusal("amount: " + amount + " (expected: > 0)");
        }
        if (debit.kind() == AccountKind.WALLET && docket.balance(debit).amount() < amount) {
            return "insufficient_funds";
        }
        return docket.fits(debit, credit, amount) ? null : "amount_overflow";
    }

    /** The answer to a command whose reference was decided: the same for every repeat. */
    static LedgerEvent answer(WalletTransfer decided, EntryKind kind, WalletCommand command) {
        Money amount = new Money(command.amount(), command.currency());
        if (!decided.isOf(kind, command.wallet(), amount)) {
            return refused(command, "reference_reused");
        }
        if (decided.refusal() != null) {
            return refused(command, decided.refusal());
        }
        return kind == EntryKind.CREDIT
                ? new WalletCredited(
                        command.merchantId(),
                        command.externalUserId(),
                        command.currency(),
                        decided.transferId().value(),
                        command.amount(),
                        decided.available(),
                        command.reference())
                : new WalletDebited(
                        command.merchantId(),
                        command.externalUserId(),
                        command.currency(),
                        decided.transferId().value(),
                        command.amount(),
                        decided.available(),
                        command.reference());
    }

    private static TransferRefused refused(WalletCommand command, String reason) {
        return new TransferRefused(
                command.merchantId(),
                command.externalUserId(),
                command.currency(),
                command.amount(),
                command.reference(),
                reason);
    }
}
