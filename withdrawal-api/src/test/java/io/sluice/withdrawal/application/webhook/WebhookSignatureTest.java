package io.sluice.withdrawal.application.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;

import org.junit.jupiter.api.Test;

import java.net.http.HttpHeaders;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

class WebhookSignatureTest {

    private static final String OLD = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String NEW = "whsec_c2x1aWNlLWRlbW8td2ViaG9vay1zZWNyZXQtMDE=";

    /** PROVIDERS 1.4: agreed on by two other implementations. */
    private static final String PIENTEGRA_BODY =
            """
            {"eventId":"019dd459-43c1-711c-9e38-76a3182f4185","eventType":"withdrawal.sent",\
            "occurredAt":"2026-04-28T13:00:00.000Z","withdrawal":{"id":"01927b3c-9c1f-7a3a-9c4f-8a3e1f8b1c00",\
            "referenceNo":"W-2026-0000123","externalUserId":"user-12345","amount":"250000","currency":"TRY",\
            "status":"SENT"}}""";

    @Test
    void pientegrasHeaderIsThatOfTheVector() {
        Map<String, String> headers =
                WebhookSignature.headers(
                        "019dd459-43c1-711c-9e38-76a3182f4185",
                        Instant.ofEpochMilli(1730131200000L),
                        PIENTEGRA_BODY,
                        List.of("whsec_test_secret_0123456789"));

        assertThat(PIENTEGRA_BODY).hasSize(291);
        assertThat(headers)
                .containsEntry(
                        "Pientegra-Signature",
                        "t=1730131200000,v1=dbe5f1d798f8e0bf1830eeb0ebb78ed41b3f89c6ee3ed8c6ee757d9c4b7b762a");
    }

    @Test
    void standardWebhooksHeadersAreThoseOfItsReferenceVector() {
        Map<String, String> headers =
                WebhookSignature.headers(
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        Instant.ofEpochSecond(1614265330),
                        "{\"test\": 2432232314}",
                        List.of(OLD));

        assertThat(headers)
                .containsEntry("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
                .containsEntry("webhook-timestamp", "1614265330")
                .containsEntry(
                        "webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void theOfficialLibraryVerifiesEitherSecretWhileOneReplacesTheOther() throws Exception {
        String body = "{\"name\":\"Ayşe Yılmaz\"}";
        Map<String, String> both =
                WebhookSignature.headers("evt-1", Instant.now(), body, List.of(NEW, OLD));

        new Webhook(NEW).verify(body, http(both));
        new Webhook(OLD).verify(body, http(both));
        assertThat(both.get("webhook-signature").split(" ")).hasSize(2);
        assertThat(both.get("Pientegra-Signature")).matches("t=[0-9]{13}(,v1=[0-9a-f]{64}){2}");

        Map<String, String> after =
                WebhookSignature.headers("evt-1", Instant.now(), body, List.of(NEW));
        assertThatThrownBy(() -> new Webhook(OLD).verify(body, http(after)))
                .isInstanceOf(WebhookVerificationException.class);
        assertThatThrownBy(() -> new Webhook(NEW).verify(body + " ", http(after)))
                .isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void theOfficialLibrarySignsTheSame() throws Exception {
        Instant now = Instant.now();
        Map<String, String> headers = WebhookSignature.headers("evt-2", now, "{}", List.of(NEW));

        assertThat(headers)
                .containsEntry(
                        "webhook-signature",
                        new Webhook(NEW).sign("evt-2", now.getEpochSecond(), "{}"));
    }

    private static HttpHeaders http(Map<String, String> headers) {
        return HttpHeaders.of(
                headers.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, e -> List.of(e.getValue()))),
                (_, _) -> true);
    }
}
