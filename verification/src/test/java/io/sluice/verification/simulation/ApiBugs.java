package io.sluice.verification.simulation;

import io.sluice.contracts.WithdrawalId;
import io.sluice.verification.simulation.service.Seams;
import io.sluice.withdrawal.application.IdempotencyKey;
import io.sluice.withdrawal.application.Opening;
import io.sluice.withdrawal.application.Withdrawals;
import io.sluice.withdrawal.application.Withdrawals.Changes;
import io.sluice.withdrawal.domain.Withdrawal;

import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Bugs in how the API keeps what partners ask and hear. */
final class ApiBugs {

    private ApiBugs() {}

    static final class ForgetsIdempotencyKeys extends Seams {

        private long calls;

        @Override
        public Withdrawals withdrawals(Withdrawals real) {
            return Instead.of(Withdrawals.class, real, "open", words -> open(real, words));
        }

        @SuppressWarnings("unchecked")
        private Mono<List<Withdrawals.Written>> open(Withdrawals real, Object[] words) {
            return real.open(((List<Opening>) words[0]).stream().map(this::underNewKey).toList());
        }

        private Opening underNewKey(Opening opening) {
            calls++;
            return new Opening(
                    new IdempotencyKey(opening.key().applicationKey(), new UUID(0, calls)),
                    opening.requestHash(),
                    opening.application(),
                    opening.numbered());
        }
    }

    static final class LosesPartnerEvents extends Seams {

        @Override
        public Withdrawals withdrawals(Withdrawals real) {
            return Instead.of(Withdrawals.class, real, "change", words -> change(real, words));
        }

        @SuppressWarnings("unchecked")
        private static Mono<Changes> change(Withdrawals real, Object[] words) {
            Function<Map<WithdrawalId, Withdrawal>, Changes> decide =
                    (Function<Map<WithdrawalId, Withdrawal>, Changes>) words[1];
            return real.change(
                    (Collection<WithdrawalId>) words[0],
                    known -> {
                        Changes all = decide.apply(known);
                        int kept = Math.min(2, all.events().size());
                        return new Changes(
                                all.changed(), all.events().subList(0, kept), all.answered());
                    });
        }
    }
}
