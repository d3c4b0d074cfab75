package io.sluice.messaging.outbox;

import io.sluice.contracts.WithdrawalId;
import io.sluice.testing.DatabaseAddress;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.support.SendResult;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * An instance in a process of its own, which commits events and then is held at a chosen point.
 * Ends with its standard input.
 */
final class ChildRelay {

    /** Where it is held. */
    enum Hold {
        /** Events are committed, none is sent. */
        BEFORE_SEND,
        /** All are acknowledged by the broker, none is deleted. */
        AFTER_ACKNOWLEDGEMENT,
        /** Nowhere, but each send takes a while. */
        NOWHERE_BUT_SLOW
    }

    private static final long SLOW_NANOS = 10_000_000;

    private static volatile Hold hold = Hold.BEFORE_SEND;
    private static volatile int expected;

    private ChildRelay() {}

    /**
     * @param args the hold, the broker, the database's five, the last number of each withdrawal's
     *     events, the withdrawals
     */
    public static void main(String... args) throws IOException {
        hold = Hold.valueOf(args[0]);
        DatabaseAddress database =
                new DatabaseAddress(args[2], Integer.parseInt(args[3]), args[4], args[5], args[6]);
        List<WithdrawalId> withdrawals = Arrays.stream(args).skip(8).map(WithdrawalId::of).toList();
        int last = Integer.parseInt(args[7]);
        expected = last * withdrawals.size();
        Instance instance =
                new Instance(
                        RelayApplication.start(
                                new Class<?>[] {RelayApplication.class, Held.class},
                                database,
                                args[1]));
        instance.commitAndWake(Story.events(withdrawals, 1, last));
        say("committed");
        while (System.in.read() >= 0) {}
        Runtime.getRuntime().halt(0);
    }

    private static void say(String what) {
        System.out.println(ChildProcess.MARK + what.toLowerCase(Locale.ROOT));
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    static class Held {

        @Bean
        KafkaTemplate<String, byte[]> heldTemplate(ProducerFactory<String, byte[]> producers) {
            AtomicInteger acknowledged = new AtomicInteger();
            return new KafkaTemplate<>(producers) {
                @Override
                public CompletableFuture<SendResult<String, byte[]>> send(
                        ProducerRecord<String, byte[]> event) {
                    return switch (hold) {
                        case BEFORE_SEND -> {
                            say("holding");
                            forEver();
                            yield new CompletableFuture<>();
                        }
                        case AFTER_ACKNOWLEDGEMENT ->
                                super.send(event)
                                        .thenCompose(
                                                _ -> {
                                                    if (acknowledged.incrementAndGet()
                                                            == expected) {
                                                        say("acknowledged");
                                                    }
                                                    return new CompletableFuture<>();
                                                });
                        case NOWHERE_BUT_SLOW -> {
                            LockSupport.parkNanos(SLOW_NANOS);
                            yield super.send(event);
                        }
                    };
                }
            };
        }

        private static void forEver() {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
