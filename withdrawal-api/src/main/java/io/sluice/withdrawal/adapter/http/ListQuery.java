package io.sluice.withdrawal.adapter.http;

import io.sluice.contracts.WithdrawalId;
import io.sluice.withdrawal.application.WithdrawalQuery;
import io.sluice.withdrawal.domain.WithdrawalStatus;

import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The query of a list, checked. */
final class ListQuery {

    private static final int CURSOR_BYTES = 16;
    private static final int MAX_USER_ID = 128;
    private static final int MAX_REFERENCE = 32;

    private final QueryReader query;

    private ListQuery(QueryReader query) {
        this.query = query;
    }

    static Checked<WithdrawalQuery> read(ServerRequest request, String applicationKey) {
        QueryReader query = new QueryReader(request);
        ListQuery list = new ListQuery(query);
        WithdrawalQuery wanted =
                new WithdrawalQuery(
                        applicationKey,
                        query.time("createdFrom"),
                        query.time("createdTo"),
                        list.statuses(),
                        query.text("externalUserId", MAX_USER_ID),
                        query.text("referenceNo", MAX_REFERENCE),
                        list.cursor(),
                        query.limit());
        return query.errors().isEmpty()
                ? new Checked.Good<>(wanted)
                : new Checked.Bad<>(Problem.invalid(query.errors()));
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

    private Set<WithdrawalStatus> statuses() {
        Set<WithdrawalStatus> statuses = EnumSet.noneOf(WithdrawalStatus.class);
        String text = query.text("status");
        if (text == null) {
            return statuses;
        }
        for (String name : text.split(",", -1)) {
            try {
                statuses.add(WithdrawalStatus.valueOf(name.strip()));
            } catch (IllegalArgumentException _) {
                query.error(
                        "status",
                        "one or more, with commas, of " + List.of(WithdrawalStatus.values()));
                return statuses;
            }
        }
        return statuses;
    }

    private @Nullable WithdrawalId cursor() {
        String text = query.text("cursor");
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
        query.error("cursor", "the nextCursor of an earlier page");
        return null;
    }
}
