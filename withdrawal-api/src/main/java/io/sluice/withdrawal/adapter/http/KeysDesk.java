package io.sluice.withdrawal.adapter.http;

import io.sluice.withdrawal.application.Directory;
import io.sluice.withdrawal.application.Registry;
import io.sluice.withdrawal.application.WithdrawalBodies;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** The operators' side: merchants, API keys and secrets; each secret is shown once. */
final class KeysDesk {

    private static final int MAX_MERCHANT = 50;
    private static final Duration USUAL_OVERLAP = Duration.ofHours(24);
    private static final Duration LONGEST = Duration.ofDays(3650);

    private final Directory directory;
    private final Registry registry;
    private final JsonBody jsonBody;
    private final JsonMapper json;

    KeysDesk(Directory directory, Registry registry, JsonBody jsonBody, JsonMapper json) {
        this.directory = directory;
        this.registry = registry;
        this.jsonBody = jsonBody;
        this.json = json;
    }

    Mono<ServerResponse> merchants(ServerRequest request) {
        return registry.merchants()
                .flatMap(
                        merchants -> {
                            ArrayNode list = json.createArrayNode();
                            merchants.forEach(each -> list.add(body(each)));
                            return JsonAnswer.of(HttpStatus.OK, list);
                        });
    }

    private ObjectNode body(Registry.Merchant merchant) {
        ObjectNode body =
                json.createObjectNode()
                        .put("merchantId", merchant.merchantId())
                        .put("createdAt", WithdrawalBodies.text(merchant.createdAt()));
        ArrayNode applications = body.putArray("applications");
        merchant.applications().forEach(applications::add);
        return body;
    }

    Mono<ServerResponse> createMerchant(ServerRequest request) {
        return body(request)
                .flatMap(body -> merchantId(body).orRefuse())
                .flatMap(
                        id ->
                                registry.createMerchant(OperatorGate.operator(request), id)
                                        .flatMap(
                                                renewed ->
                                                        JsonAnswer.secret(
                                                                HttpStatus.CREATED,
                                                                secret(renewed)
                                                                        .put("merchantId", id))))
                .switchIfEmpty(
                        Mono.defer(
                                () ->
                                        Problem.of(
                                                        HttpStatus.CONFLICT,
                                                        "merchant_id_taken",
                                                        "merchantId: taken (expected: a new one)")
                                                .response(json)));
    }

    private static Checked<String> merchantId(ObjectNode body) {
        FieldReader fields = new FieldReader(body);
        String id = fields.text("merchantId", MAX_MERCHANT);
        if (fields.errors().isEmpty() && id.contains("|")) {
            fields.error("merchantId", "text without |");
        }
        return fields.errors().isEmpty()
                ? new Checked.Good<>(id)
                : new Checked.Bad<>(Problem.invalid(fields.errors()));
    }

    Mono<ServerResponse> renewPraxisSecret(ServerRequest request) {
        return renewed(
                        request,
                        (operator, overlap) ->
                                registry.renewPraxisSecret(
                                        operator, request.pathVariable("merchantId"), overlap))
                .switchIfEmpty(
                        Mono.defer(
                                () ->
                                        Problem.notFound("merchantId (expected: a known one)")
                                                .response(json)));
    }

    Mono<ServerResponse> renewWebhookSecret(ServerRequest request) {
        String key = request.pathVariable("key");
        return isKnown(key)
                ? renewed(
                        request,
                        (operator, overlap) -> registry.renewWebhookSecret(operator, key, overlap))
                : ApplicationsDesk.absent(json);
    }

    private Mono<ServerResponse> renewed(
            ServerRequest request, BiFunction<String, Duration, Mono<Registry.Renewed>> renew) {
        return body(request)
                .flatMap(body -> seconds(body, "overlapSeconds").orRefuse())
                .flatMap(
                        overlap ->
                                renew.apply(
                                        OperatorGate.operator(request),
                                        overlap.orElse(USUAL_OVERLAP)))
                .flatMap(renewed -> JsonAnswer.secret(HttpStatus.CREATED, secret(renewed)));
    }

