package io.sluice.ledger.adapter.http;

import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Currency;
import java.util.UUID;

/** Path and query parameters, checked. */
final class Parameters {

    private Parameters() {}

    static UUID uuid(ServerRequest request, String name) {
        String text = request.pathVariable(name);
        try {
            UUID id = UUID.fromString(text);
            if (id.toString().equalsIgnoreCase(text)) {
                return id;
            }
        } catch (IllegalArgumentException _) {
            // said below
        }
        throw new BadRequest(name, "a UUID");
    }

    static Currency currency(ServerRequest request) {
        Currency currency = currencyOrNull(request.pathVariable("currency"));
        if (currency == null) {
            throw new BadRequest("currency", "an ISO 4217 code such as TRY");
        }
        return currency;
    }

    static @Nullable Currency currencyOrNull(String code) {
        try {
            return Currency.getInstance(code);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    static @Nullable Instant instant(ServerRequest request, String name) {
        String text = request.queryParam(name).orElse(null);
        if (text == null) {
            return null;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeException _) {
            throw new BadRequest(name, "a time such as 2026-04-28T13:00:00Z");
        }
    }

    static int limit(ServerRequest request, int byDefault, int most) {
        Long limit = number(request, "limit", 1, most);
        return limit == null ? byDefault : limit.intValue();
    }

    static @Nullable Long number(ServerRequest request, String name, long least, long most) {
        String text = request.queryParam(name).orElse(null);
        if (text == null) {
            return null;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw new BadRequest(name, "a whole number from " + least + " to " + most);
    }
}
