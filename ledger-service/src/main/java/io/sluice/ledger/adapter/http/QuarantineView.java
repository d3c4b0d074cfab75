package io.sluice.ledger.adapter.http;

import io.sluice.ledger.application.LedgerQuestions.QuarantineRow;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A quarantined fact as operators see it. */
record QuarantineView(
        String id,
        String withdrawalId,
        String payoutId,
        int attempt,
        String reason,
        JsonNode fact,
        String receivedAt,
        @Nullable String resolvedAt) {

    static QuarantineView of(QuarantineRow row, JsonMapper json) {
        return new QuarantineView(
                row.id().toString(),
                row.withdrawalId().toString(),
                row.payoutId().toString(),
                row.attempt(),
                row.reason(),
                json.readTree(row.fact()),
                row.receivedAt().toString(),
                row.resolvedAt() == null ? null : row.resolvedAt().toString());
    }
}
