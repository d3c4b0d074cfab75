package io.sluice.verification.simulation.service;

import io.sluice.verification.simulation.database.Database;
import io.sluice.verification.simulation.database.OutboxRows;

/** What the API's database holds; a transaction may reach all of it. */
record ApiTables(
        Database database,
        OutboxRows outbox,
        OperationTable operations,
        ReviewTable reviews,
        WithdrawalTable withdrawals) {

    static ApiTables in(Database database) {
        OutboxRows outbox = new OutboxRows(Shared.CODEC);
        OperationTable operations = new OperationTable();
        ReviewTable reviews = new ReviewTable();
        return new ApiTables(
                database,
                outbox,
                operations,
                reviews,
                new WithdrawalTable(database, outbox, operations, reviews));
    }
}
