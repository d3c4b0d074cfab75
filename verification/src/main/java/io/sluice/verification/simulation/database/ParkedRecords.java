package io.sluice.verification.simulation.database;

import io.sluice.messaging.Origin;
import io.sluice.messaging.Parking;
import io.sluice.messaging.RawRecord;
import io.sluice.verification.simulation.world.Host;

import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tables of open dead letters and of what is kept behind them. */
public final class ParkedRecords {

    private record Subject(String consumer, String subject) {}

    private record Kept(Subject subject, RawRecord record) {}

    private final Database database;
    private final Map<Subject, Origin> open = new HashMap<>();
    private final List<Kept> kept = new ArrayList<>();

    public ParkedRecords(Database database) {
        this.database = database;
    }

    public boolean isEmpty() {
        return open.isEmpty() && kept.isEmpty();
    }

    @Override
    public String toString() {
        return "open " + open + ", kept " + kept.size();
    }

    /** As one instance reaches it. */
    public Parking seenFrom(Host host) {
        return new Seen(host);
    }

    private final class Seen implements Parking {

        private final Host host;

        Seen(Host host) {
            this.host = host;
        }

        @Override
        public Mono<Map<String, Origin>> openDeadLetters(
                String consumer, Collection<String> subjects) {
            return database.look(
                    host,
                    "looking for dead letters",
                    () -> {
                        Map<String, Origin> found = new HashMap<>();
                        for (String subject : subjects) {
                            Origin origin = open.get(new Subject(consumer, subject));
                            if (origin != null) {
                                found.put(subject, origin);
                            }
                        }
                        return found;
                    });
        }

        @Override
        public Mono<Void> open(String consumer, String subject, Origin deadLetter, String reason) {
            return change(
                    "opening a dead letter",
                    () -> open.put(new Subject(consumer, subject), deadLetter));
        }

        @Override
        public Mono<Void> keep(String consumer, String subject, RawRecord record) {
            return change(
                    "keeping a record",
                    () -> {
                        if (kept.stream().noneMatch(k -> is(k, consumer, record.origin()))) {
                            kept.add(new Kept(new Subject(consumer, subject), record));
                        }
                    });
        }

        @Override
        public Mono<List<RawRecord>> kept(String consumer, String subject) {
            Subject wanted = new Subject(consumer, subject);
            return database.look(
                    host,
                    "reading kept records",
                    () ->
                            kept.stream()
                                    .filter(k -> k.subject().equals(wanted))
                                    .map(Kept::record)
                                    .toList());
        }

        @Override
        public Mono<Void> forget(String consumer, Collection<Origin> handled) {
            return change("forgetting kept records", () -> remove(consumer, handled));
        }

        @Override
        public Mono<Void> close(String consumer, String subject, Collection<Origin> handled) {
            return change(
                    "closing a dead letter",
                    () -> {
                        remove(consumer, handled);
                        open.remove(new Subject(consumer, subject));
                    });
        }

        private Mono<Void> change(String what, Runnable work) {
            return database.transaction(
                            host,
                            what,
                            () -> {
                                work.run();
                                return true;
                            })
                    .then();
        }

        private void remove(String consumer, Collection<Origin> handled) {
            kept.removeIf(k -> handled.stream().anyMatch(origin -> is(k, consumer, origin)));
        }

        private static boolean is(Kept kept, String consumer, Origin origin) {
            return kept.subject().consumer().equals(consumer)
                    && kept.record().origin().equals(origin);
        }
    }
}
