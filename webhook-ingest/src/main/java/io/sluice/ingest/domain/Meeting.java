package io.sluice.ingest.domain;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Decides what becomes of callbacks where they meet their payouts. Both sides ask it, whichever
 * comes second, and get the same answer.
 */
public final class Meeting {

    private final Known known;
    private final Set<EventName> seen;
    private final Set<Known.Statement> said;

    private Meeting(Known known) {
        this.known = known;
        this.seen = new HashSet<>(known.seen());
        this.said = new HashSet<>(known.said());
    }

    /** New callbacks, in order of arrival; those that were kept before are left out. */
    public static List<Disposal> ofArrivals(List<Callback> arrivals, Known known) {
        Meeting meeting = new Meeting(known);
        List<Disposal> disposals = new ArrayList<>(arrivals.size());
        for (Callback callback : arrivals) {
            if (meeting.seen.add(callback.name())) {
                disposals.add(meeting.dispose(callback));
            }
        }
        return disposals;
    }

    /** Kept callbacks, in order of arrival, decided anew: their link came, or an operator asks. */
    public static List<Disposal> ofKept(List<Callback> kept, Known known) {
        Meeting meeting = new Meeting(known);
        return kept.stream().map(meeting::dispose).toList();
    }

    private Disposal dispose(Callback callback) {
        return switch (callback.reading()) {
            case Reading.Reported reported -> disposeReport(callback, reported);
            case Reading.Claimed claimed ->
                    new Disposal(
                            callback,
                            CallbackState.PUBLISHED,
                            Facts.claimed(callback.name(), claimed, callback.receivedAt()));
            case Reading.Unrecognised _ -> new Disposal(callback, CallbackState.UNRECOGNISED, null);
        };
    }

    private Disposal disposeReport(Callback callback, Reading.Reported reported) {
        ProviderReference reference =
                new ProviderReference(callback.provider(), reported.reference());
        Link link = known.links().get(reference);
        if (link == null) {
            return new Disposal(callback, CallbackState.PARKED, null);
        }
        if (!said.add(new Known.Statement(reference, reported.report().gist()))) {
            return new Disposal(callback, CallbackState.REPEATED, null);
        }
        return new Disposal(
                callback,
                CallbackState.PUBLISHED,
                Facts.reported(callback.name(), reported.reference(), reported.report(), link));
    }
}
