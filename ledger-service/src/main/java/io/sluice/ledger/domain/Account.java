package io.sluice.ledger.domain;

import io.sluice.contracts.EventId;
import io.sluice.contracts.Topics;
import io.sluice.contracts.WalletKey;

import org.jspecify.annotations.Nullable;

import java.util.Currency;
import java.util.Locale;

/**
 * An account, known by what it is. A wallet has two; all others are shared, and striped by
 * partition so that no row is hot across writers.
 *
 * @param partition the one writer's
 * @param wallet whose it is, where it is a wallet's
 * @param provider whose it is, where it is a provider's
 */
public record Account(
        AccountId id,
        AccountKind kind,
        Currency currency,
        int partition,
        @Nullable WalletKey wallet,
        @Nullable String provider) {

    static Account wallet(WalletKey key) {
        return new Account(
                new AccountId(key.accountId()),
                AccountKind.WALLET,
                key.currency(),
                partitionOf(key),
                key,
                null);
    }

    static Account reserved(WalletKey key) {
        return new Account(
                derived(AccountKind.RESERVED, key.accountId().toString()),
                AccountKind.RESERVED,
                key.currency(),
                partitionOf(key),
                key,
                null);
    }

    static Account clearing(String provider, Currency currency, int partition) {
        return new Account(
                derived(AccountKind.CLEARING, currency + "|" + partition + "|" + provider),
                AccountKind.CLEARING,
                currency,
                partition,
                null,
                provider);
    }

    /** Fees, suspense or funding. */
    static Account shared(AccountKind kind, Currency currency, int partition) {
        return new Account(
                derived(kind, currency + "|" + partition), kind, currency, partition, null, null);
    }

    /** The writer of everything that belongs to the wallet. */
    public static int partitionOf(WalletKey wallet) {
        return wallet.slot().partition(Topics.PARTITIONS);
    }

    private static AccountId derived(AccountKind kind, String what) {
        return new AccountId(
                EventId.derived("account", kind.name().toLowerCase(Locale.ROOT) + "|" + what)
                        .value());
    }
}
