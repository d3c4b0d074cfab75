package io.sluice.withdrawal.adapter.webhook;

import io.sluice.withdrawal.application.webhook.DeliverWebhooks;

import org.springframework.context.SmartLifecycle;

import java.time.Duration;

/** Lets attempts under way end before the service stops, so that they need not be made again. */
final class WebhookDrain implements SmartLifecycle {

    private final DeliverWebhooks webhooks;
    private final Duration longest;
    private volatile boolean running;

    WebhookDrain(DeliverWebhooks webhooks, Duration longest) {
        this.webhooks = webhooks;
        this.longest = longest;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        webhooks.close(longest).block(longest.plusSeconds(1));
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
