package io.sluice.ledger.domain;

/**
 * Credits less debits of an account, in minor units.
 *
 * @param overdraft how far below zero final debits took a wallet; nothing else may
 */
public record Balance(long amount, long overdraft) {

    static final Balance ZERO = new Balance(0, 0);

    public Balance {
        if (overdraft < 0) {
            throw new IllegalArgumentException("overdraft: " + overdraft + " (expected: >= 0)");
        }
    }

    Balance debit(AccountKind kind, long by, boolean mayOverdraw) {
        long after = Math.subtractExact(amount, by);
        return switch (kind) {
            case WALLET -> debitedWallet(after, mayOverdraw);
            case RESERVED -> new Balance(atLeast(after, 0), 0);
            case CLEARING, FEES, SUSPENSE, FUNDING -> new Balance(after, 0);
        };
    }

    Balance credit(long by) {
        long after = Math.addExact(amount, by);
        return new Balance(after, Math.min(overdraft, Math.max(0, Math.negateExact(after))));
    }

    private Balance debitedWallet(long after, boolean mayOverdraw) {
        if (mayOverdraw) {
            return new Balance(after, Math.max(0, Math.negateExact(after)));
        }
        return new Balance(atLeast(after, 0), 0);
    }

    private static long atLeast(long after, long floor) {
        if (after < floor) {
            throw new IllegalStateException("balance: " + after + " (expected: >= " + floor + ")");
        }
        return after;
    }
}
