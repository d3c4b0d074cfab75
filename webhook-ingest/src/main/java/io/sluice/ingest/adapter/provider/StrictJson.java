package io.sluice.ingest.adapter.provider;

import io.sluice.ingest.application.UnreadableCallback;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads one JSON object and nothing else: UTF-8 without a byte order mark, no name twice, numbers
 * kept as they are written, and a limit on everything.
 */
public final class StrictJson {

    private static final int MAX_BYTES = 64 * 1024;
    private static final int MAX_DEPTH = 16;
    private static final int MAX_TOKENS = 4_096;
    private static final int MAX_NAME_LENGTH = 128;
    private static final int MAX_NUMBER_LENGTH = 64;
    private static final int MAX_TEXT_LENGTH = 16 * 1024;

    private static final String LIMITS =
            "one JSON object, no name twice, at most "
                    + MAX_DEPTH
                    + " deep and "
                    + MAX_TOKENS
                    + " tokens";

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxDocumentLength(MAX_BYTES)
                                    .maxNestingDepth(MAX_DEPTH)
                                    .maxTokenCount(MAX_TOKENS)
                                    .maxNameLength(MAX_NAME_LENGTH)
                                    .maxNumberLength(MAX_NUMBER_LENGTH)
                                    .maxStringLength(MAX_TEXT_LENGTH)
                                    .build())
                    .build();

    private StrictJson() {}

    /** Throws UnreadableCallback, whose message holds nothing of the content. */
    public static Fields parse(byte[] body) {
        if (body.length > MAX_BYTES) {
            throw new UnreadableCallback(
                    "body", body.length + " bytes", "at most " + MAX_BYTES + " bytes");
        }
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), decode(body))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new UnreadableCallback("body", "no JSON object", "one JSON object");
            }
            Fields fields = new Fields("", members(parser));
            if (parser.nextToken() != null) {
                throw new UnreadableCallback("body", "more than a JSON object", "one JSON object");
            }
            return fields;
        } catch (JacksonException e) {
            throw new UnreadableCallback("body", "not JSON within the limits", LIMITS);
        }
    }

    private static String decode(byte[] body) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            throw new UnreadableCallback("body", "not UTF-8", "JSON in UTF-8");
        }
    }

    private static Map<String, JsonValue> members(JsonParser parser) {
        Map<String, JsonValue> members = new HashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, value(parser));
        }
        return members;
    }

    /** The recursion is bounded by the parser's own limit on nesting. */
    private static JsonValue value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> new JsonValue.Nested(members(parser));
            case START_ARRAY -> skipArray(parser);
            case VALUE_STRING -> new JsonValue.Text(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonValue.Numeral(parser.getString());
            case VALUE_TRUE, VALUE_FALSE -> new JsonValue.Truth();
            case VALUE_NULL -> new JsonValue.Nothing();
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                    throw new IllegalStateException("no value starts here");
        };
    }

    /** No provider tells anything in a list; it is checked for shape alone. */
    private static JsonValue skipArray(JsonParser parser) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            value(parser);
        }
        return new JsonValue.Listing();
    }
}
