package io.sluice.ledger.domain;

import io.sluice.contracts.WalletKey;

import java.util.Currency;
import java.util.HashMap;
import java.util.Map;

/** The accounts that a batch speaks of, each derived once. Not thread-safe: one per batch. */
public final class ChartOfAccounts {

    private record Clearing(String provider, Currency currency, int partition) {}

    private record Shared(AccountKind kind, Currency currency, int partition) {}

    private final Map<WalletKey, Account> wallets = new HashMap<>();
    private final Map<WalletKey, Account> reserves = new HashMap<>();
    private final Map<Clearing, Account> clearing = new HashMap<>();
    private final Map<Shared, Account> shared = new HashMap<>();

    public Account wallet(WalletKey key) {
        return wallets.computeIfAbsent(key, Account::wallet);
    }

    public Account reserved(WalletKey key) {
        return reserves.computeIfAbsent(key, Account::reserved);
    }

    public Account clearing(String provider, Currency currency, int partition) {
        return clearing.computeIfAbsent(
                new Clearing(provider, currency, partition),
                _ -> Account.clearing(provider, currency, partition));
    }

    public Account fees(Currency currency, int partition) {
        return shared(AccountKind.FEES, currency, partition);
    }

    public Account suspense(Currency currency, int partition) {
        return shared(AccountKind.SUSPENSE, currency, partition);
    }

    public Account funding(Currency currency, int partition) {
        return shared(AccountKind.FUNDING, currency, partition);
    }

    private Account shared(AccountKind kind, Currency currency, int partition) {
        return shared.computeIfAbsent(
                new Shared(kind, currency, partition),
                _ -> Account.shared(kind, currency, partition));
    }
}
