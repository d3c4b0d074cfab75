package io.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is said of callbacks, and what is not. */
@ExtendWith(OutputCaptureExtension.class)
final class LogsAndMetricsTest {

    private static final String IBAN = "TR330006100519786457841326";
    private static final String NAME = "Ayşe Yılmaz";
    private static final Map<String, String> OPERATOR =
            Map.of("Authorization", "Bearer operator-demo-token");
    private static final Pattern CALLBACKS =
            Pattern.compile(
                    "sluice_ingest_callbacks_total\\{.*outcome=\"(\\w+)\",provider=\"(\\w+)\".*} ([0-9.]+)");

    private final Ingest ingest = Ingest.shared();

    @Test
    void aRefusalSaysWhoSentHowMuchAndWhyAndNothingOfWhatWasSent(CapturedOutput output) {
        String body = personal("withdrawal.sent", "250000");

        post(body, Pientegra.signed(body + " "));
        post(personal("withdrawal.sent", IBAN));
        ingest.post("/webhooks/pientegra/" + IBAN, body, Map.of());
        ingest.post("/webhooks/" + IBAN + "/demo", body, Map.of());

        assertThat(output)
                .containsPattern(
                        "callback refused: provider=pientegra source=[0-9.:]+ length="
                                + body.getBytes(UTF_8).length
                                + " reason=SIGNATURE_WRONG")
                .containsPattern(
                        "callback refused: provider=pientegra source=[0-9.:]+ length=[0-9]+ reason=UNREADABLE")
                .containsPattern(
                        "callback refused: provider=unknown source=[0-9.:]+ length=0 reason=ACCOUNT_UNKNOWN");
        assertNothingPersonal(output.toString());
    }

    @Test
    void whatIsKeptShownAndReplayedIsNotSpokenOf(CapturedOutput output) {
        String reference = UUID.randomUUID().toString();
        String body =
                personal("withdrawal.sent", "250000").replace("\"r-1\"", "\"" + reference + "\"");

        assertThat(post(body)).isEqualTo(200);
        String listed = ingest.get("/operator/callbacks?state=PARKED", OPERATOR).body();
        int before = listed.lastIndexOf("{\"id\":\"", listed.indexOf(reference)) + 7;
        String id = listed.substring(before, before + 36);
        assertThat(ingest.get("/operator/callbacks/" + id, OPERATOR).statusCode()).isEqualTo(200);
        assertThat(ingest.post("/operator/callbacks/" + id + "/replay", "", OPERATOR).statusCode())
                .isEqualTo(200);

        assertThat(output)
                .contains("callback " + id + " shown to operator")
                .contains("callback " + id + " replayed by operator");
        assertThat(listed).doesNotContain(IBAN);
        assertNothingPersonal(output.toString());
    }

    @Test
    void callbacksAreCountedByProviderAndVerdict() {
        Map<String, Double> before = counted();
        String kept = personal("withdrawal.sent", "250000");
        String unknown = personal("withdrawal.held", "250000");
        Praxis.Notice notice = Praxis.payout("order-1", "approved", Instant.now());

        post(kept);
        post(kept);
        post(unknown);
        post(kept, Pientegra.signed("other"));
        post(personal("withdrawal.sent", "-1"));
        ingest.post(Praxis.PATH, notice.body(), notice.headers());
        ingest.post(Praxis.PATH, notice.body(), Map.of());

        Map<String, Double> counted = counted();
        for (String verdict :
                List.of(
                        "pientegra parked",
                        "pientegra duplicate",
                        "pientegra unrecognised",
                        "pientegra forged",
                        "pientegra unreadable",
                        "praxis unrecognised",
                        "praxis forged")) {
            assertThat(counted.get(verdict) - before.getOrDefault(verdict, 0.0))
                    .as(verdict)
                    .isEqualTo(1.0);
        }
        assertNothingPersonal(ingest.get("/actuator/prometheus", Map.of()).body());
    }

    private Map<String, Double> counted() {
        Map<String, Double> counted = new HashMap<>();
        Matcher matcher = CALLBACKS.matcher(ingest.get("/actuator/prometheus", Map.of()).body());
        while (matcher.find()) {
            counted.put(
                    matcher.group(2) + " " + matcher.group(1), Double.valueOf(matcher.group(3)));
        }
        return counted;
    }

    private static void assertNothingPersonal(String text) {
        assertThat(text)
                .doesNotContain(IBAN)
                .doesNotContain(NAME)
                .doesNotContain("user-of-the-test")
                .doesNotContain(Pientegra.SECRET)
                .doesNotContain(Praxis.SECRET);
    }

    private static String personal(String type, String amount) {
        return Pientegra.body(UUID.randomUUID().toString(), type, "r-1", "")
                .replace("user-12345", "user-of-the-test")
                .replace("\"250000\"", "\"" + amount + "\"")
                .replace(
                        "\"withdrawal\":{",
                        "\"withdrawal\":{\"iban\":\"%s\",\"holder\":\"%s\",".formatted(IBAN, NAME));
    }

    private int post(String body) {
        return post(body, Pientegra.signed(body));
    }

    private int post(String body, Map<String, String> headers) {
        return ingest.post(Pientegra.PATH, body, headers).statusCode();
    }
}