    private ObjectNode secret(Registry.Renewed renewed) {
        return json.createObjectNode()
                .put("secret", renewed.secret())
                .put("previousValidUntil", text(renewed.previousValidUntil()));
    }

    Mono<ServerResponse> apiKeys(ServerRequest request) {
        String key = request.pathVariable("key");
        if (!isKnown(key)) {
            return ApplicationsDesk.absent(json);
        }
        return registry.apiKeys(key)
                .flatMap(
                        keys -> {
                            ArrayNode list = json.createArrayNode();
                            keys.forEach(each -> list.add(body(each)));
                            return JsonAnswer.of(HttpStatus.OK, list);
                        });
    }

    private ObjectNode body(Registry.ApiKey key) {
        return json.createObjectNode()
                .put("id", key.id())
                .put("lastFour", key.lastFour())
                .put("createdAt", WithdrawalBodies.text(key.createdAt()))
                .put("expiresAt", text(key.expiresAt()))
                .put("revokedAt", text(key.revokedAt()));
    }

    Mono<ServerResponse> issueApiKey(ServerRequest request) {
        String key = request.pathVariable("key");
        if (!isKnown(key)) {
            return ApplicationsDesk.absent(json);
        }
        return body(request)
                .flatMap(
                        body ->
                                Mono.zip(
                                        seconds(body, "expiresInSeconds").orRefuse(),
                                        seconds(body, "overlapSeconds").orRefuse()))
                .flatMap(
                        wanted ->
                                registry.issueApiKey(
                                        OperatorGate.operator(request),
                                        key,
                                        wanted.getT1().orElse(null),
                                        wanted.getT2().orElse(null)))
                .flatMap(
                        issued ->
                                JsonAnswer.secret(
                                        HttpStatus.CREATED,
                                        body(issued.key()).put("apiKey", issued.text())));
    }

    Mono<ServerResponse> revokeApiKey(ServerRequest request) {
        return number(request.pathVariable("id"))
                .flatMap(
                        id ->
                                registry.revokeApiKey(
                                        OperatorGate.operator(request),
                                        request.pathVariable("key"),
                                        id))
                .filter(known -> known)
                .flatMap(_ -> ServerResponse.noContent().build())
                .switchIfEmpty(
                        Mono.defer(
                                () ->
                                        Problem.notFound(
                                                        "api key (expected: one of this application)")
                                                .response(json)));
    }

    private static Mono<Long> number(String text) {
        try {
            return Mono.just(Long.parseLong(text));
        } catch (NumberFormatException _) {
            return Mono.empty();
        }
    }

    private boolean isKnown(String applicationKey) {
        return directory.byKey(applicationKey).isPresent();
    }

    /** An empty body is an empty object: nothing in it is required. */
    private Mono<ObjectNode> body(ServerRequest request) {
        return jsonBody.bytes(request)
                .flatMap(
                        bytes ->
                                bytes.length == 0
                                        ? Mono.just(json.createObjectNode())
                                        : jsonBody.object(bytes).orRefuse());
    }

    private static Checked<Optional<Duration>> seconds(ObjectNode body, String field) {
        JsonNode node = body.get(field);
        if (node == null || node.isNull()) {
            return new Checked.Good<>(Optional.empty());
        }
        if (node.isIntegralNumber()
                && node.canConvertToLong()
                && node.longValue() >= 0
                && node.longValue() <= LONGEST.toSeconds()) {
            return new Checked.Good<>(Optional.of(Duration.ofSeconds(node.longValue())));
        }
        return new Checked.Bad<>(
                Problem.invalid(
                        List.of(
                                new Problem.FieldError(
                                        field,
                                        "a whole number from 0 to " + LONGEST.toSeconds()))));
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : WithdrawalBodies.text(time);
    }
}
