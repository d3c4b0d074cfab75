package io.sluice.gateway;

import io.sluice.gateway.application.Dispatcher;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * @param lease how long claimed work is left to whoever claimed it; longer than any call
 * @param poll how often due work is looked for when nobody rings
 * @param batch most payouts of one claim
 * @param drain how long a stop waits for calls under way
 * @param sweep how often providers are asked which callbacks did not arrive
 * @param destinationsKept the time from a payout's order to the deletion of its destination, where
 *     it has ended
 */
@ConfigurationProperties("sluice.gateway")
record GatewaySettings(
        @DefaultValue("60s") Duration lease,
        @DefaultValue("500ms") Duration poll,
        @DefaultValue("200") int batch,
        @DefaultValue("25s") Duration drain,
        @DefaultValue("5m") Duration sweep,
        @DefaultValue("30d") Duration destinationsKept) {

    Dispatcher.Settings dispatching() {
        return new Dispatcher.Settings(lease, poll, batch, drain, sweep);
    }
}
