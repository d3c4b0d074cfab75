package io.sluice.ledger.adapter.http;

import io.sluice.ledger.application.LedgerQuestions.EntryRow;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An entry as operators see it; amounts are strings of minor units. */
record EntryView(
        String entryId,
        String transferId,
        String accountId,
        String direction,
        String kind,
        String amount,
        String currency,
        String balanceAfter,
        @Nullable String withdrawalId,
        @Nullable String payoutId,
        @Nullable String linkedTo,
        String eventAt,
        String bookedAt) {

    static final String CSV_HEADER =
            "entryId,transferId,accountId,direction,kind,amount,currency,balanceAfter,"
                    + "withdrawalId,payoutId,linkedTo,eventAt,bookedAt\r\n";

    static EntryView of(EntryRow row) {
        return new EntryView(
                row.partition() + "-" + row.position() + "-" + row.direction().charAt(0),
                row.transferId().toString(),
                row.accountId().toString(),
                row.direction(),
                row.kind(),
                Long.toString(row.amount()),
                row.currency(),
                Long.toString(row.balanceAfter()),
                text(row.withdrawalId()),
                text(row.payoutId()),
                text(row.linkedTo()),
                row.eventAt().toString(),
                row.bookedAt().toString());
    }

    /** No value of an entry holds a comma, a quote or a line break. */
    static String csv(EntryRow row) {
        EntryView entry = of(row);
        return Stream.of(
                                entry.entryId(),
                                entry.transferId(),
                                entry.accountId(),
                                entry.direction(),
                                entry.kind(),
                                entry.amount(),
                                entry.currency(),
                                entry.balanceAfter(),
                                Objects.requireNonNullElse(entry.withdrawalId(), ""),
                                Objects.requireNonNullElse(entry.payoutId(), ""),
                                Objects.requireNonNullElse(entry.linkedTo(), ""),
                                entry.eventAt(),
                                entry.bookedAt())
                        .collect(Collectors.joining(","))
                + "\r\n";
    }

    private static @Nullable String text(@Nullable Object id) {
        return id == null ? null : id.toString();
    }
}
