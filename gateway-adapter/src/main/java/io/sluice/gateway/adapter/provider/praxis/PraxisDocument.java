package io.sluice.gateway.adapter.provider.praxis;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON object as texts by path ({@code transaction.tid}, {@code children.0.tid}), each exactly as
 * it was written: {@code 1.000000} stays {@code 1.000000}. Nulls are left out.
 */
record PraxisDocument(Map<String, String> texts) {

    private static final int DEEPEST = 8;
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    PraxisDocument {
        texts = Map.copyOf(texts);
    }

    /** Empty for what is no JSON object. */
    static Optional<PraxisDocument> read(String body) {
        Map<String, String> texts = new HashMap<>();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            Deque<String> path = new ArrayDeque<>();
            object(parser, path, texts);
            return parser.nextToken() == null
                    ? Optional.of(new PraxisDocument(texts))
                    : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static void object(JsonParser parser, Deque<String> path, Map<String, String> texts) {
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_OBJECT;
                token = parser.nextToken()) {
            path.addLast(parser.currentName());
            value(parser, parser.nextToken(), path, texts);
            path.removeLast();
        }
    }

    private static void array(JsonParser parser, Deque<String> path, Map<String, String> texts) {
        int index = 0;
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            path.addLast(Integer.toString(index++));
            value(parser, token, path, texts);
            path.removeLast();
        }
    }

    private static void value(
            JsonParser parser, JsonToken value, Deque<String> path, Map<String, String> texts) {
        if (value.isStructStart() && path.size() >= DEEPEST) {
            parser.skipChildren();
        } else if (value == JsonToken.START_OBJECT) {
            object(parser, path, texts);
        } else if (value == JsonToken.START_ARRAY) {
            array(parser, path, texts);
        } else if (value != JsonToken.VALUE_NULL) {
            texts.put(String.join(".", path), parser.getString());
        }
    }

    @Nullable String text(String path) {
        return texts.get(path);
    }

    /** Whether there is an object, or a value, of this name. */
    boolean has(String name) {
        return texts.containsKey(name)
                || texts.keySet().stream().anyMatch(path -> path.startsWith(name + "."));
    }

    /** A whole number of at most 18 digits. */
    Optional<Long> whole(String path) {
        String text = text(path);
        return text != null && text.matches("-?[0-9]{1,18}")
                ? Optional.of(Long.parseLong(text))
                : Optional.empty();
    }

    /** The texts at the paths, in their order; null where there is none. */
    List<@Nullable String> all(List<String> paths) {
        return paths.stream().<@Nullable String>map(this::text).toList();
    }
}
