package io.sluice.withdrawal.adapter.http;

import io.sluice.messaging.observe.LogLine;
import io.sluice.withdrawal.application.AgentSignature;
import io.sluice.withdrawal.application.Directory;
import io.sluice.withdrawal.application.PartnerSecrets;
import io.sluice.withdrawal.application.RateLimits;
import io.sluice.withdrawal.domain.Application;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Lets verified agents through: signature header, application, address, signature, time, version. */
final class AgentGate {

    private static final Logger LOG = LoggerFactory.getLogger(AgentGate.class);
    private static final long MAX_AGE_SECONDS = 60;
    private static final int MAX_MERCHANT = 50;
    private static final int MAX_APPLICATION = 32;

    private final Directory directory;
    private final PartnerSecrets secrets;
    private final RateLimits rateLimits;
    private final JsonBody jsonBody;
    private final JsonMapper json;
    private final Clock clock;

    AgentGate(
            Directory directory,
            PartnerSecrets secrets,
            RateLimits rateLimits,
            JsonBody jsonBody,
            JsonMapper json,
            Clock clock) {
        this.directory = directory;
        this.secrets = secrets;
        this.rateLimits = rateLimits;
        this.jsonBody = jsonBody;
        this.json = json;
        this.clock = clock;
    }

    /**
     * @param signed the fields that the signature covers, after merchant, application and timestamp
     */
    Mono<ServerResponse> call(
            ServerRequest request,
            List<String> signed,
            Function<AgentCall, Mono<AgentAnswer>> answer) {
        String signature = request.headers().firstHeader(AgentSignature.HEADER);
        if (signature == null) {
            return answer(
                    HttpStatus.BAD_REQUEST,
                    AgentAnswer.refused(AgentSignature.HEADER + ": missing"),
                    null);
        }
        return jsonBody.bytes(request)
                .flatMap(bytes -> call(request, signature, bytes, signed, answer))
                .onErrorResume(
                        RefusedRequest.class,
                        e ->
                                answer(
                                        HttpStatus.OK,
                                        AgentAnswer.refused(e.problem().detail()),
                                        null));
    }

    private Mono<ServerResponse> call(
            ServerRequest request,
            String signature,
            byte[] bytes,
            List<String> signed,
            Function<AgentCall, Mono<AgentAnswer>> answer) {
        ObjectNode body =
                jsonBody.object(bytes).<@Nullable ObjectNode>either(object -> object, _ -> null);
        if (body == null) {
            return answer(
                    HttpStatus.OK,
                    AgentAnswer.refused("body: not JSON (expected: an object)"),
                    null);
        }
        Optional<Application> known = application(body);
        if (known.isEmpty()) {
            return answer(
                    HttpStatus.OK,
                    new AgentAnswer(
                            AgentAnswer.UNKNOWN_CALLER,
                            "merchant_id, application_key: unknown",
                            null),
                    null);
        }
        Application application = known.get();
        List<String> valid = secrets.praxis(application.merchantId());
        if (!Addresses.allows(application.allowedAddresses(), request)) {
            return answer(
                    HttpStatus.FORBIDDEN,
                    new AgentAnswer(AgentAnswer.ADDRESS_REFUSED, "address: not allowed", null),
                    valid.isEmpty() ? null : valid.getFirst());
        }
        String secret =
                AgentSignature.verifiedBy(signature, values(body, signed), valid).orElse(null);
        if (secret == null) {
            return answer(
                    HttpStatus.OK,
                    AgentAnswer.refused(AgentSignature.HEADER + ": does not verify"),
                    valid.isEmpty() ? null : valid.getFirst());
        }
        String refusal = stale(body);
        if (refusal != null) {
            return answer(HttpStatus.OK, AgentAnswer.refused(refusal), secret);
        }
        AgentCall call =
                new AgentCall(
                        application,
                        secret,
                        body,
                        hash(bytes, signature),
                        Headers.traceparent(request));
        return rateLimits
                .take(application, clock.instant())
                .doOnNext(ticket -> RateHeaders.put(request, ticket))
                .flatMap(
                        ticket ->
                                ticket.taken()
                                        ? answer.apply(call)
                                        : Mono.just(AgentAnswer.limited(ticket.quota())))
                .onErrorResume(failure -> failed(call, failure))
                .flatMap(said -> answer(HttpStatus.OK, said, secret));
    }

    private static Mono<AgentAnswer> failed(AgentCall call, Throwable failure) {
        LogLine.about(LOG.atWarn(), null, call.traceparent())
                .log("agent call failed: {}", Failures.describe(failure));
        return Mono.just(
                new AgentAnswer(AgentAnswer.FAILED, "failed inside: look before repeating", null));
    }

    private Optional<Application> application(ObjectNode body) {
        String merchant = text(body, "merchant_id", MAX_MERCHANT);
        String key = text(body, "application_key", MAX_APPLICATION);
        if (merchant == null || key == null) {
            return Optional.empty();
        }
        return directory.byKey(key).filter(found -> found.merchantId().equals(merchant));
    }

    private static @Nullable String text(ObjectNode body, String field, int maxLength) {
        JsonNode node = body.get(field);
        return node == null || !node.isString() || node.stringValue().length() > maxLength
                ? null
                : node.stringValue();
    }

    private static List<String> values(ObjectNode body, List<String> signed) {
        List<String> values = new ArrayList<>();
        values.add(AgentSignature.text(body.get("merchant_id")));
        values.add(AgentSignature.text(body.get("application_key")));
        values.add(AgentSignature.text(body.get("timestamp")));
        signed.forEach(field -> values.add(AgentSignature.text(body.get(field))));
        return values;
    }

    private @Nullable String stale(ObjectNode body) {
        JsonNode timestamp = body.get("timestamp");
        if (timestamp == null || !timestamp.isIntegralNumber() || !timestamp.canConvertToLong()) {
            return "timestamp: missing or no whole number (expected: Unix seconds)";
        }
        long age = clock.instant().getEpochSecond() - timestamp.longValue();
        if (age > MAX_AGE_SECONDS || age < 0) {
            return "timestamp: " + age + " s old (expected: 0 to " + MAX_AGE_SECONDS + ")";
        }
        if (!AgentAnswer.VERSION.equals(text(body, "version", 3))) {
            return "version: missing or not supported (expected: " + AgentAnswer.VERSION + ")";
        }
        return null;
    }

    private Mono<ServerResponse> answer(
            HttpStatus http, AgentAnswer said, @Nullable String secret) {
        Instant now = clock.instant();
        return said.response(json, http, now, secret);
    }

    private static String hash(byte[] bytes, String signature) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes);
            digest.update(signature.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
