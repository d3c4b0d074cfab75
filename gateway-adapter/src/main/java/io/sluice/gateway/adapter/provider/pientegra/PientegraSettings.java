package io.sluice.gateway.adapter.provider.pientegra;

import io.sluice.gateway.adapter.provider.ProviderSettings;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param baseUrl without a slash at the end
 * @param apiKey the raw key; from the environment or a file, never in a log
 */
@Validated
@ConfigurationProperties("sluice.providers.pientegra")
record PientegraSettings(
        @NotBlank String baseUrl,
        @NotBlank String apiKey,
        @Valid @DefaultValue ProviderSettings use) {

    @Override
    public String toString() {
        return "PientegraSettings[baseUrl=" + baseUrl + ", apiKey=(set)]";
    }
}
