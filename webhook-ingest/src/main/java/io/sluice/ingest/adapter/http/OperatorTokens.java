package io.sluice.ingest.adapter.http;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who may look, and who may act. */
@ConfigurationProperties("sluice")
record OperatorTokens(@DefaultValue List<Operator> operators) {

    private static final String BEARER = "Bearer ";

    OperatorTokens {
        operators = List.copyOf(operators);
        Set<String> names = new HashSet<>();
        for (Operator operator : operators) {
            if (!names.add(operator.name())) {
                throw new IllegalArgumentException(
                        "sluice.operators: " + operator.name() + " twice (expected: once)");
            }
        }
    }

    /** Whose token an Authorization header carries; takes the same time whoever's it is. */
    Optional<Operator> bearer(String authorization) {
        if (!authorization.startsWith(BEARER)) {
            return Optional.empty();
        }
        byte[] offered = digest(authorization.substring(BEARER.length()));
        Optional<Operator> found = Optional.empty();
        for (Operator operator : operators) {
            if (MessageDigest.isEqual(offered, digest(operator.token()))) {
                found = Optional.of(operator);
            }
        }
        return found;
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    enum Role {
        /** Reads only. */
        VIEWER,
        OPERATOR
    }

    record Operator(String name, String token, Role role) {

        Operator {
            if (name.isBlank() || token.isBlank()) {
                throw new IllegalArgumentException(
                        "sluice.operators: name or token blank (expected: both set)");
            }
        }

        @Override
        public String toString() {
            return name + " (" + role + ")";
        }
    }
}
