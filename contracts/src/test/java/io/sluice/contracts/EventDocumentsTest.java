package io.sluice.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Holds the event classes, their JSON Schemas and their golden samples together. */
class EventDocumentsTest {

    private static final String BASE = "https://sluice.example/schemas/v1/";
    private static final SchemaRegistry SCHEMAS =
            SchemaRegistry.withDefaultDialect(
                    SpecificationVersion.DRAFT_2020_12,
                    builder ->
                            builder.schemas(
                                    id ->
                                            id.startsWith(BASE)
                                                    ? Documents.text(
                                                            "schemas/v1/"
                                                                    + id.substring(BASE.length()))
                                                    : null));

    static List<Class<? extends SluiceEvent>> events() {
        return Documents.events();
    }

    @Test
    void everyEventHasASampleAndEverySampleAnEvent() {
        assertThat(Documents.names("samples/v1", ".json")).isEqualTo(eventNames());
    }

    @Test
    void everyEventHasASchemaAndEverySchemaAnEvent() {
        Set<String> schemas = Documents.names("schemas/v1", ".schema.json");
        assertThat(schemas.remove("types")).as("the shared types").isTrue();
        assertThat(schemas).isEqualTo(eventNames());
    }

    @ParameterizedTest
    @MethodSource("events")
    void theSampleIsValid(Class<? extends SluiceEvent> event) {
        assertThat(validate(event, Documents.sample(event))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("events")
    void theSchemaIsAValidSchema(Class<? extends SluiceEvent> event) {
        Schema draft =
                SCHEMAS.getSchema(
                        SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        assertThat(draft.validate(Documents.schema(event))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("events")
    void theSchemaNamesItselfAfterTheEvent(Class<? extends SluiceEvent> event) {
        JsonNode schema = Documents.schema(event);
        assertThat(schema.path("$id").asString())
                .isEqualTo(BASE + Documents.kebabName(event) + ".schema.json");
        assertThat(schema.path("title").asString()).isEqualTo(SluiceEvent.type(event));
        assertThat(schema.path("description").asString()).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("events")
    void theSchemasPropertiesAreTheRecordsComponents(Class<? extends SluiceEvent> event) {
        assertThat(Documents.schema(event).path("properties").propertyNames())
                .containsExactlyElementsOf(
                        components(event).map(EventDocumentsTest::wireName).toList());
    }

    @ParameterizedTest
    @MethodSource("events")
    void theSchemaRequiresWhatIsNeverNull(Class<? extends SluiceEvent> event) {
        List<String> required =
                StreamSupport.stream(Documents.schema(event).path("required").spliterator(), false)
                        .map(JsonNode::asString)
                        .toList();
        assertThat(required)
                .containsExactlyElementsOf(
                        components(event)
                                .filter(EventDocumentsTest::isNeverNull)
                                .map(EventDocumentsTest::wireName)
                                .toList());
    }

    @ParameterizedTest
    @MethodSource("events")
    void withoutARequiredMemberASampleIsInvalid(Class<? extends SluiceEvent> event) {
        for (JsonNode required : Documents.schema(event).path("required")) {
            ObjectNode sample = (ObjectNode) Documents.sample(event);
            sample.remove(required.asString());
            assertThat(validate(event, sample)).as("without %s", required).isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("events")
    void anUnknownMemberIsAllowed(Class<? extends SluiceEvent> event) {
        ObjectNode sample = (ObjectNode) Documents.sample(event);
        sample.put("addedLater", true);
        assertThat(validate(event, sample)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("events")
    void aNumberIsNoAmountAndAnEnumsConstantsAreInKebabCase(Class<? extends SluiceEvent> event) {
        for (RecordComponent component : components(event).toList()) {
            ObjectNode sample = (ObjectNode) Documents.sample(event);
            String name = wireName(component);
            if (isAmount(component)) {
                assertThat(validate(event, sample.put(name, 1L))).as(name).isNotEmpty();
            } else if (component.getType() == Currency.class) {
                assertThat(validate(event, sample.put(name, "try"))).as(name).isNotEmpty();
            } else if (component.getType().isEnum()) {
                assertThat(allowed(event, name)).isEqualTo(constants(component));
            }
        }
    }

    private static Set<String> eventNames() {
        return Documents.events().stream()
                .map(Documents::kebabName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Error> validate(Class<? extends SluiceEvent> event, JsonNode json) {
        return SCHEMAS.getSchema(
                        SchemaLocation.of(BASE + Documents.kebabName(event) + ".schema.json"))
                .validate(
                        json.toString(),
                        InputFormat.JSON,
                        context ->
                                context.executionConfig(
                                        config -> config.formatAssertionsEnabled(true)));
    }

    private static Stream<RecordComponent> components(Class<?> event) {
        return Arrays.stream(event.getRecordComponents());
    }

    private static String wireName(RecordComponent component) {
        return component.getName().equals("isFinal") ? "final" : component.getName();
    }

    private static boolean isNeverNull(RecordComponent component) {
        return !component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static boolean isAmount(RecordComponent component) {
        return component.getType() == long.class || component.getType() == Long.class;
    }

    private static List<String> allowed(Class<? extends SluiceEvent> event, String name) {
        return Documents.schema(event)
                .path("properties")
                .path(name)
                .path("enum")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    private static List<String> constants(RecordComponent component) {
        return Arrays.stream(component.getType().getEnumConstants())
                .map(constant -> Documents.kebab(((Enum<?>) constant).name().replace('_', '-')))
                .toList();
    }
}
