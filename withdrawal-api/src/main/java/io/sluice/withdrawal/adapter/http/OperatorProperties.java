package io.sluice.withdrawal.adapter.http;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/**
 * Who may operate the service, and what there is to choose from.
 *
 * @param gateways the names of the providers that the gateway knows
 */
@Validated
@ConfigurationProperties("sluice")
record OperatorProperties(
        @DefaultValue List<@Valid Operator> operators,
        @DefaultValue({"pientegra", "praxis"}) List<@NotBlank String> gateways) {

    OperatorProperties {
        // Two approvals are two people's: one person must not be there twice.
        if (operators.stream().map(Operator::name).distinct().count() < operators.size()
                || operators.stream().map(Operator::token).distinct().count() < operators.size()) {
            throw new IllegalArgumentException(
                    "sluice.operators: a name or a token twice (expected: each once)");
        }
    }

    enum Role {
        OPERATOR,
        VIEWER
    }

    record Operator(@NotBlank String name, @NotBlank String token, @NotNull Role role) {

        @Override
        public String toString() {
            return "Operator[" + name + ", " + role + "]";
        }
    }

    /** Compared in constant time, with every token. */
    Optional<Operator> byToken(String token) {
        byte[] given = token.getBytes(StandardCharsets.UTF_8);
        Optional<Operator> found = Optional.empty();
        for (Operator operator : operators) {
            if (MessageDigest.isEqual(operator.token().getBytes(StandardCharsets.UTF_8), given)) {
                found = Optional.of(operator);
            }
        }
        return found;
    }
}
