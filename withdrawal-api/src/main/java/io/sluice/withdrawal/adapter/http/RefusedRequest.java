package io.sluice.withdrawal.adapter.http;

/** Carries a problem through a reactive chain to where it is answered. */
final class RefusedRequest extends RuntimeException {

    private final transient Problem problem;

    RefusedRequest(Problem problem) {
        super(problem.code(), null, false, false);
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
