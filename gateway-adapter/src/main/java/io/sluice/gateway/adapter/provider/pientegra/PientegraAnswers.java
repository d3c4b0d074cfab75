package io.sluice.gateway.adapter.provider.pientegra;

import io.sluice.contracts.Money;
import io.sluice.gateway.adapter.provider.HttpAnswer;
import io.sluice.gateway.adapter.provider.ProviderHttp;
import io.sluice.gateway.application.OrderList;
import io.sluice.gateway.application.Outcome;
import io.sluice.gateway.domain.Attempt;
import io.sluice.gateway.domain.Finding;
import io.sluice.gateway.domain.Finding.Effect;
import io.sluice.gateway.domain.PayoutOrder;
import io.sluice.gateway.domain.Refusal;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Currency;
import java.util.Optional;
import java.util.regex.Pattern;

/** Pientegra's answers in our words. */
final class PientegraAnswers {

    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final JsonMapper JSON = new JsonMapper();

    private PientegraAnswers() {}

    static Outcome.OfSubmit submitted(HttpAnswer answer) {
        JsonNode body = read(answer.body());
        if (answer.is2xx()) {
            String id = text(body, "withdrawalId");
            return id == null || id.isBlank()
                    ? Outcome.Unclear.because("malformed answer")
                    : new Outcome.Accepted(id, null);
        }
        if (answer.status() == 429) {
            return new Outcome.Deferred("429", answer.retryAfter(PAUSE));
        }
        if (!answer.isDefiniteRefusal()) {
            return Outcome.Unclear.because("HTTP " + answer.status());
        }
        String code = code(body).orElse("HTTP_" + answer.status());
        return switch (code) {
            case "duplicate_idempotency_key" ->
                    new Outcome.Unclear("first call still running", null, true);
            case "idempotency_key_reuse_with_different_body" ->
                    new Outcome.Unclear("key known with other bytes", null, true);
            default ->
                    answer.status() == 409
                            ? new Outcome.Unclear("409", null, true)
                            : new Outcome.Refused(Refusal.of(code));
        };
    }

    static Outcome.OfSubmit notSubmitted(Throwable failure) {
        return ProviderHttp.wasSent(failure)
                ? Outcome.Unclear.because(ProviderHttp.reason(failure))
                : new Outcome.Deferred(ProviderHttp.reason(failure), PAUSE);
    }

    /** A withdrawal's row, from the look-up or a list. */
    static Outcome.OfLookUp found(JsonNode row, PayoutOrder order, String reference, Instant now) {
        String id = text(row, "id");
        String status = text(row, "status");
        Optional<Long> amount = amount(row, "amount");
        if (id == null || status == null || amount.isEmpty()) {
            return new Outcome.Unanswered("malformed answer");
        }
        if (!id.equals(reference)) {
            return new Outcome.Unanswered("answer about another withdrawal");
        }
        String currency = text(row, "currency");
        boolean ours = currency == null || currency.equals(order.currency().getCurrencyCode());
        Effect effect = ours ? effect(status) : Effect.UNKNOWN;
        return new Outcome.Found(id, finding(effect, amount.get(), row, told(status, ours), now));
    }

    /**
     * A row of the list, whosever order it is.
     *
     * @throws IllegalStateException where it is malformed
     */
    static OrderList.Order listed(JsonNode row, Instant now) {
        String id = text(row, "id");
        String status = text(row, "status");
        String currency = text(row, "currency");
        Optional<Long> amount = amount(row, "amount");
        if (id == null || status == null || currency == null || amount.isEmpty()) {
            throw new IllegalStateException("list: malformed row");
        }
        return new OrderList.Order(
                id,
                new Money(amount.get(), Currency.getInstance(currency)),
                finding(effect(status), amount.get(), row, told(status, true), now));
    }

    private static Finding finding(
            Effect effect, long amount, JsonNode row, String told, Instant now) {
        String reason = text(row, effect == Effect.CAME_BACK ? "returnedReason" : "rejectedReason");
        return new Finding(
                effect,
                paid(effect, amount, row),
                reason != null && CODE.matcher(reason).matches() ? reason : null,
                told,
                time(row, now));
    }

    private static String told(String status, boolean ours) {
        if (!ours) {
            return "another currency";
        }
        return CODE.matcher(status).matches() ? status : "an unreadable status";
    }

    /** The table of statuses; a word that is not in it decides nothing. */
    static Effect effect(String status) {
        return switch (status) {
            case "PENDING_REVIEW", "APPROVED" -> Effect.IN_PROGRESS;
            case "SENT" -> Effect.PAID;
            case "REJECTED" -> Effect.FAILED;
            case "RETURNED" -> Effect.CAME_BACK;
            default -> Effect.UNKNOWN;
        };
    }

    /** {@code returnedAmount} is the cumulative total; absent: all. */
    private static Attempt.Paid paid(Effect effect, long amount, JsonNode row) {
        long fee = amount(row, "fee").orElse(0L);
        return switch (effect) {
            case PAID -> new Attempt.Paid(amount, 0, fee, true);
            case CAME_BACK -> {
                long back = Math.min(amount, amount(row, "returnedAmount").orElse(amount));
                yield new Attempt.Paid(amount, back, fee, true);
            }
            case IN_PROGRESS, PART_PAID, FAILED, FAULTED, UNKNOWN -> Attempt.Paid.NOTHING;
        };
    }

    static @Nullable JsonNode read(String body) {
        try {
            JsonNode node = JSON.readTree(body);
            return node != null && node.isObject() ? node : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    private static Optional<String> code(@Nullable JsonNode body) {
        if (body == null) {
            return Optional.empty();
        }
        JsonNode error = body.path("error");
        String code = error.isObject() ? text(error, "code") : text(body, "error");
        return Optional.ofNullable(code == null ? text(body, "code") : code)
                .filter(text -> CODE.matcher(text).matches());
    }

    static @Nullable String text(@Nullable JsonNode node, String field) {
        JsonNode value = node == null ? null : node.get(field);
        return value != null && value.isString() ? value.stringValue() : null;
    }

    /** Minor units, as a string (or a number); never negative. */
    private static Optional<Long> amount(JsonNode node, String field) {
        JsonNode value = node.get(field);
        if (value == null || !(value.isString() || value.isIntegralNumber())) {
            return Optional.empty();
        }
        String text = value.asString();
        return text.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    private static Instant time(JsonNode row, Instant otherwise) {
        String text = text(row, "updatedAt");
        try {
            return text == null ? otherwise : Instant.parse(text);
        } catch (DateTimeParseException e) {
            return otherwise;
        }
    }
}
