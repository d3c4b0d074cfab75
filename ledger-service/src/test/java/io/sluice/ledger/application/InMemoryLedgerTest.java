package io.sluice.ledger.application;

class InMemoryLedgerTest extends LedgerStoreContract {

    private final InMemoryLedger ledger = new InMemoryLedger();

    @Override
    protected LedgerStore store() {
        return ledger;
    }

    @Override
    protected PublishedOrder.Said said() {
        return ledger;
    }
}
