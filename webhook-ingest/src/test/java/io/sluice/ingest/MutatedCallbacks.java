package io.sluice.ingest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Callbacks that went wrong, from a seed. Each says what it may be answered: some are forged, some
 * are signed well and broken inside, and some are as good as the original.
 */
final class MutatedCallbacks {

    /** What must come of it. */
    enum Due {
        /** Whoever sent it has no valid signature. */
        REFUSED,
        /** Well signed, but not of the promised shape. */
        UNREADABLE,
        /** Well signed and well formed. */
        KEPT,
        /** Well signed; a lucky mutation may have left it well formed. */
        KEPT_OR_UNREADABLE
    }

    record Mutant(Due due, String path, byte[] body, Map<String, String> headers, String kind) {}

    private static final List<String> WRONG_VALUES =
            List.of(
                    "null",
                    "true",
                    "[]",
                    "{}",
                    "-1",
                    "1e308",
                    "0.1",
                    "9".repeat(60),
                    "9".repeat(3_000),
                    "\"\"",
                    "\"-5\"",
                    "\"1e3\"",
                    "\"" + "9".repeat(40) + "\"",
                    "\"" + "x".repeat(20_000) + "\"",
                    "\"\\u0000\"",
                    "\"\\ud800\"",
                    "\"ŞİIı\"",
                    "\"٣\"",
                    "[".repeat(200) + "]".repeat(200));

    private static final List<String> FIELDS =
            List.of("eventId", "eventType", "occurredAt", "id", "amount", "currency", "status");

    /** Opaque to us: what looks like a name is one. */
    private static final Set<String> NAMES = Set.of("eventId", "eventType", "id", "status");

    private static final Pattern GOOD_NAME = Pattern.compile("\"[a-z0-9]{1,64}\"");

    private final SplittableRandom random;

    MutatedCallbacks(long seed) {
        this.random = new SplittableRandom(seed);
    }

    Mutant next() {
        return switch (random.nextInt(10)) {
            case 0 -> forged("bytes flipped", flipped(original()));
            case 1 -> forged("truncated", truncated(original()));
            case 2 -> forged("re-serialised", reserialised());
            case 3 -> restamped();
            case 4 -> signature();
            case 5 -> resigned(Due.UNREADABLE, "wrong type or value", wrongValue());
            case 6 -> resigned(Due.KEPT_OR_UNREADABLE, "flipped, then signed", flipped(original()));
            case 7 -> resigned(Due.UNREADABLE, "truncated, then signed", truncated(original()));
            case 8 -> praxis();
            default -> original(Due.KEPT);
        };
    }

    private static byte[] original() {
        return Pientegra.sent(UUID.randomUUID().toString()).getBytes(StandardCharsets.UTF_8);
    }

    private Mutant original(Due due) {
        return resigned(due, "as it should be", original());
    }

    /** The signature is that of the original, the body is another one. */
    private Mutant forged(String kind, byte[] changed) {
        byte[] original = original();
        byte[] body = Arrays.equals(changed, original) ? new byte[] {'{'} : changed;
        return new Mutant(
                Due.REFUSED,
                Pientegra.PATH,
                body,
                Pientegra.signed(original, Pientegra.SECRET, Instant.now()),
                kind);
    }

    private static Mutant resigned(Due due, String kind, byte[] body) {
        return new Mutant(
                due,
                Pientegra.PATH,
                body,
                Pientegra.signed(body, Pientegra.SECRET, Instant.now()),
                kind);
    }

    private Mutant restamped() {
        byte[] body = original();
        long now = System.currentTimeMillis();
        String good = Pientegra.signature(body, Pientegra.SECRET, now);
        long other = random.nextBoolean() ? now + random.nextLong(1, 100_000) : now / 1_000;
        String header =
                random.nextBoolean()
                        ? good.replace("t=" + now, "t=" + other)
                        : Pientegra.signature(
                                body,
                                Pientegra.SECRET,
                                now
                                        + (random.nextBoolean() ? 1 : -1)
                                                * random.nextLong(302_000, 1L << 40));
        return new Mutant(
                Due.REFUSED,
                Pientegra.PATH,
                body,
                Map.of("Pientegra-Signature", header),
                "re-stamped");
    }

    private Mutant signature() {
        byte[] body = original();
        String good = Pientegra.signature(body, Pientegra.SECRET, System.currentTimeMillis());
        char[] header = good.toCharArray();
        int at = random.nextInt(header.length);
        char other = (char) random.nextInt(0x21, 0x7f);
        header[at] = header[at] == other ? '~' : other;
        Map<String, String> headers =
                switch (random.nextInt(4)) {
                    case 0 -> Map.of();
                    case 1 ->
                            Map.of(
                                    "Pientegra-Signature",
                                    Pientegra.signature(
                                            body, "whsec_guessed", System.currentTimeMillis()));
                    case 2 -> Map.of("Pientegra-Signature", good.substring(0, random.nextInt(70)));
                    default -> Map.of("Pientegra-Signature", new String(header));
                };
        return new Mutant(Due.REFUSED, Pientegra.PATH, body, headers, "signature");
    }

    private byte[] wrongValue() {
        String body = Pientegra.sent(UUID.randomUUID().toString());
        String field = FIELDS.get(random.nextInt(FIELDS.size()));
        String value = WRONG_VALUES.get(random.nextInt(WRONG_VALUES.size()));
        if (NAMES.contains(field) && GOOD_NAME.matcher(value).matches()) {
            value = "{}";
        }
        int from = body.lastIndexOf("\"" + field + "\":") + field.length() + 3;
        int to = body.indexOf('"', from + 1) + 1;
        return (body.substring(0, from) + value + body.substring(to))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Its status is not signed, and everything in it is only a claim. */
    private Mutant praxis() {
        Praxis.Notice notice =
                Praxis.payout(
                        UUID.randomUUID() + "-1",
                        "approved",
                        Instant.now().getEpochSecond(),
                        Praxis.SECRET);
        byte[] good = notice.body().getBytes(StandardCharsets.UTF_8);
        return switch (random.nextInt(3)) {
            case 0 ->
                    new Mutant(
                            Due.REFUSED,
                            Praxis.PATH,
                            notice.body()
                                    .replace(":250000", ":" + random.nextInt(1, 250_000))
                                    .getBytes(StandardCharsets.UTF_8),
                            notice.headers(),
                            "praxis: another amount");
            case 1 ->
                    new Mutant(
                            Due.REFUSED,
                            Praxis.PATH,
                            good,
                            Map.of("Gt-Authentication", Praxis.sha384(notice.body())),
                            "praxis: another secret");
            default ->
                    new Mutant(
                            Due.KEPT,
                            Praxis.PATH,
                            good,
                            notice.headers(),
                            "praxis: as it should be");
        };
    }

    private byte[] flipped(byte[] body) {
        byte[] changed = body.clone();
        for (int flips = random.nextInt(1, 6); flips > 0; flips--) {
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return changed;
    }

    private byte[] truncated(byte[] body) {
        return Arrays.copyOf(body, random.nextInt(body.length));
    }

    private byte[] reserialised() {
        String body = new String(original(), StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte each : body.getBytes(StandardCharsets.UTF_8)) {
            out.write(each);
            if ((each == ',' || each == ':') && random.nextBoolean()) {
                out.write(' ');
            }
        }
        out.write('\n');
        return out.toByteArray();
    }
}
