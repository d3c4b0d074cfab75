package io.sluice.verification.simulation.kafka;

import static io.sluice.verification.simulation.world.Violation.unless;

import io.sluice.contracts.DeadLetterHeaders;
import io.sluice.contracts.SluiceEvent;
import io.sluice.messaging.BatchHandler;
import io.sluice.messaging.EncodedEvent;
import io.sluice.messaging.Inbound;
import io.sluice.messaging.Origin;
import io.sluice.messaging.RawRecord;
import io.sluice.verification.simulation.world.Actor;
import io.sluice.verification.simulation.world.Menu;
import io.sluice.verification.simulation.world.World;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Records that a consumer cannot process, until it has been mended; then operators redrive them.
 * Watches that nothing later of the same withdrawal is handled before.
 */
public final class Poison implements Actor {

    private static final String DEAD_LETTERS = ".dlt";
    private static final int WEIGHT = 4;
    private static final Duration LONGEST_REPAIR = Duration.ofHours(2);

    private record Place(String consumer, String topic, int partition, long offset) {}

    private record DeadLetter(RawRecord record, String subject, Instant mendedAt) {}

    private final World world;
    private final Broker broker;
    private final Set<String> seen = new HashSet<>();
    private final Set<String> handled = new HashSet<>();
    private final Set<String> poison = new HashSet<>();
    private final Map<Place, DeadLetter> waiting = new LinkedHashMap<>();
    private final Map<Place, String> unhandled = new HashMap<>();

    public Poison(World world, Broker broker) {
        this.world = world;
        this.broker = broker;
        broker.listen(this::stored);
    }

    /** No dead letter waits for its end. */
    public boolean isOver() {
        return waiting.isEmpty() && unhandled.isEmpty();
    }

    /** The consumer's handler, which fails on some records. */
    public BatchHandler in(String consumer, BatchHandler real) {
        return batch -> {
            for (Inbound record : batch) {
                if (isPoison(consumer, record)) {
                    return Mono.error(new IllegalStateException("a bug in " + consumer));
                }
            }
            return real.handle(batch)
                    .doOnNext(_ -> batch.forEach(record -> handled(consumer, record)));
        };
    }

    private boolean isPoison(String consumer, Inbound record) {
        String id = id(consumer, record.topic(), record.envelope().id().toString());
        if (seen.add(id) && world.dice().oneIn(world.weather().poison())) {
            SluiceEvent event = record.envelope().data();
            String what = event.getClass().getSimpleName() + " of " + event.subject();
            world.note(consumer, "cannot process " + what);
            poison.add(id);
        }
        return poison.contains(id);
    }

    private static String id(String consumer, String topic, String event) {
        return consumer + " " + topic + " " + event;
    }

    private void handled(String consumer, Inbound record) {
        handled.add(id(consumer, record.topic(), record.envelope().id().toString()));
        world.judge(
                () ->
                        unhandled.forEach(
                                (place, subject) ->
                                        unless(
                                                !isBehind(place, subject, consumer, record),
                                                "handled before %s: %s",
                                                place,
                                                record)));
    }

    private static boolean isBehind(Place place, String subject, String consumer, Inbound record) {
        return place.consumer().equals(consumer)
                && subject.equals(record.subject())
                && place.topic().equals(record.topic())
                && place.offset() < record.offset();
    }

    private void stored(RawRecord record) {
        String topic = record.headers().get(DeadLetterHeaders.TOPIC);
        if (topic == null || !record.origin().topic().endsWith(DEAD_LETTERS)) {
            return;
        }
        Place place =
                new Place(
                        String.valueOf(record.headers().get(DeadLetterHeaders.CONSUMER)),
                        topic,
                        record.origin().partition(),
                        Long.parseLong(record.headers().get(DeadLetterHeaders.OFFSET)));
        Instant mended = world.now().plus(world.dice().upTo(LONGEST_REPAIR));
        String subject = String.valueOf(record.subject());
        waiting.putIfAbsent(place, new DeadLetter(record, subject, mended));
        if (!handled.contains(
                id(place.consumer(), topic, String.valueOf(record.headers().get("ce_id"))))) {
            unhandled.put(place, subject);
        }
    }

    @Override
    public void offer(Menu menu) {
        waiting.forEach(
                (place, letter) ->
                        menu.from(letter.mendedAt(), WEIGHT, () -> redrive(place, letter)));
    }

    private void redrive(Place place, DeadLetter letter) {
        RawRecord record = letter.record();
        world.note("operators", "redrive " + place);
        poison.removeIf(id -> id.endsWith(" " + record.headers().get("ce_id")));
        waiting.remove(place);
        unhandled.remove(place);
        Map<String, String> headers = new HashMap<>(record.headers());
        headers.keySet().removeIf(name -> name.startsWith("sluice-dead-letter-"));
        headers.put(
                DeadLetterHeaders.REDRIVE,
                new Origin(place.topic(), place.partition(), place.offset()).toString());
        headers.put(DeadLetterHeaders.ADDRESSEE, place.consumer());
        broker.put(
                new EncodedEvent(
                        place.topic(),
                        place.partition(),
                        String.valueOf(record.key()),
                        headers,
                        record.payload()));
    }
}
