package io.sluice.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The OpenAPI documents are valid, their references lead somewhere, their examples fit. */
class OpenApiTest {

    private static final String PARTNER = "openapi.yaml";
    private static final String OPERATIONS = "openapi-operations.yaml";
    private static final String BASE = "https://sluice.example/";
    private static final String META = "https://spec.openapis.org/oas/3.1/schema/2026-08-03";
    private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";
    private static final Pattern TEMPLATE = Pattern.compile("\\{(\\w+)}");
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private static final SchemaRegistry SCHEMAS =
            SchemaRegistry.withDefaultDialect(
                    SpecificationVersion.DRAFT_2020_12,
                    builder -> builder.schemas(OpenApiTest::schemaText));

    @ParameterizedTest
    @ValueSource(strings = {PARTNER, OPERATIONS})
    void isValidByTheSpecificationsOwnSchema(String document) {
        Schema specification = SCHEMAS.getSchema(SchemaLocation.of(META));
        assertThat(specification.validate(Documents.yaml(document))).isEmpty();
    }

    @Test
    void theSpecificationsSchemaRefusesAMisspelledMember() {
        Schema specification = SCHEMAS.getSchema(SchemaLocation.of(META));
        JsonNode document = Documents.yaml(PARTNER);
        document.at("/paths/~1external~1withdrawals/post").asObject().put("sumary", "x");
        assertThat(specification.validate(document)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {PARTNER, OPERATIONS})
    void everySchemaIsAValidSchema(String document) {
        Schema draft = SCHEMAS.getSchema(SchemaLocation.of(DRAFT));
        List<Error> errors = new ArrayList<>();
        walk(
                Documents.yaml(document),
                "",
                (pointer, node) -> {
                    if (node.path("schema").isObject()) {
                        errors.addAll(draft.validate(node.path("schema")));
                    }
                });
        Documents.yaml(document)
                .at("/components/schemas")
                .forEach(schema -> errors.addAll(draft.validate(schema)));
        assertThat(errors).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {PARTNER, OPERATIONS})
    void everyReferenceLeadsSomewhereAndEveryComponentIsReferredTo(String name) {
        JsonNode document = Documents.yaml(name);
        Set<String> references = new TreeSet<>();
        walk(
                document,
                "",
                (pointer, node) -> {
                    if (node.path("$ref").isString()) {
                        references.add(node.path("$ref").asString());
                    }
                });
        assertThat(references)
                .allSatisfy(
                        reference ->
                                assertThat(document.at(reference.substring(1)).isMissingNode())
                                        .as(reference)
                                        .isFalse());
        document.path("components")
                .propertyStream()
                .filter(kind -> !kind.getKey().equals("securitySchemes"))
                .flatMap(
                        kind ->
                                kind.getValue().propertyNames().stream()
                                        .map(c -> "#/components/" + kind.getKey() + "/" + c))
                .forEach(component -> assertThat(references).contains(component));
    }

    @ParameterizedTest
    @ValueSource(strings = {PARTNER, OPERATIONS})
    void everyExampleFitsItsSchema(String name) {
        JsonNode document = Documents.yaml(name);
        List<String> checked = new ArrayList<>();
        walk(
                document,
                "",
                (pointer, node) -> {
                    if (!node.has("schema")) {
                        return;
                    }
                    List<JsonNode> examples = examples(document, node);
                    for (JsonNode example : examples) {
                        assertThat(fits(name, pointer + "/schema", example)).as(pointer).isEmpty();
                        checked.add(pointer);
                    }
                });
        assertThat(checked).as("examples").hasSizeGreaterThan(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {PARTNER, OPERATIONS})
    void everyOperationHasANameOfItsOwnAndKnownSecurity(String name) {
        JsonNode document = Documents.yaml(name);
        List<String> names = new ArrayList<>();
        operations(document)
                .forEach(
                        operation -> {
                            names.add(operation.path("operationId").asString());
                            operation
                                    .path("security")
                                    .forEach(
                                            requirement ->
                                                    assertThat(
                                                                    document.at(
                                                                                    "/components/securitySchemes")
                                                                            .propertyNames())
                                                            .containsAll(
                                                                    requirement.propertyNames()));
                        });
        assertThat(names).isNotEmpty().doesNotHaveDuplicates().doesNotContain("");
    }

    @ParameterizedTest
    @ValueSource(strings = {PARTNER, OPERATIONS})
    void everyPathDeclaresThePartsOfItsTemplate(String name) {
        JsonNode document = Documents.yaml(name);
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            Set<String> declared =
                    path.getValue()
                            .path("parameters")
                            .valueStream()
                            .map(parameter -> resolved(document, parameter))
                            .filter(parameter -> parameter.path("in").asString().equals("path"))
                            .map(parameter -> parameter.path("name").asString())
                            .collect(Collectors.toSet());
            assertThat(declared)
                    .as(path.getKey())
                    .isEqualTo(
                            TEMPLATE.matcher(path.getKey())
                                    .results()
                                    .map(match -> match.group(1))
                                    .collect(Collectors.toSet()));
        }
    }

    @Test
    void theWebhooksAreTheEventTypesAndThePraxisNotification() {
        JsonNode document = Documents.yaml(PARTNER);
        List<String> types =
                document.at("/components/schemas/EventType/enum")
                        .valueStream()
                        .map(JsonNode::asString)
                        .collect(Collectors.toCollection(ArrayList::new));
        types.add("praxis.notification");
        assertThat(document.path("webhooks").propertyNames()).containsExactlyElementsOf(types);
    }

    private static List<JsonNode> operations(JsonNode document) {
        List<JsonNode> operations = new ArrayList<>();
        for (String part : List.of("paths", "webhooks")) {
            document.path(part)
                    .forEach(
                            path ->
                                    path.propertyStream()
                                            .filter(member -> METHODS.contains(member.getKey()))
                                            .forEach(member -> operations.add(member.getValue())));
        }
        return operations;
    }

    /** The {@code example}, or the values of the {@code examples}, beside a schema. */
    private static List<JsonNode> examples(JsonNode document, JsonNode node) {
        List<JsonNode> examples = new ArrayList<>();
        if (node.has("example")) {
            examples.add(node.path("example"));
        }
        node.path("examples")
                .forEach(example -> examples.add(resolved(document, example).path("value")));
        return examples;
    }

    private static List<Error> fits(String document, String pointer, JsonNode example) {
        return SCHEMAS.getSchema(SchemaLocation.of(BASE + document + "#" + pointer))
                .validate(
                        example,
                        context ->
                                context.executionConfig(
                                        config -> config.formatAssertionsEnabled(true)));
    }

    private static JsonNode resolved(JsonNode document, JsonNode node) {
        return node.path("$ref").isString()
                ? document.at(node.path("$ref").asString().substring(1))
                : node;
    }

    private static void walk(JsonNode node, String pointer, BiConsumer<String, JsonNode> visitor) {
        if (node.isObject()) {
            visitor.accept(pointer, node);
            node.propertyStream()
                    .forEach(
                            member ->
                                    walk(
                                            member.getValue(),
                                            pointer + "/" + escaped(member.getKey()),
                                            visitor));
        } else if (node.isArray()) {
            for (int index = 0; index < node.size(); index++) {
                walk(node.path(index), pointer + "/" + index, visitor);
            }
        }
    }

    private static String escaped(String member) {
        return member.replace("~", "~0").replace("/", "~1");
    }

    private static @Nullable String schemaText(String id) {
        if (id.equals(META)) {
            return Documents.text("oas-3.1-2026-08-03.json");
        }
        return id.startsWith(BASE) ? Documents.yaml(id.substring(BASE.length())).toString() : null;
    }
}
