package io.sluice.verification.simulation;

import io.sluice.contracts.WithdrawalId;
import io.sluice.verification.simulation.service.Seams;
import io.sluice.withdrawal.application.IdempotencyKey;
import io.sluice.withdrawal.application.Opening;
import io.sluice.withdrawal.application.Operations;
import io.sluice.withdrawal.application.Reviews;
import io.sluice.withdrawal.application.Withdrawals;
import io.sluice.withdrawal.application.Withdrawals.Changes;
import io.sluice.withdrawal.domain.Application;
import io.sluice.withdrawal.domain.Operation;
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

    static final class ForgetsSignedRequests extends Seams {

        private long calls;

        @Override
        public Operations operations(Operations real) {
            return Instead.of(
                    Operations.class,
                    real,
                    "ask",
                    words -> {
                        calls++;
                        return real.ask(
                                (Application) words[0],
                                (int) words[1],
                                underNewName((Operation) words[2]),
                                words[3] + "/" + calls,
                                (String) words[4],
                                (Operations.Decider) words[5]);
                    });
        }

        private Operation underNewName(Operation operation) {
            return operation instanceof Operation.Split split
                    ? new Operation.Split(
                            split.amount(),
                            split.currency(),
                            split.orderId() + "/" + calls,
                            split.gateway())
                    : operation;
        }
    }

    static final class SkipsTheReview extends Seams {

        @Override
        public Operations operations(Operations real) {
            return Instead.of(
                    Operations.class,
                    real,
                    "ask",
                    words -> {
                        Operations.Decider decider = (Operations.Decider) words[5];
                        return real.ask(
                                (Application) words[0],
                                (int) words[1],
                                (Operation) words[2],
                                (String) words[3],
                                (String) words[4],
                                (withdrawal, _, trace) -> decider.decide(withdrawal, false, trace));
                    });
        }
    }

    static final class TakesOneApprovalForTwo extends Seams {

        @Override
        public Reviews reviews(Reviews real) {
            return Instead.of(
                    Reviews.class,
                    real,
                    "approve",
                    words -> {
                        WithdrawalId id = (WithdrawalId) words[0];
                        String reason = (String) words[2];
                        return real.approve(id, words[1] + " and another", reason)
                                .then(real.approve(id, (String) words[1], reason));
                    });
        }
    }
}
