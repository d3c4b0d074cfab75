package io.sluice.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Holds the event schemas to those of the last release, which stand in {@code released/v1}: while a
 * new release is rolled out, old and new instances read what the other writes.
 */
class EventCompatibilityTest {

    private static final String RELEASED = "released/v1";
    private static final String NOW = "schemas/v1";
    private static final String ENDING = ".schema.json";

    /** Words for people, not for programs. */
    private static final Set<String> PROSE = Set.of("description", "title", "$comment", "examples");

    static Set<String> released() {
        Set<String> names = Documents.names(RELEASED, ENDING);
        names.remove("types");
        return names;
    }

    @ParameterizedTest
    @MethodSource("released")
    void oldAndNewInstancesReadEachOthersEvents(String event) {
        assertThat(Documents.names(NOW, ENDING)).as("an event that is still read").contains(event);
        assertThat(breaks(expanded(RELEASED, event), expanded(NOW, event))).isEmpty();
    }

    @Test
    void anAddedOptionalMemberAndAnotherDescriptionBreakNothing() {
        assertThat(
                        breaksWhen(
                                schema -> {
                                    schema.put("description", "Other words.");
                                    properties(schema).putObject("note").put("type", "string");
                                    ((ObjectNode) schema.at("/properties/totals/properties"))
                                            .putObject("added");
                                    return schema;
                                }))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "required, note, /note: required (expected: optional)",
        "optional, reason, '/reason: optional (expected: required, as released)'",
        "without, reason, /reason: gone",
        "narrowed, reason, /reason: ",
        "widened, reason, /reason: ",
        "constant, source, /source: ",
        "pattern, totals, /totals/sent: ",
    })
    void everyOtherChangeIsNamed(String change, String member, String named) {
        assertThat(breaksWhen(schema -> changed(schema, change, member)))
                .singleElement()
                .asString()
                .startsWith(named);
    }

    /** What a reader of one release would not understand of the other's events. */
    private static List<String> breaks(JsonNode released, JsonNode now) {
        Set<String> breaks = new TreeSet<>();
        compare("", released, now, breaks);
        return List.copyOf(breaks);
    }

    private static void compare(String at, JsonNode released, JsonNode now, Set<String> breaks) {
        if (!withoutMembers(released).equals(withoutMembers(now))) {
            breaks.add(at + ": " + now + " (expected: " + released + ")");
            return;
        }
        Set<String> mustBe = texts(released.path("required"));
        Set<String> are = texts(now.path("required"));
        are.stream()
                .filter(member -> !mustBe.contains(member))
                .forEach(
                        member ->
                                breaks.add(at + "/" + member + ": required (expected: optional)"));
        for (String member : released.path("properties").propertyNames()) {
            JsonNode after = now.path("properties").path(member);
            String place = at + "/" + member;
            if (after.isMissingNode()) {
                breaks.add(place + ": gone");
            } else if (mustBe.contains(member) && !are.contains(member)) {
                breaks.add(place + ": optional (expected: required, as released)");
            } else {
                compare(place, released.path("properties").path(member), after, breaks);
            }
        }
    }

    private static JsonNode withoutMembers(JsonNode schema) {
        return schema instanceof ObjectNode object
                ? object.deepCopy().without(List.of("properties", "required"))
                : schema;
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new TreeSet<>();
        array.valueStream().map(JsonNode::asString).forEach(texts::add);
        return texts;
    }

    /** An event's schema without prose, the shared types written out where they are used. */
    private static JsonNode expanded(String folder, String event) {
        return expanded(folder, event + ENDING, read(folder, event + ENDING));
    }

    private static JsonNode expanded(String folder, String file, JsonNode schema) {
        if (schema instanceof ArrayNode array) {
            ArrayNode copy = JsonMapper.shared().createArrayNode();
            array.forEach(each -> copy.add(expanded(folder, file, each)));
            return copy;
        }
        if (!(schema instanceof ObjectNode object)) {
            return schema;
        }
        if (object.path("$ref").isString()) {
            String[] place = object.path("$ref").asString().split("#", 2);
            String target = place[0].isEmpty() ? file : place[0];
            return expanded(folder, target, read(folder, target).at(place[1]));
        }
        ObjectNode copy = JsonMapper.shared().createObjectNode();
        object.properties()
                .forEach(
                        each -> {
                            // A member may have such a name: its value is a schema then.
                            if (!PROSE.contains(each.getKey()) || each.getValue().isObject()) {
                                copy.set(each.getKey(), expanded(folder, file, each.getValue()));
                            }
                        });
        return copy;
    }

    private static JsonNode read(String folder, String file) {
        return JsonMapper.shared().readTree(Documents.text(folder + "/" + file));
    }

    private static List<String> breaksWhen(UnaryOperator<ObjectNode> change) {
        String released =
                """
                {"type": "object", "description": "Some words.", "required": ["reason", "source"],
                 "properties": {
                   "reason": {"type": "string", "maxLength": 10},
                   "source": {"enum": ["callback", "operator"]},
                   "totals": {"type": "object", "properties": {
                     "sent": {"type": "string", "pattern": "^[1-9]$"}}}}}
                """;
        JsonNode schema = JsonMapper.shared().readTree(released);
        return breaks(
                expanded(NOW, "types" + ENDING, schema),
                expanded(NOW, "types" + ENDING, change.apply((ObjectNode) schema.deepCopy())));
    }

    private static ObjectNode properties(ObjectNode schema) {
        return (ObjectNode) schema.path("properties");
    }

    private static ObjectNode changed(ObjectNode schema, String change, String member) {
        ObjectNode properties = properties(schema);
        ArrayNode required = (ArrayNode) schema.path("required");
        switch (change) {
            case "required" -> {
                properties.putObject(member).put("type", "string");
                required.add(member);
            }
            case "optional" -> required.remove(0);
            case "without" -> {
                properties.remove(member);
                required.remove(0);
            }
            case "narrowed" -> ((ObjectNode) properties.path(member)).put("maxLength", 5);
            case "widened" -> ((ObjectNode) properties.path(member)).remove("maxLength");
            case "constant" -> ((ArrayNode) properties.path(member).path("enum")).add("gossip");
            case "pattern" ->
                    ((ObjectNode) properties.at("/totals/properties/sent")).put("pattern", ".");
            default -> throw new IllegalArgumentException(change);
        }
        return schema;
    }
}
