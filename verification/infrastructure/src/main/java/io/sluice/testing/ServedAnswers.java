package io.sluice.testing;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;

/**
 * Holds each answer of a running service against the OpenAPI document: the status is described, the
 * media type is, the body and the headers fit their schemas; and what was accepted fits the schema of
 * requests.
 */
public final class ServedAnswers {

    private static final String BASE = "https://sluice.example/";
    private static final String ANY = "[^/]*";
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private record Operation(String name, String document, String pointer, Pattern path) {

        int variables() {
            return path.pattern().split(Pattern.quote(ANY), -1).length;
        }
    }

    private final Map<String, JsonNode> documents = new ConcurrentHashMap<>();
    private final Map<String, List<Operation>> operations = new ConcurrentHashMap<>();
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();
    private final Set<String> seen = new ConcurrentSkipListSet<>();
    private final SchemaRegistry registry =
            SchemaRegistry.withDefaultDialect(
                    SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(this::text));

    /**
     * @param service as {@code x-service} of a document or path names it
     */
    public ServedAnswers(String service) {
        for (String name : List.of("openapi.yaml", "openapi-operations.yaml")) {
            JsonNode document = read("/io/sluice/contracts/" + name);
            documents.put(name, document);
            for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
                String answeredBy =
                        path.getValue()
                                .path("x-service")
                                .asString(document.path("x-service").asString(""));
                if (answeredBy.equals(service)) {
                    add(name, path.getKey(), path.getValue());
                }
            }
        }
    }

    private void add(String document, String path, JsonNode item) {
        Pattern pattern = Pattern.compile(path.replaceAll("\\{[^}]+}", ANY));
        for (Map.Entry<String, JsonNode> member : item.properties()) {
            if (METHODS.contains(member.getKey())) {
                operations
                        .computeIfAbsent(
                                member.getKey().toUpperCase(Locale.ROOT), _ -> new ArrayList<>())
                        .add(
                                new Operation(
                                        member.getValue().path("operationId").asString(),
                                        document,
                                        "/paths/" + escaped(path) + "/" + member.getKey(),
                                        pattern));
            }
        }
    }

    /** One of the two documents, by its file's name. */
    public JsonNode document(String name) {
        return Objects.requireNonNull(documents.get(name), name);
    }

    /** What was answered so far, each as {@code operationId status}. */
    public Set<String> seen() {
        return Set.copyOf(seen);
    }

    /** Each operation of the service, by its {@code operationId}. */
    public List<String> described() {
        return operations.values().stream().flatMap(List::stream).map(Operation::name).toList();
    }

    /**
     * Throws AssertionError naming what does not fit.
     *
     * @param path without the query
     * @param request the body that was sent; null: none
     * @param headers of the answer
     */
    public void check(
            String method,
            String path,
            @Nullable String request,
            int status,
            Map<String, List<String>> headers,
            String body) {
        Optional<Operation> found =
                operations.getOrDefault(method, List.of()).stream()
                        .filter(each -> each.path().matcher(path).matches())
                        .min(Comparator.comparingInt(Operation::variables));
        if (found.isEmpty()) {
            require(status == 404 || status == 405, "served, not described", method, path, status);
            return;
        }
        Operation operation = found.get();
        seen.add(operation.name() + " " + status);
        String pointer = operation.pointer() + "/responses/" + status;
        JsonNode described = document(operation.document()).at(pointer);
        require(!described.isMissingNode(), "status not described", method, path, status);
        String at = resolved(operation.document(), pointer);
        List<String> problems = new ArrayList<>();
        checkBody(operation.document(), at, headers, body, problems);
        checkHeaders(operation.document(), at, headers, problems);
        if (status < 300 && request != null) {
            String content = operation.pointer() + "/requestBody/content/application~1json/schema";
            problems.addAll(fits(operation.document(), content, request));
        }
        require(problems.isEmpty(), String.join("; ", problems), method, path, status);
    }

    private void checkBody(
            String document,
            String response,
            Map<String, List<String>> headers,
            String body,
            List<String> problems) {
        JsonNode content = document(document).at(response + "/content");
        String type =
                headers.getOrDefault("content-type", List.of(""))
                        .getFirst()
                        .split(";", -1)[0]
                        .strip();
        if (content.isMissingNode()) {
            if (!body.isEmpty()) {
                problems.add("a body where none is described");
            }
        } else if (content.path(type).isMissingNode()) {
            problems.add(type + ": media type not described");
        } else if (type.endsWith("json")) {
            problems.addAll(
                    fits(document, response + "/content/" + escaped(type) + "/schema", body));
        }
    }

    private void checkHeaders(
            String document,
            String response,
            Map<String, List<String>> headers,
            List<String> problems) {
        for (Map.Entry<String, JsonNode> header :
                document(document).at(response + "/headers").properties()) {
            String pointer = resolved(document, response + "/headers/" + escaped(header.getKey()));
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!headers.containsKey(name)) {
                if (document(document).at(pointer + "/required").asBoolean(false)) {
                    problems.add(header.getKey() + ": missing");
                }
                continue;
            }
            String value = headers.get(name).getFirst();
            String type = document(document).at(pointer + "/schema/type").asString("string");
            String json = type.equals("string") ? JSON.writeValueAsString(value) : value;
            problems.addAll(fits(document, pointer + "/schema", json));
        }
    }

    private List<String> fits(String document, String pointer, String text) {
        JsonNode value;
        try {
            value = JSON.readTree(text);
        } catch (JacksonException _) {
            return List.of("no JSON where JSON is described");
        }
        Schema schema =
                schemas.computeIfAbsent(
                        document + "#" + pointer,
                        where -> registry.getSchema(SchemaLocation.of(BASE + where)));
        return schema
                .validate(
                        value,
                        context ->
                                context.executionConfig(
                                        config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Error::toString)
                .toList();
    }

    /** Follows a reference, which leads to a component. */
    private String resolved(String document, String pointer) {
        JsonNode reference = document(document).at(pointer).path("$ref");
        return reference.isString() ? reference.asString().substring(1) : pointer;
    }

    private static void require(
            boolean condition, String problem, String method, String path, int status) {
        if (!condition) {
            throw new AssertionError(method + " " + path + " " + status + ": " + problem);
        }
    }

    private @Nullable String text(String id) {
        JsonNode document = id.startsWith(BASE) ? documents.get(id.substring(BASE.length())) : null;
        return document == null ? null : document.toString();
    }

    private static String escaped(String member) {
        return member.replace("~", "~0").replace("/", "~1");
    }

    private static JsonNode read(String name) {
        try (InputStream in = ServedAnswers.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new AssertionError(name + ": not on the class path");
            }
            return JSON.valueToTree(
                    new Yaml(new SafeConstructor(new LoaderOptions())).<Object>load(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
