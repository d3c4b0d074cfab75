package io.sluice.withdrawal.adapter.http;

import io.sluice.withdrawal.application.PublishEvents;
import io.sluice.withdrawal.application.Settings;
import io.sluice.withdrawal.application.WebhookAddresses;
import io.sluice.withdrawal.application.WithdrawalBodies;
import io.sluice.withdrawal.application.webhook.DeliverWebhooks;
import io.sluice.withdrawal.domain.Application;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.time.Clock;

/** The partner's own settings: where its webhooks go, and with which secret. */
final class ExternalSite {

    private final Settings settings;
    private final WebhookAddresses addresses;
    private final PublishEvents publishEvents;
    private final DeliverWebhooks webhooks;
    private final JsonBody jsonBody;
    private final JsonMapper json;
    private final Clock clock;

    ExternalSite(
            Settings settings,
            WebhookAddresses addresses,
            PublishEvents publishEvents,
            DeliverWebhooks webhooks,
            JsonBody jsonBody,
            JsonMapper json,
            Clock clock) {
        this.settings = settings;
        this.addresses = addresses;
        this.publishEvents = publishEvents;
        this.webhooks = webhooks;
        this.jsonBody = jsonBody;
        this.json = json;
        this.clock = clock;
    }

    private record Wanted(String url, boolean rotate) {}

    Mono<ServerResponse> configure(ServerRequest request) {
        String key = Authentication.application(request).applicationKey();
        return jsonBody.bytes(request)
                .flatMap(bytes -> jsonBody.object(bytes).orRefuse())
                .flatMap(body -> read(body).orRefuse())
                .flatMap(
                        wanted ->
                                settings.configureWebhook(key, wanted.url(), wanted.rotate())
                                        .flatMap(rotated -> answer(wanted.url(), rotated)));
    }

    private Checked<Wanted> read(ObjectNode body) {
        FieldReader fields = new FieldReader(body);
        String url = fields.text("webhookUrl", 2048);
        if (fields.errors().isEmpty() && !addresses.isAllowed(url)) {
            fields.error("webhookUrl", "an https address that is not a private one");
        }
        JsonNode rotate = body.get("rotateSecret");
        if (rotate != null && !rotate.isBoolean()) {
            fields.error("rotateSecret", "true or false; it is " + FieldReader.shape(rotate));
        }
        return fields.errors().isEmpty()
                ? new Checked.Good<>(new Wanted(url, rotate == null || rotate.booleanValue()))
                : new Checked.Bad<>(Problem.invalid(fields.errors()));
    }

    private Mono<ServerResponse> answer(String url, Settings.Rotated rotated) {
        return json(
                json.createObjectNode()
                        .put("webhookUrl", url)
                        .put("webhookSecret", rotated.secret())
                        .put(
                                "rotatedAt",
                                rotated.at() == null ? null : WithdrawalBodies.text(rotated.at())));
    }

    Mono<ServerResponse> test(ServerRequest request) {
        Application application = Authentication.application(request);
        String url = application.endpoint().url();
        if (url == null) {
            return Problem.of(
                            HttpStatus.CONFLICT,
                            "no_webhook_url",
                            "webhookUrl: not set (expected: set by PUT webhook-config)")
                    .response(json);
        }
        return webhooks.ping(application, url, publishEvents.ping(application, clock.instant()))
                .flatMap(attempt -> json(ExternalEvents.attempt(json, attempt)));
    }

    private Mono<ServerResponse> json(ObjectNode body) {
        return ServerResponse.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(json.writeValueAsString(body));
    }
}
