package io.sluice.ingest.adapter.provider;

import io.sluice.ingest.application.UnreadableCallback;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * The members of a JSON object. What is asked for and not as promised is an UnreadableCallback that
 * names the field, the value's shape and what was expected; null counts as absent.
 */
public final class Fields {

    private final String path;
    private final Map<String, JsonValue> members;

    Fields(String path, Map<String, JsonValue> members) {
        this.path = path;
        this.members = members;
    }

    /** A nested object that must be there. */
    public Fields object(String name) {
        Fields nested = objectOrNull(name);
        if (nested == null) {
            throw new UnreadableCallback(path + name, "absent", "an object");
        }
        return nested;
    }

    /** A nested object, or null. */
    public @Nullable Fields objectOrNull(String name) {
        return switch (members.get(name)) {
            case null -> null;
            case JsonValue.Nothing _ -> null;
            case JsonValue.Nested(Map<String, JsonValue> nested) ->
                    new Fields(path + name + ".", nested);
            case JsonValue other ->
                    throw new UnreadableCallback(path + name, other.shape(), "an object");
        };
    }

    /** A string of that shape that must be there. */
    public String text(String name, Shape shape) {
        String text = textOrNull(name, shape);
        if (text == null) {
            throw new UnreadableCallback(path + name, "absent", shape.expected());
        }
        return text;
    }

    /** A string of that shape, or null. */
    public @Nullable String textOrNull(String name, Shape shape) {
        return switch (members.get(name)) {
            case null -> null;
            case JsonValue.Nothing _ -> null;
            case JsonValue.Text(String text) when shape.fits(text) -> text;
            case JsonValue other ->
                    throw new UnreadableCallback(path + name, other.shape(), shape.expected());
        };
    }

    /** A string or a number as it was written, of that shape, that must be there. */
    public String token(String name, Shape shape) {
        String token = tokenOrNull(name, shape);
        if (token == null) {
            throw new UnreadableCallback(path + name, "absent", shape.expected());
        }
        return token;
    }

    /** A string or a number as it was written, of that shape, or null. */
    public @Nullable String tokenOrNull(String name, Shape shape) {
        return switch (members.get(name)) {
            case JsonValue.Numeral(String written) when shape.fits(written) -> written;
            case null, default -> textOrNull(name, shape);
        };
    }

    /** The refusal of a field whose shape is right and whose value is not. */
    public UnreadableCallback refuse(String name, String found, String expected) {
        return new UnreadableCallback(path + name, found, expected);
    }
}
