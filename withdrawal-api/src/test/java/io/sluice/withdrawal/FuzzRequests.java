package io.sluice.withdrawal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** Requests that are nearly right, or not at all: from a seed. */
final class FuzzRequests {

    private static final List<String> PATHS =
            List.of(
                    "/external/withdrawals",
                    "/external/withdrawals",
                    "/external/withdrawals/%s",
                    "/external/withdrawals/%s/events",
                    "/external/events",
                    "/external/events/%s",
                    "/external/events/%s/replay",
                    "/external/events/replay",
                    "/external/site/webhook-config",
                    "/agent/manage-withdrawal-request",
                    "/agent/split-withdrawal-request",
                    "/agent/find-transaction",
                    "/agent/find-order",
                    "/operator/applications",
                    "/operator/applications/%s",
                    "/operator/applications/%s/api-keys",
                    "/operator/applications/%s/api-keys/%s/revoke",
                    "/operator/merchants/%s/praxis-secret",
                    "/operator/withdrawals",
                    "/operator/withdrawals/%s/approve",
                    "/operator/audit",
                    "/docs/%s",
                    "/%s");

    private static final List<String> FIELDS =
            List.of(
                    "externalUserId",
                    "externalUserLabel",
                    "amount",
                    "currency",
                    "targetIban",
                    "targetHolderName",
                    "webhookUrl",
                    "rotateSecret",
                    "merchant_id",
                    "application_key",
                    "intent",
                    "withdrawal_request_id",
                    "tid",
                    "order_id",
                    "gateway",
                    "version",
                    "timestamp",
                    "reason",
                    "countries",
                    "ratePerMinute",
                    "merchantId",
                    "applicationKey",
                    "overlapSeconds",
                    "allowedAddresses");

    private static final List<String> QUERIES =
            List.of(
                    "createdFrom",
                    "createdTo",
                    "status",
                    "cursor",
                    "limit",
                    "externalUserId",
                    "referenceNo",
                    "eventType",
                    "deliveryStatus",
                    "subject",
                    "before",
                    "state");

    private static final List<String> TEXTS =
            List.of(
                    "",
                    " ",
                    "TRY",
                    "TR320010009999901234567890",
                    "user-1",
                    "王小明",
                    "محمد",
                    "𝒥🙂",
                    "\\u0000",
                    "\\ud800",
                    "\\udfff\\ud800",
                    "\u202e",
                    "'; DROP TABLE withdrawal;--",
                    "${jndi:x}",
                    "../../etc/passwd",
                    "%s%n",
                    "1",
                    "0",
                    "-1",
                    "1e400",
                    "null",
                    "true",
                    "2026-04-28T13:00:00Z",
                    "+999999999-12-31T23:59:59+18:00",
                    "-999999999-01-01T00:00:00-18:00",
                    "complete-withdrawal-request",
                    "1.3",
                    "https://x.example/hook",
                    "http://[::1]:1/",
                    "pientegra",
                    "Test-Integration-Merchant",
                    "SENT",
                    "DEAD",
                    "withdrawal.sent");

    private static final List<String> NUMBERS =
            List.of(
                    "0",
                    "-0",
                    "1",
                    "-1",
                    "1.0",
                    "1e3",
                    "1e-3",
                    "1E400",
                    "-1E400",
                    "2147483647",
                    "2147483648",
                    "9223372036854775807",
                    "9223372036854775808",
                    "9".repeat(63),
                    "9".repeat(5000),
                    "0.1e99999999999");

    private final SplittableRandom random;
    private final Tenant tenant;
    private final Tenant managed;

    FuzzRequests(SplittableRandom random, Tenant tenant, Tenant managed) {
        this.random = random;
        this.tenant = tenant;
        this.managed = managed;
    }

