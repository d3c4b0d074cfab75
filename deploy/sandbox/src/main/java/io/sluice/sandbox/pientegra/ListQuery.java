package io.sluice.sandbox.pientegra;

import org.springframework.web.reactive.function.server.ServerRequest;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Set;

/**
 * The query of both lists.
 *
 * @param from inclusive
 * @param to exclusive
 * @param states empty for all
 * @param before the cursor: only what is older
 */
record ListQuery(Instant from, Instant to, Set<String> states, long before, int limit) {

    private static final int MOST = 100;
    private static final int USUAL = 50;

    /**
     * @param stateName the parameter that filters by state
     * @throws WithdrawalRequest.Invalid naming the parameter that cannot be used
     */
    static ListQuery read(ServerRequest request, String stateName, Set<String> known)
            throws WithdrawalRequest.Invalid {
        return new ListQuery(
                time(request, "createdFrom", Instant.MIN),
                time(request, "createdTo", Instant.MAX),
                states(request, stateName, known),
                number(request, "cursor", Long.MAX_VALUE, Long.MAX_VALUE),
                (int) number(request, "limit", USUAL, MOST));
    }

    boolean covers(Instant created) {
        return !created.isBefore(from) && created.isBefore(to);
    }

    boolean wants(String state) {
        return states.isEmpty() || states.contains(state);
    }

    private static Instant time(ServerRequest request, String name, Instant otherwise)
            throws WithdrawalRequest.Invalid {
        String text = request.queryParam(name).orElse("");
        try {
            return text.isEmpty() ? otherwise : Instant.parse(text);
        } catch (DateTimeParseException _) {
            throw new WithdrawalRequest.Invalid(name + ": no time (expected: ISO 8601, UTC)");
        }
    }

    private static Set<String> states(ServerRequest request, String name, Set<String> known)
            throws WithdrawalRequest.Invalid {
        String text = request.queryParam(name).orElse("");
        if (text.isEmpty()) {
            return Set.of();
        }
        Set<String> states = Set.copyOf(Arrays.asList(text.split(",", -1)));
        if (!known.containsAll(states)) {
            throw new WithdrawalRequest.Invalid(
                    name + ": unknown value (expected: of " + known + ")");
        }
        return states;
    }

    private static long number(ServerRequest request, String name, long otherwise, long most)
            throws WithdrawalRequest.Invalid {
        String text = request.queryParam(name).orElse("");
        if (text.isEmpty()) {
            return otherwise;
        }
        long value = text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
        if (value < 1 || value > most) {
            throw new WithdrawalRequest.Invalid(
                    name + ": not usable (expected: 1 to " + most + ")");
        }
        return value;
    }
}
