package io.sluice.withdrawal.adapter.persistence;

import io.sluice.contracts.BalanceModel;
import io.sluice.contracts.Processing;
import io.sluice.withdrawal.domain.NotificationStyle;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

import java.util.List;

/** The demo merchant of local runs. */
@Validated
@ConfigurationProperties("sluice.demo")
record DemoProperties(
        @NotBlank String merchantId,
        @NotBlank String merchantSecret,
        @NotBlank String webhookSecret,
        @NotBlank String webhookUrl,
        @NotBlank String praxisNotificationUrl,
        @NotEmpty List<String> currencies,
        @NotEmpty List<String> route,
        @NotEmpty List<DemoApplication> applications) {

    record DemoApplication(
            @NotBlank String key,
            @NotBlank String apiKey,
            BalanceModel balanceModel,
            Processing processing,
            boolean separateTraceId,
            NotificationStyle notificationStyle) {}

    @Override
    public String toString() {
        return "DemoProperties[" + merchantId + ", withheld]";
    }
}
