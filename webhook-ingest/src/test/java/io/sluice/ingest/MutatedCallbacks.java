package io.sluice.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.ingest.Mutant.Due;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/** Pientegra's callbacks that went wrong, from a seed, and some that did not. */
final class MutatedCallbacks {

    private static final long TOLERANCE_MILLIS = 300_000;
    private static final String OLD_SECRET = "whsec_demo_inbound_pientegra_before_rotation";

    private static final List<String> WRONG_VALUES =
            List.of(
                    "null",
                    "true",
                    "[]",
                    "{}",
                    "-1",
                    "250000",
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
                    "[".repeat(200) + "]".repeat(200),
                    "{\"a\":".repeat(17) + "1" + "}".repeat(17),
                    "[" + "0,".repeat(5_000) + "0]");

    private static final List<String> FIELDS =
            List.of("eventId", "eventType", "occurredAt", "id", "amount", "currency", "status");

    /** Opaque to us: what looks like a name is one. */
    private static final Set<String> NAMES = Set.of("eventId", "eventType", "id", "status");

    private static final Pattern GOOD_NAME = Pattern.compile("\"[a-z0-9]{1,64}\"");

    private final SplittableRandom random;
    private final Mutations mutations;

    MutatedCallbacks(SplittableRandom random) {
        this.random = random;
        this.mutations = new Mutations(random);
    }

    Mutant next() {
        return switch (random.nextInt(40)) {
            case 0, 1, 2, 3, 4 -> forged("bytes flipped", mutations.flipped(original()));
            case 5, 6, 7 -> forged("truncated", mutations.truncated(original()));
            case 8, 9, 10 -> forged("re-serialised", mutations.reserialised(original()));
            case 11, 12, 13 -> restamped();
            case 14, 15, 16 -> otherStampUnderTheSameSignature();
            case 17, 18, 19, 20 -> signatureChanged();
            case 21 -> signatureTwice();
            case 22, 23, 24, 25, 26, 27 ->
                    signed(Due.UNREADABLE, "wrong type or value, signed", wrongValue());
            case 28, 29, 30, 31 ->
                    signed(
                            Due.KEPT_OR_UNREADABLE,
                            "flipped, then signed",
                            mutations.flipped(original()));
            case 32, 33, 34 ->
                    signed(
                            Due.UNREADABLE,
                            "truncated, then signed",
                            mutations.truncated(original()));
            case 35, 36, 37 -> signed(Due.UNREADABLE, "an object around it, signed", wrapped());
            case 38 ->
                    signed(
                            Due.KEPT,
                            "re-serialised, then signed",
                            mutations.reserialised(original()));
            default -> asItShouldBe();
        };
    }

    private byte[] original() {
        return text().getBytes(UTF_8);
    }

    private String text() {
        return Pientegra.body(mutations.uuid(), "withdrawal.sent", mutations.uuid(), "");
    }

    private Mutant asItShouldBe() {
        byte[] body = original();
        String secret = random.nextBoolean() ? Pientegra.SECRET : OLD_SECRET;
        String good = Pientegra.signature(body, secret, now());
        String[] parts = good.split(",", 2);
        String header =
                switch (random.nextInt(3)) {
                    case 0 -> parts[1] + "," + parts[0];
                    case 1 -> parts[0] + ",v1=" + "0".repeat(64) + "," + parts[1];
                    default -> good;
                };
        return mutant(Due.KEPT, "as it should be", body, line(header));
    }

    /** The signature is that of the original, the body is another one. */
    private Mutant forged(String kind, byte[] changed) {
        String ofAnother = Pientegra.signature(original(), Pientegra.SECRET, now());
        return mutant(Due.FORGED, kind, changed, line(ofAnother));
    }

    private static Mutant signed(Due due, String kind, byte[] body) {
        return mutant(due, kind, body, line(Pientegra.signature(body, Pientegra.SECRET, now())));
    }

    private Mutant restamped() {
        byte[] body = original();
        long far = Math.abs(mutations.farFrom(now(), TOLERANCE_MILLIS + 5_000));
        return mutant(
                Due.FORGED,
                "signed long ago or ahead",
                body,
                line(Pientegra.signature(body, Pientegra.SECRET, far)));
    }

    private Mutant otherStampUnderTheSameSignature() {
        byte[] body = original();
        long now = now();
        long other = random.nextBoolean() ? now + random.nextLong(1, 100_000) : now / 1_000;
        String good = Pientegra.signature(body, Pientegra.SECRET, now);
        return mutant(Due.FORGED, "re-stamped", body, line(good.replace("t=" + now, "t=" + other)));
    }

    private Mutant signatureChanged() {
        byte[] body = original();
        String good = Pientegra.signature(body, Pientegra.SECRET, now());
        String headers =
                switch (random.nextInt(4)) {
                    case 0 -> "";
                    case 1 -> line(Pientegra.signature(body, "whsec_guessed", now()));
                    case 2 -> line(good.substring(0, random.nextInt(good.length())));
                    default -> line(mutations.oneCharacterChanged(good));
                };
        return mutant(Due.FORGED, "signature changed", body, headers);
    }

    private Mutant signatureTwice() {
        byte[] body = original();
        String good = line(Pientegra.signature(body, Pientegra.SECRET, now()));
        return mutant(Due.FORGED, "signature twice", body, good + good);
    }

    private byte[] wrongValue() {
        String body = text();
        String field = FIELDS.get(random.nextInt(FIELDS.size()));
        String value = WRONG_VALUES.get(random.nextInt(WRONG_VALUES.size()));
        if (NAMES.contains(field) && GOOD_NAME.matcher(value).matches()) {
            value = "{}";
        }
        int from = body.lastIndexOf("\"" + field + "\":") + field.length() + 3;
        int to = body.indexOf('"', from + 1) + 1;
        return (body.substring(0, from) + value + body.substring(to)).getBytes(UTF_8);
    }

    private byte[] wrapped() {
        String body = text();
        return (switch (random.nextInt(4)) {
                    case 0 -> "[" + body + "]";
                    case 1 -> body + body;
                    case 2 -> "\uFEFF" + body;
                    default -> body.replace("{\"eventId\"", "{\"eventId\":\"e-1\",\"eventId\"");
                })
                .getBytes(UTF_8);
    }

    private static Mutant mutant(Due due, String kind, byte[] body, String headers) {
        return new Mutant(due, kind, Pientegra.PATH, headers, body);
    }

    private static String line(String signature) {
        return "Pientegra-Signature: " + signature + "\r\n";
    }

    private static long now() {
        return System.currentTimeMillis();
    }
}
