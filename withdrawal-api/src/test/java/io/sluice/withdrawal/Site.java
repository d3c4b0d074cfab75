package io.sluice.withdrawal;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;

import io.sluice.contracts.PayoutId;
import io.sluice.contracts.WithdrawalEvent.WithdrawalRequested;
import io.sluice.contracts.WithdrawalId;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** An application of a test's own: what its partner sees, says and receives. */
final class Site {

    private final WebhookStage stage;
    private final Partner partner;
    private final String key = WebhookStage.unique("site");
    private final String apiKey = WebhookStage.unique("sk_test");
    private volatile String secret = "";

    Site(WebhookStage stage, String like, Partner partner) {
        this.stage = stage;
        this.partner = partner;
        stage.api()
                .execute(
                        """
                        INSERT INTO application (application_key, merchant_id, balance_model, processing,
                          separate_trace_id, default_gateway, route, currencies, countries,
                          review_expiry_seconds, allowed_addresses, notification_style, webhook_url,
                          event_types)
                        SELECT '%s', merchant_id, balance_model, processing, separate_trace_id,
                          default_gateway, route, currencies, countries, review_expiry_seconds,
                          allowed_addresses, notification_style, NULL, event_types
                        FROM application WHERE application_key = '%s';
                        INSERT INTO api_key (key_hash, application_key) VALUES ('\\x%s', '%s');
                        """
                                .formatted(key, like, hash(apiKey), key));
        changed();
        Await.until(() -> key + " is known", () -> get("/external/events").status() == 200);
        configure(true);
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sets the endpoint, as the partner does, and keeps the secret that it is shown. */
    Api.Answer configure(boolean rotate) {
        Api.Answer answer =
                Api.send(
                        stage.api()
                                .request("/external/site/webhook-config")
                                .header("Authorization", "Bearer " + apiKey)
                                .header("Content-Type", "application/json")
                                .PUT(
                                        HttpRequest.BodyPublishers.ofString(
                                                "{\"webhookUrl\":\"%s\",\"rotateSecret\":%s}"
                                                        .formatted(partner.url(), rotate))));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        if (rotate) {
            secret = answer.at("webhookSecret");
        }
        return answer;
    }

    /** What no API of the partner sets: as an operator would in the database. */
    void set(String column, String value) {
        stage.api()
                .execute(
                        "UPDATE application SET %s = %s WHERE application_key = '%s'"
                                .formatted(column, value, key));
        changed();
    }

    /** Every instance reads the settings again, within half a second; this one now. */
    private void changed() {
        stage.api().execute("SELECT nextval('directory_version')");
        stage.api().reloadDirectory();
    }

    String key() {
        return key;
    }

    String apiKey() {
        return apiKey;
    }

    String secret() {
        return secret;
    }

    Partner partner() {
        return partner;
    }

    WithdrawalId open(long amount) {
        Api.Answer answer = stage.api().open(apiKey, "user-1", Long.toString(amount));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return WithdrawalId.of(answer.at("withdrawalId"));
    }

    /** Opened, reserved and authorized, as far as the ledger says. */
    WithdrawalRequested authorized(WithdrawalId id) {
        WithdrawalRequested asked = stage.ledger().requested(id);
        stage.ledger().reserves(asked);
        stage.ledger().authorizes(asked, payout(asked), asked.amount());
        return asked;
    }

    /** Paid in one: the partner is to hear of it. */
    WithdrawalId sent(long amount) {
        WithdrawalId id = open(amount);
        settle(authorized(id));
        return id;
    }

    void settle(WithdrawalRequested asked) {
        stage.ledger()
                .settles(
                        asked,
                        payout(asked),
                        asked.amount(),
                        Ledger.totals(asked.amount(), asked.amount(), 0, 0));
    }

    static PayoutId payout(WithdrawalRequested asked) {
        return Objects.requireNonNull(asked.payoutId());
    }

    Api.Answer get(String path) {
        return stage.api().get(apiKey, path);
    }

    Api.Answer post(String path) {
        return Api.send(
                stage.api()
                        .request(path)
                        .header("Authorization", "Bearer " + apiKey)
                        .POST(HttpRequest.BodyPublishers.noBody()));
    }

    /** A page of the event ledger. */
    List<JsonNode> events(String query) {
        Api.Answer answer = get("/external/events" + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return StreamSupport.stream(answer.json().path("data").spliterator(), false).toList();
    }

    /** One of its events, as the ledger has it now; nothing where it has none yet. */
    JsonNode event(WithdrawalId id, String type) {
        return events("?eventType=" + type).stream()
                .filter(each -> each.at("/payload/withdrawal/id").asString().equals(id.toString()))
                .findFirst()
                .orElseGet(MissingNode::getInstance);
    }

    String status(WithdrawalId id, String type) {
        return event(id, type).path("deliveryStatus").asString("");
    }

    JsonNode whole(JsonNode event) {
        return get("/external/events/" + event.path("eventId").asString()).json();
    }

    void awaitTypes(WithdrawalId id, String... types) {
        Await.until(
                () -> List.of(types) + ", not " + partner.types(id.toString()),
                () -> partner.types(id.toString()).equals(List.of(types)));
    }

    void awaitStatus(WithdrawalId id, String type, String status) {
        Await.until(
                () -> type + " " + status + ", not " + event(id, type),
                () -> status(id, type).equals(status));
    }

    /** Whether the official library takes it, with this secret. */
    static boolean verifies(Partner.Received one, String secret) {
        Map<String, List<String>> headers =
                one.headers().entries().stream()
                        .collect(
                                Collectors.groupingBy(
                                        Map.Entry::getKey,
                                        Collectors.mapping(
                                                Map.Entry::getValue, Collectors.toList())));
        try {
            new Webhook(secret).verify(one.body(), HttpHeaders.of(headers, (_, _) -> true));
            return true;
        } catch (WebhookVerificationException _) {
            return false;
        }
    }
}
