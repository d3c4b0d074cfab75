package io.sluice.ingest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;

/** Makes and signs notifications as the provider's pages say, with none of the service's own code. */
public final class Praxis {

    public static final String PATH = "/webhooks/praxis/Test-Integration-Merchant";
    public static final String MERCHANT = "Test-Integration-Merchant";
    public static final String SECRET = "MerchantSecretKey";

    private Praxis() {}

    /** A notification of a payout and its signature. */
    public record Notice(String body, String signature) {

        public Map<String, String> headers() {
            return Map.of("Gt-Authentication", signature);
        }
    }

    public static Notice payout(String orderId, String status, Instant at) {
        return payout(orderId, status, at.getEpochSecond(), SECRET);
    }

    public static Notice payout(String orderId, String status, long seconds, String secret) {
        String body =
                """
                {"merchant_id":"%s","application_key":"Sandbox",
                 "customer":{"customer_token":"c-token-1","country":"TR","first_name":"Ayşe"},
                 "session":{"intent":"withdrawal","session_status":"successful","order_id":"%s","cid":"1"},
                 "transaction":{"transaction_type":"payout","transaction_status":"%s","tid":756859,
                  "currency":"TRY","amount":250000,"conversion_rate":1.000000,
                  "processed_currency":"TRY","processed_amount":250000,"fee":0,"card":null,"wallet":null,
                  "withdrawal_request_id":756850,"status_code":"SC-002"},
                 "version":"1.3","timestamp":%d}
                """
                        .formatted(MERCHANT, orderId, status, seconds);
        String signed =
                MERCHANT
                        + "Sandbox"
                        + seconds
                        + "c-token-1"
                        + orderId
                        + "756859"
                        + "TRY"
                        + "250000"
                        + "1.000000"
                        + "TRY"
                        + "250000";
        return new Notice(body, sha384(signed + secret));
    }

    public static String sha384(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-384")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
