package io.sluice.withdrawal.adapter.http;

import io.sluice.withdrawal.application.Directory;
import io.sluice.withdrawal.application.Registry;
import io.sluice.withdrawal.application.Registry.Creation;
import io.sluice.withdrawal.application.Settings;
import io.sluice.withdrawal.domain.Application;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The operators' side: which applications there are, and how each is set up. */
final class ApplicationsDesk {

    /** As it stands in a path, in Praxis' {@code application_key} and in an API key. */
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,31}");

    private static final int MAX_NAME = 50;

    private record Wanted(String key, String merchantId, Map<String, @Nullable Object> settings) {}

    private final Directory directory;
    private final Settings settings;
    private final Registry registry;
    private final ApplicationBody applicationBody;
    private final JsonBody jsonBody;
    private final JsonMapper json;

    ApplicationsDesk(
            Directory directory,
            Settings settings,
            Registry registry,
            ApplicationBody applicationBody,
            JsonBody jsonBody,
            JsonMapper json) {
        this.directory = directory;
        this.settings = settings;
        this.registry = registry;
        this.applicationBody = applicationBody;
        this.jsonBody = jsonBody;
        this.json = json;
    }

    Mono<ServerResponse> list(ServerRequest request) {
        ArrayNode list = json.createArrayNode();
        directory.all().stream()
                .sorted(Comparator.comparing(Application::applicationKey))
                .forEach(each -> list.add(applicationBody.write(each)));
        return JsonAnswer.of(HttpStatus.OK, list);
    }

    Mono<ServerResponse> create(ServerRequest request) {
        return jsonBody.bytes(request)
                .flatMap(bytes -> jsonBody.object(bytes).orRefuse())
                .flatMap(body -> wanted(body).orRefuse())
                .flatMap(
                        wanted ->
                                registry.createApplication(
                                                OperatorGate.operator(request),
                                                wanted.merchantId(),
                                                wanted.key(),
                                                wanted.settings())
                                        .flatMap(creation -> created(wanted.key(), creation)));
    }

    private Checked<Wanted> wanted(ObjectNode body) {
        FieldReader fields = new FieldReader(body);
        String key = fields.text("applicationKey", MAX_NAME);
        String merchant = fields.text("merchantId", MAX_NAME);
        if (fields.errors().isEmpty() && !KEY.matcher(key).matches()) {
            fields.error("applicationKey", "1 to 32 of A-Z, a-z, 0-9, full stop, - and _");
        }
        return applicationBody
                .read(body)
                .<Checked<Wanted>>either(
                        settings ->
                                fields.errors().isEmpty()
                                        ? new Checked.Good<>(new Wanted(key, merchant, settings))
                                        : new Checked.Bad<>(Problem.invalid(fields.errors())),
                        Checked.Bad::new);
    }

    private Mono<ServerResponse> created(String key, Creation creation) {
        return switch (creation) {
            case Creation.Created created -> {
                ObjectNode body =
                        directory
                                .byKey(key)
                                .map(applicationBody::write)
                                .orElseGet(json::createObjectNode);
                yield JsonAnswer.secret(
                        HttpStatus.CREATED,
                        body.put("apiKeyId", created.key().key().id())
                                .put("apiKey", created.key().text())
                                .put("webhookSecret", created.webhookSecret()));
            }
            case Creation.Taken() ->
                    Problem.of(
                                    HttpStatus.CONFLICT,
                                    "application_key_taken",
                                    "applicationKey: taken (expected: a new one)")
                            .response(json);
            case Creation.UnknownMerchant() ->
                    Problem.invalid(
                                    List.of(
                                            new Problem.FieldError(
                                                    "merchantId", "a merchant that was created")))
                            .response(json);
        };
    }

    Mono<ServerResponse> one(ServerRequest request) {
        return directory
                .byKey(request.pathVariable("key"))
                .map(found -> JsonAnswer.of(HttpStatus.OK, applicationBody.write(found)))
                .orElseGet(() -> absent(json));
    }

    Mono<ServerResponse> change(ServerRequest request) {
        String key = request.pathVariable("key");
        if (directory.byKey(key).isEmpty()) {
            return absent(json);
        }
        return jsonBody.bytes(request)
                .flatMap(bytes -> jsonBody.object(bytes).orRefuse())
                .flatMap(body -> applicationBody.read(body).orRefuse())
                .flatMap(changes -> settings.change(OperatorGate.operator(request), key, changes))
                .then(Mono.defer(() -> one(request)));
    }

    static Mono<ServerResponse> absent(JsonMapper json) {
        return Problem.notFound("application_key (expected: a known one)").response(json);
    }
}
