package io.sluice.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.ingest.Mutant.Due;
import io.sluice.ingest.Praxis.Notice;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Praxis' notifications that went wrong, from a seed, and some that did not. Its signature covers
 * values and not bytes: a mutant may be kept if, and only if, the signed values are what they were.
 */
final class MutatedNotices {

    private static final long DAY_SECONDS = 86_400;
    private static final String OLD_SECRET = "MerchantSecretKeyBeforeRotation";
    private static final List<String> SIGNED =
            List.of(
                    "/merchant_id",
                    "/application_key",
                    "/timestamp",
                    "/customer/customer_token",
                    "/session/order_id",
                    "/transaction/tid",
                    "/transaction/currency",
                    "/transaction/amount",
                    "/transaction/conversion_rate",
                    "/transaction/processed_currency",
                    "/transaction/processed_amount");

    private final SplittableRandom random;
    private final Mutations mutations;

    MutatedNotices(SplittableRandom random) {
        this.random = random;
        this.mutations = new Mutations(random);
    }

    Mutant next() {
        Notice notice = notice(now(), random.nextBoolean() ? Praxis.SECRET : OLD_SECRET);
        byte[] good = notice.body().getBytes(UTF_8);
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5 -> changed("bytes flipped", notice, mutations.flipped(good));
            case 6, 7 -> changed("truncated", notice, mutations.truncated(good));
            case 8 -> changed("re-serialised", notice, mutations.reserialised(good));
            case 9, 10 -> changed("another amount", notice, otherAmount(notice));
            case 11, 12 -> of(Due.FORGED, "another secret", notice(now(), "MerchantSecretKex"));
            case 13, 14, 15 -> signatureChanged(notice);
            case 16, 17 -> restamped();
            case 18 -> wrongType(notice);
            default -> of(Due.KEPT, "as it should be", notice);
        };
    }

    private Notice notice(long seconds, String secret) {
        return Praxis.payout(mutations.uuid() + "-1", "approved", seconds, secret);
    }

    private Mutant changed(String kind, Notice notice, byte[] body) {
        boolean sameValues = signedValues(body).equals(signedValues(notice.body().getBytes(UTF_8)));
        return new Mutant(
                sameValues ? Due.KEPT_OR_UNREADABLE : Due.FORGED_OR_UNREADABLE,
                "praxis: " + kind,
                Praxis.PATH,
                line(notice.signature()),
                body);
    }

    private Mutant signatureChanged(Notice notice) {
        String signature = notice.signature();
        String headers =
                switch (random.nextInt(4)) {
                    case 0 -> "";
                    case 1 -> line(signature.substring(random.nextInt(1, signature.length())));
                    case 2 -> line(signature) + line(signature);
                    default -> line(mutations.oneCharacterChanged(signature));
                };
        return new Mutant(
                Due.FORGED,
                "praxis: signature changed",
                Praxis.PATH,
                headers,
                notice.body().getBytes(UTF_8));
    }

    private Mutant restamped() {
        long far = mutations.farFrom(now(), DAY_SECONDS + 60);
        return of(Due.FORGED, "signed long ago or ahead", notice(far, Praxis.SECRET));
    }

    /** Whatever is signed is read first: it must be of its shape. */
    private Mutant wrongType(Notice notice) {
        String wrong =
                List.of("{}", "[]", "true", "-1", "1e6", "\"\"", "9".repeat(100))
                        .get(random.nextInt(7));
        String body =
                random.nextBoolean()
                        ? notice.body().replace(":756859", ":" + wrong)
                        : notice.body().replace("\"session\":", "\"session\":" + wrong + ",\"s\":");
        return new Mutant(
                Due.FORGED_OR_UNREADABLE,
                "praxis: wrong type",
                Praxis.PATH,
                line(notice.signature()),
                body.getBytes(UTF_8));
    }

    private byte[] otherAmount(Notice notice) {
        return notice.body().replace(":250000", ":" + random.nextInt(1, 250_000)).getBytes(UTF_8);
    }

    private static Mutant of(Due due, String kind, Notice notice) {
        return new Mutant(
                due,
                "praxis: " + kind,
                Praxis.PATH,
                line(notice.signature()),
                notice.body().getBytes(UTF_8));
    }

    /** What the provider would have signed; empty for what is no JSON. */
    private static Optional<String> signedValues(byte[] body) {
        Map<String, String> texts = new HashMap<>();
        try (JsonParser json = JsonMapper.shared().createParser(body)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
                    texts.put(
                            json.streamReadContext().pathAsPointer().toString(), json.getString());
                }
            }
        } catch (JacksonException e) {
            return Optional.empty();
        }
        StringBuilder values = new StringBuilder();
        SIGNED.forEach(path -> values.append(texts.getOrDefault(path, "")));
        return Optional.of(values.toString());
    }

    private static String line(String signature) {
        return "Gt-Authentication: " + signature + "\r\n";
    }

    private static long now() {
        return System.currentTimeMillis() / 1_000;
    }
}
