package io.sluice.withdrawal.adapter.http;

import io.sluice.contracts.WithdrawalId;
import io.sluice.withdrawal.application.WithdrawalQuery;
import io.sluice.withdrawal.domain.WithdrawalStatus;

import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;

import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The query of a list, checked. */
final class ListQuery {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 100;
    private static final int CURSOR_BYTES = 16;

    private final ServerRequest request;
    private final List<Problem.FieldError> errors = new ArrayList<>();

    private ListQuery(ServerRequest request) {
        this.request = request;
    }

    static Checked<WithdrawalQuery> read(ServerRequest request, String applicationKey) {
        ListQuery query = new ListQuery(request);
        WithdrawalQuery wanted =
                new WithdrawalQuery(
                        applicationKey,
                        query.time("createdFrom"),
                        query.time("createdTo"),
                        query.statuses(),
                        request.queryParam("externalUserId").orElse(null),
                        request.queryParam("referenceNo").orElse(null),
                        query.cursor(),
                        query.limit());
        return query.errors.isEmpty()
                ? new Checked.Good<>(wanted)
                : new Checked.Bad<>(Problem.invalid(query.errors));
    }

    /** Where the next page starts; opaque to partners. */
    static String cursor(WithdrawalId last) {
        UUID id = last.value();
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        ByteBuffer.allocate(CURSOR_BYTES)
                                .putLong(id.getMostSignificantBits())
                                .putLong(id.getLeastSignificantBits())
                                .array());
    }

    private @Nullable Instant time(String name) {
        String text = request.queryParam(name).orElse(null);
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            errors.add(
                    new Problem.FieldError(
                            name, "a time in ISO 8601 with its offset, like 2026-04-28T13:00:00Z"));
            return null;
        }
    }

    private Set<WithdrawalStatus> statuses() {
        Set<WithdrawalStatus> statuses = EnumSet.noneOf(WithdrawalStatus.class);
        String text = request.queryParam("status").orElse(null);
        if (text == null) {
            return statuses;
        }
        for (String name : text.split(",", -1)) {
            try {
                statuses.add(WithdrawalStatus.valueOf(name.strip()));
            } catch (IllegalArgumentException _) {
                errors.add(
                        new Problem.FieldError(
                                "status",
                                "one or more, with commas, of "
                                        + List.of(WithdrawalStatus.values())));
                return statuses;
            }
        }
        return statuses;
    }

    private @Nullable WithdrawalId cursor() {
        String text = request.queryParam("cursor").orElse(null);
        if (text == null) {
            return null;
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            if (bytes.remaining() == CURSOR_BYTES) {
                return new WithdrawalId(new UUID(bytes.getLong(), bytes.getLong()));
            }
        } catch (IllegalArgumentException _) {
            // answered below, like any other cursor that is not ours
        }
        errors.add(new Problem.FieldError("cursor", "the nextCursor of an earlier page"));
        return null;
    }

    private int limit() {
        String text = request.queryParam("limit").orElse(null);
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException _) {
            // answered below
        }
        errors.add(new Problem.FieldError("limit", "a whole number from 1 to " + MAX_LIMIT));
        return DEFAULT_LIMIT;
    }
}
