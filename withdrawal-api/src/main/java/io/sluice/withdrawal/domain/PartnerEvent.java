package io.sluice.withdrawal.domain;

import io.sluice.contracts.EventId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Something that a partner may see happened to a withdrawal.
 *
 * @param sequence its number within the withdrawal, from 1, without gaps
 * @param status the withdrawal's state as this event tells it
 * @param sent what had been sent, in minor units; so {@code released} and {@code returned}
 * @param cameBack what this return brought; null for what is no return
 * @param payout the part it is about; null where it is about the whole
 */
public record PartnerEvent(
        EventId id,
        PartnerEventType type,
        int sequence,
        Instant occurredAt,
        WithdrawalStatus status,
        long sent,
        long released,
        long returned,
        @Nullable Long cameBack,
        @Nullable String rejectedReason,
        @Nullable Payout payout) {

    /** The first event of each withdrawal, written in the same commit. */
    public static PartnerEvent created(Withdrawal opened) {
        return new PartnerEvent(
                EventId.derived(opened.id().toString(), PartnerEventType.WITHDRAWAL_CREATED.text()),
                PartnerEventType.WITHDRAWAL_CREATED,
                1,
                opened.createdAt(),
                WithdrawalStatus.PENDING_REVIEW,
                0,
                0,
                0,
                null,
                null,
                null);
    }
}
