package io.sluice.gateway.adapter.provider.praxis;

import io.sluice.gateway.adapter.provider.HttpAnswer;
import io.sluice.gateway.domain.Attempt;
import io.sluice.gateway.domain.Finding;
import io.sluice.gateway.domain.Finding.Effect;
import io.sluice.gateway.domain.PayoutOrder;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** An answer whose signature holds. */
record PraxisAnswer(long status, PraxisDocument document) {

    private static final List<String> MANAGED =
            List.of(
                    "status",
                    "timestamp",
                    "transaction.tid",
                    "transaction.transaction_status",
                    "transaction.processed_currency",
                    "transaction.processed_amount");
    private static final List<String> FOUND =
            List.of(
                    "status",
                    "timestamp",
                    "customer.customer_token",
                    "transaction.tid",
                    "transaction.transaction_status",
                    "transaction.processed_currency",
                    "transaction.processed_amount");

    /** More parts than a payout is paid in; one above the limit is read, so that it shows. */
    static final int MOST_CHILDREN = 20;

    private static final Pattern CODE = Pattern.compile("[A-Z0-9]{2,16}");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_ -]{1,32}");

    /** Empty where it is unreadable or its signature does not hold, so that nothing of it counts. */
    static Optional<PraxisAnswer> verified(HttpAnswer http, PraxisSignature signature) {
        return PraxisDocument.read(http.body())
                .filter(
                        document -> {
                            List<String> order = document.has("customer") ? FOUND : MANAGED;
                            return signature.verifies(
                                    http.headers().getFirst(PraxisSignature.HEADER),
                                    document.all(order));
                        })
                .flatMap(
                        document ->
                                document.whole("status")
                                        .map(status -> new PraxisAnswer(status, document)));
    }

    /** The provider's description, for a decision only: it may repeat what was sent. */
    boolean says(String words) {
        String description = document.text("description");
        return description != null && description.toLowerCase(Locale.ROOT).contains(words);
    }

    /** What the transaction is for; 0 where it does not say. Not signed. */
    long amount() {
        return document.whole("transaction.amount").orElse(0L);
    }

    Optional<String> tid() {
        return document.whole("transaction.tid").map(String::valueOf);
    }

    /** False where it names another order than ours. */
    boolean isOf(String orderId) {
        String named = document.text("session.order_id");
        return named == null || named.equals(orderId);
    }

    String transactionStatus() {
        String status = document.text("transaction.transaction_status");
        return status != null && WORD.matcher(status).matches() ? status : "unreadable";
    }

    /** There, and nothing of it is under way. */
    boolean unprocessed() {
        return switch (transactionStatus()) {
            case "requested", "initialized" -> true;
            default -> false;
        };
    }

    /** The parts that it is paid in, as far as it names them: tids to ask about, and no more. */
    List<String> children() {
        List<String> tids = new ArrayList<>();
        for (int i = 0; i <= MOST_CHILDREN; i++) {
            document.whole("transaction.children." + i + ".tid")
                    .map(String::valueOf)
                    .ifPresent(tids::add);
        }
        return tids;
    }

    Finding finding(PayoutOrder order, Instant now) {
        String currency = document.text("transaction.processed_currency");
        if (currency != null && !currency.equals(order.currency().getCurrencyCode())) {
            return new Finding(Effect.UNKNOWN, Attempt.Paid.NOTHING, null, "another currency", now);
        }
        String status = transactionStatus();
        Effect effect = effect(status);
        long processed = document.whole("transaction.processed_amount").orElse(-1L);
        if (effect == Effect.FAILED && processed > 0) {
            return new Finding(
                    Effect.UNKNOWN, Attempt.Paid.NOTHING, null, status + ", yet processed", now);
        }
        boolean inParts = effect == Effect.PART_PAID && processed >= order.amount();
        Effect told = inParts ? Effect.PAID : effect;
        return new Finding(told, paid(told, order, processed), reasonCode(told), status, now);
    }

    /** The table of statuses; a word that is not in it decides nothing. */
    static Effect effect(String status) {
        return switch (status) {
            case "initialized",
                    "requested",
                    "pending",
                    "pending_async",
                    "in progress",
                    "authorized" ->
                    Effect.IN_PROGRESS;
            case "approved" -> Effect.PAID;
            case "rejected", "cancelled", "canceled" -> Effect.FAILED;
            case "partial_payout", "split", "split_payout", "split_partial" -> Effect.PART_PAID;
            case "reversed", "chargeback" -> Effect.CAME_BACK;
            case "error" -> Effect.FAULTED;
            default -> Effect.UNKNOWN;
        };
    }

    /** Where Praxis names no processed amount, what was ordered. */
    private Attempt.Paid paid(Effect effect, PayoutOrder order, long processed) {
        long fee = document.whole("transaction.fee").filter(f -> f > 0).orElse(0L);
        long sent = processed < 0 ? order.amount() : processed;
        return switch (effect) {
            case PAID -> new Attempt.Paid(sent, 0, fee, true);
            case PART_PAID -> new Attempt.Paid(Math.max(processed, 0), 0, fee, false);
            case CAME_BACK -> {
                long back = document.whole("transaction.reversed_amount").orElse(sent);
                yield new Attempt.Paid(sent, Math.min(Math.max(back, 0), sent), fee, true);
            }
            case IN_PROGRESS, FAILED, FAULTED, UNKNOWN -> Attempt.Paid.NOTHING;
        };
    }

    /** The first word of {@code status_details} where it has the form of a code. */
    @Nullable String reasonCode(Effect effect) {
        return switch (effect) {
            case FAILED, CAME_BACK -> code().orElse("rejected");
            case IN_PROGRESS, PAID, PART_PAID, FAULTED, UNKNOWN -> null;
        };
    }

    Optional<String> code() {
        String details = document.text("transaction.status_details");
        if (details == null) {
            return Optional.empty();
        }
        int end = details.indexOf(' ');
        String first = end < 0 ? details : details.substring(0, end);
        return CODE.matcher(first).matches() ? Optional.of(first) : Optional.empty();
    }
}
