package io.sluice.local;

/** Work for a training run: what the services will do most. */
final class Exercise {

    private Exercise() {}

    static void run() {}
}
