package io.sluice.verification.simulation.world;

/**
 * Ends a process where it stands. No code under test may catch it: Reactor passes on what it takes
 * for the end of the Java machine, and so does whoever catches exceptions only.
 */
public final class Died extends VirtualMachineError {

    private static final long serialVersionUID = 1L;

    private final transient Host host;
    private final int life;

    Died(Host host, int life) {
        super(host.name());
        this.host = host;
        this.life = life;
    }

    /** Takes the process away, if it is not gone already. */
    void takeEffect() {
        host.died(life);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
