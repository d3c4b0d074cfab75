package io.sluice.ledger.domain;

import io.sluice.contracts.Money;
import io.sluice.contracts.WalletKey;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A credit or debit from outside, as it was decided: the answer to every repeat of its reference.
 *
 * @param kind CREDIT or DEBIT
 * @param available what was left in the wallet
 * @param refusal a stable code, where nothing moved
 * @param seal the batch that booked it, where something moved
 */
public record WalletTransfer(
        Reference reference,
        EntryKind kind,
        WalletKey wallet,
        Money amount,
        TransferId transferId,
        long available,
        @Nullable String refusal,
        Instant decidedAt,
        @Nullable Seal seal) {

    /** Whether a command with this content is the one that was decided. */
    public boolean isOf(EntryKind otherKind, WalletKey otherWallet, Money otherAmount) {
        return kind == otherKind && wallet.equals(otherWallet) && amount.equals(otherAmount);
    }

    /** The writer's. */
    public int partition() {
        return seal == null ? Account.partitionOf(wallet) : seal.partition();
    }

    WalletTransfer sealed(Seal by) {
        return new WalletTransfer(
                reference, kind, wallet, amount, transferId, available, refusal, decidedAt, by);
    }
}
