package io.sluice.verification.simulation.service;

import io.sluice.contracts.PayoutId;
import io.sluice.gateway.application.Inquiries;
import io.sluice.gateway.domain.ProviderName;
import io.sluice.verification.simulation.database.Database;
import io.sluice.verification.simulation.world.Host;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Attempts that are over and to be asked about, as the contract of {@link Inquiries} says. */
final class InquiryTable {

    private record Key(PayoutId payout, int attempt) {

        static Key of(Inquiries.Inquiry inquiry) {
            return new Key(inquiry.payout(), inquiry.attempt());
        }
    }

    private record Row(Inquiries.Inquiry inquiry, Instant dueAt) {}

    private final Database database;
    private final Map<Key, Row> rows = new LinkedHashMap<>();

    InquiryTable(Database database) {
        this.database = database;
    }

    /** When the first of the provider's is due. */
    Optional<Instant> firstDue(ProviderName provider) {
        return rows.values().stream()
                .filter(row -> row.inquiry().provider().equals(provider))
                .map(Row::dueAt)
                .min(Comparator.naturalOrder());
    }

    /** As one instance reaches them. */
    Inquiries seenFrom(Host host) {
        return new Seen(host);
    }

    /** In the caller's transaction. */
    void put(List<Inquiries.Inquiry> wanted, Instant now) {
        wanted.forEach(
                inquiry -> rows.merge(Key.of(inquiry), new Row(inquiry, now), InquiryTable::again));
    }

    private static Row again(Row before, Row now) {
        Inquiries.Inquiry inquiry = before.inquiry();
        return new Row(
                new Inquiries.Inquiry(
                        inquiry.payout(),
                        inquiry.attempt(),
                        inquiry.provider(),
                        inquiry.heard() + 1,
                        inquiry.tries()),
                before.dueAt().isBefore(now.dueAt()) ? before.dueAt() : now.dueAt());
    }

    private final class Seen implements Inquiries {

        private final Host host;

        Seen(Host host) {
            this.host = host;
        }

        @Override
        public Mono<Void> add(List<Inquiry> wanted, Instant now) {
            return change("wanting a look", () -> put(wanted, now));
        }

        @Override
        public Mono<List<Inquiry>> claim(
                ProviderName provider, int limit, Instant now, Instant leaseEnd) {
            return database.transaction(
                    host,
                    "claiming inquiries",
                    () -> {
                        List<Inquiry> due =
                                rows.values().stream()
                                        .filter(row -> row.inquiry().provider().equals(provider))
                                        .filter(row -> !row.dueAt().isAfter(now))
                                        .sorted(Comparator.comparing(Row::dueAt))
                                        .limit(limit)
                                        .map(Row::inquiry)
                                        .toList();
                        due.forEach(each -> rows.put(Key.of(each), new Row(each, leaseEnd)));
                        return due;
                    });
        }

        @Override
        public Mono<Void> answered(Inquiry inquiry) {
            return change(
                    "ending an inquiry",
                    () -> {
                        if (isAsHeard(inquiry)) {
                            rows.remove(Key.of(inquiry));
                        }
                    });
        }

        @Override
        public Mono<Void> postpone(Inquiry inquiry, Instant until) {
            return change(
                    "postponing an inquiry",
                    () -> {
                        if (isAsHeard(inquiry)) {
                            Inquiry tried =
                                    new Inquiry(
                                            inquiry.payout(),
                                            inquiry.attempt(),
                                            inquiry.provider(),
                                            inquiry.heard(),
                                            inquiry.tries() + 1);
                            rows.put(Key.of(inquiry), new Row(tried, until));
                        }
                    });
        }

        private boolean isAsHeard(Inquiry inquiry) {
            Row row = rows.get(Key.of(inquiry));
            return row != null && row.inquiry().heard() == inquiry.heard();
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
    }
}
