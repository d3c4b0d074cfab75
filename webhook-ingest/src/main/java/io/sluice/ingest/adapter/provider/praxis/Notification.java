package io.sluice.ingest.adapter.provider.praxis;

import io.sluice.contracts.OrderId;
import io.sluice.ingest.adapter.provider.Fields;
import io.sluice.ingest.adapter.provider.Shape;
import io.sluice.ingest.adapter.provider.StrictJson;
import io.sluice.ingest.domain.Reading;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The provider's notification object. Its signature covers eleven values, joined without a
 * separator, and the status is none of them: whoever saw one notification can make another with
 * any status, or with digits moved from one value to the next. So all of it is a claim, to be
 * confirmed by a look-up, and each value is held to its own shape.
 *
 * @param signed the signed values in their documented order, as they are written
 */
record Notification(
        String merchantId,
        String applicationKey,
        Instant timestamp,
        List<@Nullable String> signed,
        Reading reading) {

    private static final Shape KEY = Shape.of("[\\x21-\\x7e]{1,64}", "1 to 64 visible characters");
    private static final Shape SECONDS = Shape.of("[1-9][0-9]{9}", "unix seconds, 10 digits");
    private static final Shape TOKEN =
            Shape.of("[\\x21-\\x7e]{0,128}", "at most 128 visible characters");
    private static final Shape TID = Shape.of("[1-9][0-9]{0,18}", "a transaction's number");
    private static final Shape RATE =
            Shape.of("(0|[1-9][0-9]{0,11})(\\.[0-9]{1,12})?", "a decimal number");
    private static final Shape WORD = Shape.of("[A-Za-z][A-Za-z_ -]{0,31}", "a word");

    Notification {
        signed = Collections.unmodifiableList(signed);
    }

    /** Throws UnreadableCallback for what is not of the documented shape. */
    static Notification read(byte[] body) {
        Fields root = StrictJson.parse(body);
        String merchantId = root.text("merchant_id", KEY);
        String applicationKey = root.text("application_key", KEY);
        String timestamp = root.token("timestamp", SECONDS);
        Fields customer = root.objectOrNull("customer");
        Fields session = root.object("session");
        Fields transaction = root.object("transaction");
        List<@Nullable String> signed =
                Arrays.asList(
                        merchantId,
                        applicationKey,
                        timestamp,
                        customer == null ? null : customer.textOrNull("customer_token", TOKEN),
                        session.textOrNull("order_id", TOKEN),
                        transaction.token("tid", TID),
                        transaction.textOrNull("currency", Shape.CURRENCY),
                        transaction.tokenOrNull("amount", Shape.MINOR_UNITS_OR_ZERO),
                        transaction.tokenOrNull("conversion_rate", RATE),
                        transaction.textOrNull("processed_currency", Shape.CURRENCY),
                        transaction.tokenOrNull("processed_amount", Shape.MINOR_UNITS_OR_ZERO));
        return new Notification(
                merchantId,
                applicationKey,
                Instant.ofEpochSecond(Long.parseLong(timestamp)),
                signed,
                reading(body, timestamp, session, transaction));
    }

    private static Reading reading(
            byte[] body, String timestamp, Fields session, Fields transaction) {
        String type = transaction.text("transaction_type", WORD);
        String status = transaction.text("transaction_status", WORD);
        String tid = transaction.token("tid", TID);
        String orderId = session.textOrNull("order_id", TOKEN);
        String eventType = (type + "." + status).replace(' ', '_');
        String eventKey = eventKey(tid, status, timestamp, body);
        Optional<OrderId> ours = ours(orderId);
        return type.equals("payout") && ours.isPresent()
                ? new Reading.Claimed(
                        eventKey,
                        eventType,
                        tid,
                        ours.get().toString(),
                        ours.get().payoutId(),
                        ours.get().attempt(),
                        status)
                : new Reading.Unrecognised(eventKey, eventType, tid);
    }

    /** Empty for what is not one of our payouts: the merchant may have other business there. */
    private static Optional<OrderId> ours(@Nullable String orderId) {
        try {
            return orderId == null ? Optional.empty() : Optional.of(OrderId.of(orderId));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The provider names no event: the same bytes are the same one. */
    private static String eventKey(String tid, String status, String timestamp, byte[] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(
                    (tid + "\n" + status + "\n" + timestamp + "\n")
                            .getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
