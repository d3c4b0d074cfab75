package io.sluice.sandbox.journal;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/** A number for each number, in eight bytes, in blocks as they are needed. */
public final class NumberTable {

    public static final long NONE = -1;
    private static final int BLOCK = 1 << 16;

    private volatile AtomicLongArray[] blocks = new AtomicLongArray[0];
    private volatile long last;

    public long get(long number) {
        AtomicLongArray[] seen = blocks;
        int block = (int) (number / BLOCK);
        return number < 0 || block >= seen.length
                ? NONE
                : seen[block].get((int) (number % BLOCK)) - 1;
    }

    public void set(long number, long value) {
        int block = (int) (number / BLOCK);
        if (block >= blocks.length) {
            grow(block);
        }
        blocks[block].set((int) (number % BLOCK), value + 1);
        if (number > last) {
            last = number;
        }
    }

    /** The highest number that was ever set; 0 for none. */
    public long last() {
        return last;
    }

    private synchronized void grow(int block) {
        int had = blocks.length;
        if (block < had) {
            return;
        }
        AtomicLongArray[] more = Arrays.copyOf(blocks, block + 1);
        for (int i = had; i < more.length; i++) {
            more[i] = new AtomicLongArray(BLOCK);
        }
        blocks = more;
    }
}
