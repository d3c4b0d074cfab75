package io.sluice.gateway.adapter.provider.praxis;

import io.sluice.gateway.adapter.provider.ProviderSettings;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.time.Duration;

/**
 * @param baseUrl without a slash at the end
 * @param merchantSecret signs requests and answers; never in a log
 * @param notificationUrl where Praxis reports to; absent: as agreed with Praxis
 * @param absentAfter an order that is not found this long after its last timestamp did not arrive;
 *     longer than Praxis takes a timestamp for fresh (60 s)
 * @param absentUntil from here on Praxis may have forgotten the order
 */
@Validated
@ConfigurationProperties("sluice.providers.praxis")
record PraxisSettings(
        @NotBlank String baseUrl,
        @NotBlank String merchantId,
        @NotBlank String applicationKey,
        @NotBlank String merchantSecret,
        @Nullable String gateway,
        @Nullable String notificationUrl,
        @DefaultValue("2m") Duration absentAfter,
        @DefaultValue("15m") Duration absentUntil,
        @Valid @DefaultValue ProviderSettings use) {

    @Override
    public String toString() {
        return "PraxisSettings[baseUrl=" + baseUrl + ", merchantId=" + merchantId + "]";
    }
}
