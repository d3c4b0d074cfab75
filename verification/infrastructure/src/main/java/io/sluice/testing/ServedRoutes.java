package io.sluice.testing;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Holds the routes that a service serves and the OpenAPI documents together, both ways. */
public final class ServedRoutes {

    private static final List<String> DOCUMENTS =
            List.of(
                    "/io/sluice/contracts/openapi.yaml",
                    "/io/sluice/contracts/openapi-operations.yaml");
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    /** As a router prints itself: {@code (GET && /ledger/quarantine) -> handler}. */
    private static final Pattern ROUTE = Pattern.compile("\\(([A-Z]+) && (/[^)\\s]*)\\) ->");

    private static final Pattern ARROW = Pattern.compile(" -> ");
    private static final Pattern VARIABLE = Pattern.compile("\\{[^}]+}");

    private record Operation(String method, String path, boolean planned) {

        boolean isServedBy(Operation route) {
            return method.equals(route.method)
                    && path.matches(VARIABLE.matcher(route.path).replaceAll("[^/]+"));
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private ServedRoutes() {}

    /**
     * Throws AssertionError naming each route that no document describes, each operation that is
     * described and not served, and each that is served and still marked {@code x-planned}.
     *
     * @param service as {@code x-service} of a document or path names it
     * @param routers the service's router functions
     */
    public static void check(String service, Collection<?> routers) {
        List<Operation> routes = routers.stream().flatMap(r -> routes(r).stream()).toList();
        List<Operation> described = described(service);
        Set<String> problems = new TreeSet<>();
        for (Operation route : routes) {
            if (described.stream().noneMatch(operation -> operation.isServedBy(route))) {
                problems.add(route + ": served, not described");
            } else if (described.stream()
                    .filter(operation -> operation.isServedBy(route))
                    .allMatch(Operation::planned)) {
                problems.add(route + ": served, still marked x-planned");
            }
        }
        described.stream()
                .filter(operation -> !operation.planned())
                .filter(operation -> routes.stream().noneMatch(operation::isServedBy))
                .forEach(operation -> problems.add(operation + ": described, not served"));
        if (routes.isEmpty()) {
            problems.add(service + ": no routes");
        }
        if (!problems.isEmpty()) {
            throw new AssertionError(String.join("\n", problems));
        }
    }

    private static List<Operation> routes(Object router) {
        String printed = router.toString();
        List<Operation> routes = new ArrayList<>();
        Matcher route = ROUTE.matcher(printed);
        while (route.find()) {
            routes.add(new Operation(route.group(1), route.group(2), false));
        }
        if (routes.size() != ARROW.matcher(printed).results().count()) {
            throw new AssertionError("a route of another shape: " + printed);
        }
        return routes;
    }

    private static List<Operation> described(String service) {
        List<Operation> described = new ArrayList<>();
        for (String name : DOCUMENTS) {
            Map<?, ?> document = read(name);
            for (Map.Entry<?, ?> path : members(document.get("paths")).entrySet()) {
                Map<?, ?> item = members(path.getValue());
                Object answeredBy =
                        item.containsKey("x-service")
                                ? item.get("x-service")
                                : document.get("x-service");
                if (service.equals(answeredBy)) {
                    addOperations(String.valueOf(path.getKey()), item, described);
                }
            }
        }
        return described;
    }

    private static void addOperations(String path, Map<?, ?> item, List<Operation> described) {
        for (Map.Entry<?, ?> member : item.entrySet()) {
            String method = String.valueOf(member.getKey());
            if (METHODS.contains(method)) {
                boolean planned = Boolean.TRUE.equals(members(member.getValue()).get("x-planned"));
                described.add(new Operation(method.toUpperCase(Locale.ROOT), path, planned));
            }
        }
    }

    private static Map<?, ?> members(@Nullable Object node) {
        if (node instanceof Map<?, ?> members) {
            return members;
        }
        throw new AssertionError("no object where one is expected");
    }

    private static Map<?, ?> read(String name) {
        try (InputStream in = ServedRoutes.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new AssertionError(name + ": not on the class path");
            }
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
