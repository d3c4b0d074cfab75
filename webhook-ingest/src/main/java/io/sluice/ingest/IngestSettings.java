package io.sluice.ingest;

import io.sluice.messaging.GroupCommit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * @param maxBatch callbacks in one commit
 * @param maxQueue callbacks that wait for a commit; beyond, a sender is told to come again
 * @param gather where callbacks come in company, so long one waits for others to share its commit
 * @param patience how long a callback may take to become durable; longer means 503
 * @param keepRaw how long headers and body are kept
 * @param keepDecided how long a repeat of an event is recognised
 */
@ConfigurationProperties("sluice.ingest")
record IngestSettings(
        @DefaultValue("500") int maxBatch,
        @DefaultValue("5000") int maxQueue,
        @DefaultValue("10ms") Duration gather,
        @DefaultValue("3s") Duration patience,
        @DefaultValue("30d") Duration keepRaw,
        @DefaultValue("400d") Duration keepDecided) {

    IngestSettings {
        if (maxBatch < 1 || maxQueue < maxBatch) {
            throw new IllegalArgumentException(
                    "sluice.ingest.max-batch, max-queue: "
                            + maxBatch
                            + ", "
                            + maxQueue
                            + " (expected: 1 <= max-batch <= max-queue)");
        }
        if (patience.isNegative() || patience.isZero()) {
            throw new IllegalArgumentException(
                    "sluice.ingest.patience: " + patience + " (expected: > 0)");
        }
        if (gather.isNegative() || gather.compareTo(patience) >= 0) {
            throw new IllegalArgumentException(
                    "sluice.ingest.gather: "
                            + gather
                            + " (expected: >= 0, < patience "
                            + patience
                            + ")");
        }
        if (keepRaw.compareTo(keepDecided) > 0) {
            throw new IllegalArgumentException(
                    "sluice.ingest.keep-raw: "
                            + keepRaw
                            + " (expected: <= keep-decided "
                            + keepDecided
                            + ")");
        }
    }

    GroupCommit.Bounds bounds() {
        return new GroupCommit.Bounds(maxBatch, maxQueue, new GroupCommit.Company(2, gather));
    }
}
