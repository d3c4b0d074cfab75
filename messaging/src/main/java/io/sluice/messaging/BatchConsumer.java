package io.sluice.messaging;

import io.sluice.contracts.DeadLetterHeaders;
import io.sluice.messaging.observe.LogLine;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import org.springframework.messaging.Message;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Takes a batch from Kafka to a handler: database first, then outcomes and dead letters, then the
 * offsets.
 *
 * <p>Runs on the listener's own thread and waits there, bounded. An outage leaves as an exception:
 * the container comes again with the same batch, without limit. A record that can never be
 * processed is set aside, and later records of its withdrawal are kept until it is redriven.
 */
public final class BatchConsumer implements Consumer<Message<List<byte[]>>> {

    private static final Logger LOG = LoggerFactory.getLogger(BatchConsumer.class);
    private static final Duration WAIT = Duration.ofSeconds(60);

    private final String name;
    private final EventCodec codec;
    private final BatchHandler handler;
    private final EventPublisher publisher;
    private final Parking parking;
    private final Clock clock = Clock.systemUTC();

    BatchConsumer(
            String name,
            EventCodec codec,
            BatchHandler handler,
            EventPublisher publisher,
            Parking parking) {
        this.name = name;
        this.codec = codec;
        this.handler = handler;
        this.publisher = publisher;
        this.parking = parking;
    }

    @Override
    public void accept(Message<List<byte[]>> message) {
        try {
            process(ReceivedBatch.records(message));
        } catch (RuntimeException outage) {
            LOG.warn("{} waits and tries again: {}", name, rootOf(outage).toString());
            throw outage;
        }
    }

    /** One batch, as {@link #accept} does it; an exception is an outage: the batch comes again. */
    public void process(List<RawRecord> received) {
        List<RawRecord> records = received.stream().filter(this::isForUs).toList();
        Map<String, Origin> open = openDeadLetters(records);
        List<Decoded> ready = new ArrayList<>();
        for (RawRecord record : records) {
            String subject = record.subject();
            if (subject != null && ends(record, open.get(subject))) {
                handleAll(ready, open);
                ready.clear();
                end(record, subject, open);
            } else if (!record.headers().containsKey(DeadLetterHeaders.DISCARD)) {
                admit(record, open, ready);
            }
        }
        handleAll(ready, open);
    }

    private record Decoded(RawRecord raw, Inbound inbound) {}

    private boolean isForUs(RawRecord record) {
        String addressee = record.headers().get(DeadLetterHeaders.ADDRESSEE);
        return (addressee == null || addressee.equals(name))
                && handler.wants(record.headers().get(EventCodec.TYPE));
    }

    private Map<String, Origin> openDeadLetters(List<RawRecord> records) {
        List<String> subjects =
                records.stream()
                        .map(RawRecord::subject)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList();
        return subjects.isEmpty()
                ? new HashMap<>()
                : new HashMap<>(await(parking.openDeadLetters(name, subjects), Map.of()));
    }

    /**
     * Whether it ends this dead letter. So does the record itself when it comes again: whoever set
     * it aside may have died before the dead letter was sent, and it is tried once more.
     */
    private static boolean ends(RawRecord record, @Nullable Origin deadLetter) {
        return deadLetter != null
                && (deadLetter.equals(record.origin())
                        || deadLetter.equals(endedDeadLetter(record)));
    }

    private static @Nullable Origin endedDeadLetter(RawRecord record) {
        String named =
                record.headers()
                        .getOrDefault(
                                DeadLetterHeaders.REDRIVE,
                                record.headers().get(DeadLetterHeaders.DISCARD));
        try {
            return named == null ? null : Origin.parse(named);
        } catch (UndecodableEvent _) {
            return null;
        }
    }

    /** Decodes a record for handling, keeps it behind an open dead letter, or sets it aside. */
    private void admit(RawRecord record, Map<String, Origin> open, List<Decoded> ready) {
        String subject = record.subject();
        if (subject != null && open.containsKey(subject)) {
            await(parking.keep(name, subject, record));
        } else {
            decode(record, open, ready);
        }
    }

    private void decode(RawRecord record, Map<String, Origin> open, List<Decoded> ready) {
        try {
            ready.add(new Decoded(record, codec.decode(record)));
        } catch (UndecodableEvent e) {
            setAside(record, String.valueOf(e.getMessage()), open);
        }
    }

