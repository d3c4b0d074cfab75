package io.sluice.verification;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** Every operation that the contract lists for operators is kept from everybody else. */
@ExtendWith(OnePlatform.class)
final class OperatorEndpointsTest {

    private static final String CONTRACT = "/io/sluice/contracts/openapi-operations.yaml";
    private static final String VIEWER = "viewer-demo-token";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

    private final Outside outside = new Outside();

    record Operation(String method, int port, String path) {

        boolean isRead() {
            return method.equals("GET");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static List<Operation> operations() throws IOException {
        List<Operation> operations = new ArrayList<>();
        try (InputStream file =
                Objects.requireNonNull(OperatorEndpointsTest.class.getResourceAsStream(CONTRACT))) {
            Map<String, Map<String, Map<String, Object>>> contract = new Yaml().load(file);
            Objects.requireNonNull(contract.get("paths"))
                    .forEach((path, item) -> add(operations, path, item));
        }
        assertThat(operations).hasSizeGreaterThan(20);
        return operations;
    }

    private static void add(List<Operation> operations, String path, Map<String, Object> item) {
        if (!path.startsWith("/operator/") && !path.startsWith("/ledger/")) {
            return;
        }
        List<?> servers = (List<?>) Objects.requireNonNull(item.get("servers"));
        URI server = URI.create(((Map<?, ?>) servers.getFirst()).get("url").toString());
        for (Map.Entry<String, Object> each : item.entrySet()) {
            boolean planned =
                    each.getValue() instanceof Map<?, ?> operation
                            && operation.containsKey("x-planned");
            if (METHODS.contains(each.getKey()) && !planned) {
                String filled = path.replaceAll("\\{[^}]+}", UUID.randomUUID().toString());
                operations.add(
                        new Operation(
                                each.getKey().toUpperCase(Locale.ROOT), server.getPort(), filled));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void nobodyEntersWithoutAnOperatorsToken(Operation operation) {
        assertThat(status(operation, "")).as("no token").isEqualTo(401);
        assertThat(status(operation, "operator-demo-tokem")).as("a wrong one").isEqualTo(401);
        assertThat(status(operation, Outside.API_KEY)).as("a partner's key").isEqualTo(401);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void aViewerChangesNothing(Operation operation) {
        int status = status(operation, VIEWER);

        if (operation.isRead()) {
            assertThat(status).isNotEqualTo(401).isLessThan(500);
        } else {
            assertThat(status).isEqualTo(403);
        }
    }

    private int status(Operation operation, String token) {
        return outside.call(operation.method(), operation.port(), operation.path(), token);
    }
}
