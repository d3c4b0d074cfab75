package io.sluice.messaging;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.cloud.stream.binding.Bindable;
import org.springframework.cloud.stream.binding.BindingService;
import org.springframework.cloud.stream.binding.InputBindingLifecycle;

import java.time.Duration;
import java.util.Map;

/**
 * Binds the consumers on a thread of its own. The binder asks the broker about its topics first, for
 * minutes if need be, and the web server starts after the binder: a service that is started while
 * the broker is away would answer nobody until it is back.
 */
final class BackgroundBindings extends InputBindingLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundBindings.class);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);
    private static final Duration BETWEEN_INTERRUPTS = Duration.ofMillis(50);

    private volatile @Nullable Thread binding;

    private BackgroundBindings(BindingService service, Map<String, Bindable> bindables) {
        super(service, bindables);
    }

    /** Puts itself in the place of the framework's own, which binds on the starting thread. */
    static BeanPostProcessor instead(BeanFactory beans) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof InputBindingLifecycle
                        ? new BackgroundBindings(
                                beans.getBean(BindingService.class),
                                ((ListableBeanFactory) beans).getBeansOfType(Bindable.class))
                        : bean;
            }
        };
    }

    @Override
    public void start() {
        binding = Thread.ofPlatform().daemon().name("bindings").start(this::bind);
    }

    private void bind() {
        try {
            super.start();
        } catch (RuntimeException e) {
            if (isRunning()) {
                LOG.error("consumers cannot be bound", e);
            }
        }
    }

    @Override
    public void stop() {
        Thread started = binding;
        if (started == null) {
            return;
        }
        binding = null;
        try {
            end(started);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        super.stop();
    }

    /** The binder tries again when it is interrupted, and each try must be. */
    private static void end(Thread started) throws InterruptedException {
        long giveUpAt = System.nanoTime() + STOP_WITHIN.toNanos();
        while (System.nanoTime() - giveUpAt < 0) {
            started.interrupt();
            if (started.join(BETWEEN_INTERRUPTS)) {
                return;
            }
        }
    }

    @Override
    public boolean isRunning() {
        return binding != null;
    }
}
