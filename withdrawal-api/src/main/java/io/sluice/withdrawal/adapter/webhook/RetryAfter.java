package io.sluice.withdrawal.adapter.webhook;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/**
 * Reads Retry-After (RFC 9110, 10.2.3): seconds or a date.
 *
 * @param longest what is honoured at most
 */
record RetryAfter(Duration longest, Clock clock) {

    /** Null for none, for nonsense, and for a time that is past. */
    @Nullable Duration read(@Nullable String header) {
        if (header == null) {
            return null;
        }
        Duration asked = header.isBlank() ? null : parse(header.strip());
        if (asked == null || asked.isNegative()) {
            return null;
        }
        return asked.compareTo(longest) > 0 ? longest : asked;
    }

    private @Nullable Duration parse(String header) {
        try {
            return header.chars().allMatch(Character::isDigit)
                    ? Duration.ofSeconds(Long.parseLong(header))
                    : Duration.between(
                            clock.instant(),
                            ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME));
        } catch (NumberFormatException | DateTimeException _) {
            return null;
        }
    }
}