    byte[] next() {
        String path = path();
        String method = of(List.of("POST", "POST", "POST", "GET", "GET", "PUT", "DELETE", "FOO"));
        byte[] body = body(path);
        StringBuilder head = new StringBuilder();
        head.append(method).append(' ').append(path).append(query()).append(" HTTP/1.1\r\n");
        head.append("Host: localhost\r\nConnection: close\r\n");
        head.append("Authorization: ").append(authorization(path)).append("\r\n");
        if (chance(90)) {
            head.append("Content-Type: ")
                    .append(
                            chance(90)
                                    ? "application/json"
                                    : of(
                                            List.of(
                                                    "text/plain",
                                                    "application/xml",
                                                    ";",
                                                    "a/b/c",
                                                    "")))
                    .append("\r\n");
        }
        if (chance(90)) {
            head.append("Idempotency-Key: ")
                    .append(
                            chance(90)
                                    ? new UUID(
                                                    random.nextLong(),
                                                    random.nextLong() & 0x3fffffffffffffffL
                                                            | 0x8000000000000000L)
                                            .toString()
                                            .replaceFirst("-....-(.)", "-4000-$1")
                                    : ascii())
                    .append("\r\n");
        }
        for (String header :
                List.of(
                        "Prefer",
                        "If-None-Match",
                        "Last-Event-ID",
                        "traceparent",
                        "Gt-Authentication",
                        "Accept",
                        "X-Forwarded-For")) {
            if (chance(15)) {
                head.append(header).append(": ").append(ascii()).append("\r\n");
            }
        }
        head.append("Content-Length: ")
                .append(chance(98) ? Integer.toString(body.length) : of(NUMBERS))
                .append("\r\n\r\n");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
        all.writeBytes(body);
        byte[] bytes = all.toByteArray();
        if (chance(2)) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    private String path() {
        String path = of(PATHS);
        while (path.contains("%s")) {
            path = path.replaceFirst("%s", java.util.regex.Matcher.quoteReplacement(segment()));
        }
        return path;
    }

    private String segment() {
        return switch (random.nextInt(6)) {
            case 0 -> "019dd42c-d0aa-7998-9c4f-8a3e1f8b1c00";
            case 1 -> tenant.application();
            case 2 ->
                    of(
                            List.of(
                                    "%00",
                                    "%zz", "%", "%ff", "%2F", "..", ";a=b", "{x}", "%F0%9F%99%82"));
            case 3 -> of(NUMBERS);
            case 4 -> "1-1-1-1-1";
            default -> encoded(of(TEXTS));
        };
    }

    private String query() {
        if (chance(60)) {
            return "";
        }
        StringBuilder query = new StringBuilder("?");
        for (int i = random.nextInt(4); i >= 0; i--) {
            String value =
                    chance(80)
                            ? encoded(of(TEXTS))
                            : of(List.of("%00", "%zz", "%", "%ff%fe", "=", "&&", "AAAA", "+++"));
            query.append(of(QUERIES)).append('=').append(value).append('&');
        }
        return query.toString();
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private String authorization(String path) {
        if (chance(5)) {
            return ascii();
        }
        return "Bearer "
                + (path.startsWith("/operator")
                        ? Stage.VIEWER
                        : chance(50) ? tenant.apiKey() : managed.apiKey());
    }

    private byte[] body(String path) {
        if (path.startsWith("/agent") && chance(50)) {
            return agent(path);
        }
        return switch (random.nextInt(20)) {
            case 0 -> new byte[0];
            case 1 -> noise(random.nextInt(200));
            case 2 -> "[".repeat(random.nextInt(1, 60_000)).getBytes(StandardCharsets.UTF_8);
            case 3 ->
                    ("{\"a\":".repeat(random.nextInt(1, 5_000)) + "1")
                            .getBytes(StandardCharsets.UTF_8);
            case 4 ->
                    ("{\"externalUserId\":\"" + "x".repeat(random.nextInt(100_000)) + "\"}")
                            .getBytes(StandardCharsets.UTF_8);
            case 5 -> json(0).getBytes(StandardCharsets.UTF_16);
            case 6 -> cut(json(0).getBytes(StandardCharsets.UTF_8));
            case 7, 8, 9, 10 -> withdrawal().getBytes(StandardCharsets.UTF_8);
            default -> json(0).getBytes(StandardCharsets.UTF_8);
        };
    }

    /** Right but for one field. */
    private String withdrawal() {
        String body = Api.body("user-1", "100");
        String field = FIELDS.get(random.nextInt(6));
        return body.replaceFirst(
                "\"" + field + "\":(\"[^\"]*\"|[0-9]+)",
                java.util.regex.Matcher.quoteReplacement("\"" + field + "\":" + json(3)));
    }

    /** Signed as it should be, with fields that are not. */
    private byte[] agent(String path) {
        var body = managed.agent().request();
        for (String field :
                List.of(
                        "intent",
                        "withdrawal_request_id",
                        "tid",
                        "order_id",
                        "amount",
                        "currency",
                        "gateway")) {
            String value = json(3);
            try {
                body.set(field, Api.JSON.readTree(value));
            } catch (tools.jackson.core.JacksonException _) {
                body.put(field, "not JSON");
            }
        }
        if (chance(10)) {
            body.put("timestamp", Instant.now().getEpochSecond() + random.nextInt(-100, 100));
        }
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    private String json(int depth) {
        return switch (random.nextInt(depth > 2 ? 5 : 8)) {
            case 0 -> of(NUMBERS);
            case 1 -> of(List.of("true", "false", "null", "NaN", "Infinity", "'x'", ""));
            case 2, 3, 4 -> '"' + of(TEXTS).replace("\"", "\\\"") + '"';
            case 5 -> "[" + json(depth + 1) + "," + json(depth + 1) + "]";
            default -> object(depth);
        };
    }

    private String object(int depth) {
        StringBuilder object = new StringBuilder("{");
        for (int i = random.nextInt(6); i >= 0; i--) {
            object.append('"').append(of(FIELDS)).append("\":").append(json(depth + 1));
            object.append(i == 0 ? "}" : ",");
        }
        return object.toString();
    }

    /** What may stand in a header. */
    private String ascii() {
        return switch (random.nextInt(6)) {
            case 0 -> "wait=" + of(NUMBERS);
            case 1 -> "\"" + of(NUMBERS) + "\"";
            case 2 -> "x".repeat(random.nextInt(4_000));
            case 3 -> of(List.of("*", "W/", ",,,", "\"", "00-00-00-00", "wait=1;wait=2", "Bearer"));
            case 4 -> new String(noise(20), StandardCharsets.ISO_8859_1).replaceAll("[\\r\\n]", "");
            default -> Long.toHexString(random.nextLong()).repeat(6);
        };
    }

    private byte[] noise(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] cut(byte[] bytes) {
        return java.util.Arrays.copyOf(bytes, bytes.length == 0 ? 0 : random.nextInt(bytes.length));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T of(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
