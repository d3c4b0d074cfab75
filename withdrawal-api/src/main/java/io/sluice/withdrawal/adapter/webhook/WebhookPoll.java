package io.sluice.withdrawal.adapter.webhook;

import io.sluice.withdrawal.application.Directory;
import io.sluice.withdrawal.application.webhook.DeliverWebhooks;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Duration;

/** Looks for due deliveries from time to time, from the start of the service to its end. */
final class WebhookPoll implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookPoll.class);

    private final DeliverWebhooks webhooks;
    private final Directory directory;
    private final Duration interval;
    private volatile Disposable running = () -> {};
    private volatile boolean started;

    WebhookPoll(DeliverWebhooks webhooks, Directory directory, Duration interval) {
        this.webhooks = webhooks;
        this.directory = directory;
        this.interval = interval;
    }

    @Override
    public void start() {
        started = true;
        running =
                Flux.interval(Duration.ZERO, interval)
                        .onBackpressureDrop()
                        .concatMap(_ -> poll())
                        .subscribe();
    }

    private Mono<Void> poll() {
        return webhooks.poll(directory.withEndpoint())
                .onErrorResume(
                        e -> {
                            LOG.warn("no poll for due webhooks: {}", e.toString());
                            return Mono.empty();
                        });
    }

    @Override
    public void stop() {
        running.dispose();
        started = false;
    }

    @Override
    public boolean isRunning() {
        return started;
    }
}
