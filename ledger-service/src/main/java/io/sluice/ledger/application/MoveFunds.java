package io.sluice.ledger.application;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.EventId;
import io.sluice.contracts.LedgerCommand.WalletCommand;
import io.sluice.contracts.LedgerCommand.WalletCreditRequested;
import io.sluice.contracts.LedgerCommand.WalletDebitRequested;
import io.sluice.contracts.Money;
import io.sluice.contracts.WalletKey;
import io.sluice.ledger.domain.Bookkeeping;
import io.sluice.ledger.domain.EntryKind;
import io.sluice.ledger.domain.Reference;
import io.sluice.ledger.domain.WalletTransfer;
import io.sluice.messaging.Outages;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Credits or debits a wallet from outside: sends the command through Kafka, where it takes its
 * place among all other inputs of the wallet, and waits for what the partition's holder decides.
 */
public final class MoveFunds {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(50);

    private final LedgerCommands commands;
    private final WalletTransfers transfers;
    private final DecidedTransfers decided;
    private final Clock clock;

    public MoveFunds(
            LedgerCommands commands,
            WalletTransfers transfers,
            DecidedTransfers decided,
            Clock clock) {
        this.commands = commands;
        this.transfers = transfers;
        this.decided = decided;
        this.clock = clock;
    }

    /** It is not known yet what became of the command; to ask again is safe. */
    public static final class Undecided extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Undecided(Throwable cause) {
            super("undecided (expected: within " + PATIENCE.toSeconds() + " s)", cause);
        }
    }

    /**
     * What was decided for the reference, now or before: the caller compares its content.
     *
     * <p>Fails with {@link Undecided} after 10 s, or when broker or database are away.
     */
    public Mono<WalletTransfer> move(
            EntryKind kind, WalletKey wallet, Money amount, String reference, String requestedBy) {
        Reference key = new Reference(wallet.merchantId(), reference);
        return transfers
                .find(key)
                .switchIfEmpty(
                        Mono.defer(
                                () ->
                                        sendAndWait(
                                                key,
                                                command(
                                                        kind,
                                                        wallet,
                                                        amount,
                                                        reference,
                                                        requestedBy))))
                .timeout(PATIENCE)
                .onErrorMap(Outages::isOutage, Undecided::new);
    }

    private Mono<WalletTransfer> sendAndWait(Reference key, Envelope<WalletCommand> command) {
        Mono<WalletTransfer> here = decided.decided(key).then(transfers.find(key));
        Mono<WalletTransfer> anywhere =
                Flux.interval(POLL)
                        .onBackpressureDrop()
                        .concatMap(_ -> transfers.find(key).onErrorComplete(Outages::isOutage), 1)
                        .next();
        return commands.send(List.of(command))
                .then(Mono.firstWithValue(here, anywhere))
                .doFinally(_ -> decided.forget(key));
    }

    /** The id covers the content: a repeat is the same event, other content is another. */
    private Envelope<WalletCommand> command(
            EntryKind kind, WalletKey wallet, Money amount, String reference, String requestedBy) {
        EventId id =
                EventId.derived(
                        "wallet-command|" + wallet.merchantId() + "|" + reference,
                        kind + "|" + wallet.accountId() + "|" + amount);
        WalletCommand command =
                kind == EntryKind.CREDIT
                        ? new WalletCreditRequested(
                                wallet.merchantId(),
                                wallet.externalUserId(),
                                wallet.currency(),
                                amount.minorUnits(),
                                reference,
                                requestedBy)
                        : new WalletDebitRequested(
                                wallet.merchantId(),
                                wallet.externalUserId(),
                                wallet.currency(),
                                amount.minorUnits(),
                                reference,
                                requestedBy);
        return new Envelope<>(id, Bookkeeping.SOURCE, clock.instant(), null, null, command);
    }
}