    /** The record is handled, a discarded one skipped; then what was kept behind it. */
    private void end(RawRecord record, String subject, Map<String, Origin> open) {
        Origin ended = open.remove(subject);
        List<RawRecord> queue = new ArrayList<>();
        if (!record.headers().containsKey(DeadLetterHeaders.DISCARD)) {
            queue.add(record);
        }
        queue.addAll(await(parking.kept(name, subject), List.of()));
        List<Origin> handled = new ArrayList<>();
        for (RawRecord next : queue) {
            List<Decoded> ready = new ArrayList<>();
            decode(next, open, ready);
            handleAll(ready, open);
            handled.add(next.origin());
            if (open.containsKey(subject)) {
                await(parking.forget(name, handled));
                return;
            }
        }
        await(parking.close(name, subject, handled));
        about(LOG.atInfo(), record)
                .log(
                        "dead letter ended: {} for {}, {} kept records handled",
                        ended,
                        name,
                        handled.size());
    }

    private void handleAll(List<Decoded> ready, Map<String, Origin> open) {
        List<Decoded> remaining = new ArrayList<>(ready);
        while (!remaining.isEmpty()) {
            try {
                handle(remaining);
                return;
            } catch (PoisonRecord poison) {
                int bad = indexOf(remaining, poison);
                setAside(remaining.remove(bad).raw(), String.valueOf(poison.getMessage()), open);
                keepBehind(remaining.subList(bad, remaining.size()), open);
            } catch (RuntimeException bug) {
                if (Outages.isOutage(bug)) {
                    throw bug;
                }
                isolate(remaining, bug, open);
                return;
            }
        }
    }

    private static int indexOf(List<Decoded> records, PoisonRecord poison) {
        for (int i = 0; i < records.size(); i++) {
            if (records.get(i).inbound().equals(poison.record())) {
                return i;
            }
        }
        throw new IllegalStateException("poison: not of this batch", poison);
    }

    /** Later records of a withdrawal that has an open dead letter wait for its end. */
    private void keepBehind(List<Decoded> later, Map<String, Origin> open) {
        for (Iterator<Decoded> each = later.iterator(); each.hasNext(); ) {
            RawRecord record = each.next().raw();
            String subject = record.subject();
            if (subject != null && open.containsKey(subject)) {
                await(parking.keep(name, subject, record));
                each.remove();
            }
        }
    }

    /** Which record it was is not known: one at a time, each in a commit of its own. */
    private void isolate(List<Decoded> records, RuntimeException bug, Map<String, Origin> open) {
        if (records.size() == 1) {
            RawRecord record = records.getFirst().raw();
            about(LOG.atError(), record)
                    .setCause(bug)
                    .log("record cannot be processed: {}", record.origin());
            setAside(record, "failed: " + rootOf(bug).getClass().getSimpleName(), open);
            return;
        }
        for (Decoded record : records) {
            String subject = record.raw().subject();
            if (subject != null && open.containsKey(subject)) {
                await(parking.keep(name, subject, record.raw()));
            } else {
                handleAll(List.of(record), open);
            }
        }
    }

    private void handle(List<Decoded> records) {
        BatchResult result =
                await(
                        handler.handle(records.stream().map(Decoded::inbound).toList()),
                        BatchResult.done());
        send(result.outcomes());
        result.sent().run();
    }

    private void setAside(RawRecord record, String reason, Map<String, Origin> open) {
        String subject = record.subject();
        if (subject != null) {
            await(parking.open(name, subject, record.origin(), reason));
            open.put(subject, record.origin());
        }
        send(List.of(DeadLetters.deadLetter(record, name, reason, clock)));
        about(LOG.atWarn(), record).log("dead letter: {} of {}: {}", record.origin(), name, reason);
    }

    private static LoggingEventBuilder about(LoggingEventBuilder line, RawRecord record) {
        return LogLine.about(line, record.subject(), record.headers().get(EventCodec.TRACEPARENT));
    }

    private void send(Collection<EncodedEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        try {
            publisher.send(events).get(WAIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OutcomesNotSent(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new OutcomesNotSent(e);
        }
    }

    private static void await(Mono<Void> step) {
        step.block(WAIT);
    }

    private static <T> T await(Mono<T> step, T whenEmpty) {
        return step.defaultIfEmpty(whenEmpty).timeout(WAIT).blockOptional().orElse(whenEmpty);
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }

    /** The broker did not take the outcomes in time; the batch comes again. */
    static final class OutcomesNotSent extends RuntimeException {

        OutcomesNotSent(Throwable cause) {
            super("outcomes: not acknowledged (expected: within " + WAIT + ")", cause);
        }
    }
}
