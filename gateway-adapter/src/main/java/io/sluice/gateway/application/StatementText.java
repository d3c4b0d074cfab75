package io.sluice.gateway.application;

import io.sluice.gateway.domain.StatementLine;

import java.util.List;

/** A statement as the ledger takes it: CSV, amounts in minor units. */
public final class StatementText {

    private static final String HEADER =
            "reference,status,amount,returnedAmount,currency,occurredAt\n";

    private StatementText() {}

    public static String of(List<StatementLine> lines) {
        StringBuilder text = new StringBuilder(HEADER);
        for (StatementLine line : lines) {
            text.append('"')
                    .append(line.reference().replace("\"", "\"\""))
                    .append("\",")
                    .append(line.word())
                    .append(',')
                    .append(line.amount())
                    .append(',')
                    .append(line.returned())
                    .append(',')
                    .append(line.currency())
                    .append(',')
                    .append(line.occurredAt())
                    .append('\n');
        }
        return text.toString();
    }
}
