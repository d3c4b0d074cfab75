package io.sluice.ingest.adapter.http;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetAddress;
import java.util.function.LongSupplier;

/**
 * Says who sent what could not be kept, and why: never what was in it. A flood does not become a
 * flood of lines: a few a second, then how many were left out.
 */
final class CallbackLog {

    private static final Logger LOG = LoggerFactory.getLogger(CallbackLog.class);
    private static final int LINES_A_SECOND = 10;
    private static final long SECOND = 1_000_000_000L;

    private final LongSupplier nanoClock;
    private long windowStart;
    private int inWindow;
    private long leftOut;

    CallbackLog(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.windowStart = nanoClock.getAsLong();
    }

    void refused(String provider, InetAddress source, int length, Object reason) {
        if (mayWrite()) {
            LOG.warn(
                    "callback refused: provider={} source={} length={} reason={}",
                    provider,
                    source.getHostAddress(),
                    length,
                    reason);
        }
    }

    void notKept(String provider, Throwable failure) {
        if (mayWrite()) {
            LOG.error(
                    "callback not kept: provider={} failure={}",
                    provider,
                    failure.getClass().getName());
        }
    }

    private synchronized boolean mayWrite() {
        long now = nanoClock.getAsLong();
        if (now - windowStart >= SECOND) {
            if (leftOut > 0) {
                LOG.warn("callbacks refused or not kept without a line of their own: {}", leftOut);
            }
            windowStart = now;
            inWindow = 0;
            leftOut = 0;
        }
        if (inWindow >= LINES_A_SECOND) {
            leftOut++;
            return false;
        }
        inWindow++;
        return true;
    }
}
