package io.sluice.ledger.application;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

/** Holds the books against themselves. */
public interface LedgerAudit {

    /**
     * Reads every transfer and every seal: the chains, each account's running balance, the balances
     * against the entries, and debits against credits. Takes seconds for each million transfers.
     */
    Mono<Integrity> verify();

    /**
     * Whether the books hold.
     *
     * @param firstBreak where they do not, if anywhere
     */
    record Integrity(boolean ok, @Nullable String firstBreak) {

        public static Integrity of(@Nullable String firstBreak) {
            return new Integrity(firstBreak == null, firstBreak);
        }
    }
}
