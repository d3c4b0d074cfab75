package io.sluice.ledger.adapter.http;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.util.List;

/** Who may ask and who may act. */
@Validated
@ConfigurationProperties("sluice")
record OperatorSettings(@DefaultValue @Valid List<Operator> operators) {

    OperatorSettings {
        operators = List.copyOf(operators);
    }

    enum Role {
        VIEWER,
        /** Puts the providers' statements and does nothing else: for whoever fetches them. */
        STATEMENTS,
        OPERATOR
    }

    record Operator(@NotBlank String name, @NotBlank String token, @NotNull Role role) {

        /** Without the token. */
        @Override
        public String toString() {
            return name + " (" + role + ")";
        }
    }
}
