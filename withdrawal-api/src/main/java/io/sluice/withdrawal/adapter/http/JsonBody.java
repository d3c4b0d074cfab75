package io.sluice.withdrawal.adapter.http;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;

import reactor.core.publisher.Mono;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** Reads request bodies strictly: size, depth and lengths are limited, nothing is guessed. */
final class JsonBody {

    static final int MAX_BYTES = 64 * 1024;
    private static final int MAX_DEPTH = 16;
    private static final int MAX_STRING = 8 * 1024;
    private static final int MAX_NUMBER = 64;

    private final JsonMapper strict;

    JsonBody() {
        this.strict =
                JsonMapper.builder(
                                JsonFactory.builder()
                                        .streamReadConstraints(
                                                StreamReadConstraints.builder()
                                                        .maxNestingDepth(MAX_DEPTH)
                                                        .maxStringLength(MAX_STRING)
                                                        .maxNameLength(256)
                                                        .maxNumberLength(MAX_NUMBER)
                                                        .maxDocumentLength(MAX_BYTES)
                                                        .build())
                                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                        .build())
                        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                        .build();
    }

    /** The raw bytes; too many of them, or another media type, are refused. */
    Mono<byte[]> bytes(ServerRequest request) {
        if (!isJson(request)) {
            return Mono.error(
                    new RefusedRequest(
                            Problem.of(
                                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                                    "unsupported_media_type",
                                    "Content-Type (expected: application/json)")));
        }
        return DataBufferUtils.join(request.bodyToFlux(DataBuffer.class), MAX_BYTES)
                .map(
                        buffer -> {
                            byte[] bytes = new byte[buffer.readableByteCount()];
                            buffer.read(bytes);
                            DataBufferUtils.release(buffer);
                            return bytes;
                        })
                .onErrorMap(
                        DataBufferLimitException.class,
                        _ ->
                                new RefusedRequest(
                                        Problem.of(
                                                HttpStatus.CONTENT_TOO_LARGE,
                                                "payload_too_large",
                                                "body (expected: at most "
                                                        + MAX_BYTES
                                                        + " bytes)")))
                .defaultIfEmpty(new byte[0]);
    }

    private static boolean isJson(ServerRequest request) {
        try {
            MediaType type = request.headers().contentType().orElse(MediaType.APPLICATION_JSON);
            return type.isCompatibleWith(MediaType.APPLICATION_JSON)
                    || type.getSubtype().endsWith("+json");
        } catch (InvalidMediaTypeException _) {
            return false;
        }
    }

    Checked<ObjectNode> object(byte[] bytes) {
        try {
            JsonNode node = strict.readTree(bytes);
            if (node instanceof ObjectNode object) {
                return new Checked.Good<>(object);
            }
            return bad("a JSON object");
        } catch (JacksonException e) {
            var where = e.getLocation();
            return bad(
                    where == null
                            ? "well-formed JSON within the limits"
                            : "well-formed JSON within the limits; went wrong at line "
                                    + where.getLineNr()
                                    + ", column "
                                    + where.getColumnNr());
        } catch (NumberFormatException _) {
            // Thrown as it is, for an exponent that is beyond BigDecimal.
            return bad("well-formed JSON with numbers within the limits");
        }
    }

    private static Checked<ObjectNode> bad(String expected) {
        return new Checked.Bad<>(
                Problem.invalid(List.of(new Problem.FieldError("body", expected))));
    }
}
