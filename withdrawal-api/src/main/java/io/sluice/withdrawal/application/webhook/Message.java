package io.sluice.withdrawal.application.webhook;

import io.sluice.withdrawal.application.Opening.Notice;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/**
 * What a partner is told, the same at every attempt; it is stamped and signed for each.
 *
 * @param notice its form where the partner wants Praxis notifications
 */
public record Message(UUID eventId, String body, @Nullable Notice notice) {}
