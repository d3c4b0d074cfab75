package io.sluice.gateway.adapter.provider.third;

import io.sluice.gateway.adapter.provider.ProviderSettings;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** Its settings block. */
@Validated
@ConfigurationProperties("sluice.providers.third")
record ThirdSettings(@NotBlank String baseUrl, @Valid @DefaultValue ProviderSettings use) {}
