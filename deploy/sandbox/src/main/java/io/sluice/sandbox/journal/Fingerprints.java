package io.sluice.sandbox.journal;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Finds numbers by a key, in about twenty bytes for each, where the key itself is only in the
 * journal: 32 bits of its hash tell nearly all others apart, and the asker looks at the rest.
 *
 * <p>Split into parts, so that each grows by itself and for a short time.
 */
public final class Fingerprints {

    private static final int PARTS = 256;
    private static final int SMALLEST = 64;

    private final Part[] parts = new Part[PARTS];

    public Fingerprints() {
        Arrays.setAll(parts, _ -> new Part());
    }

    public void add(long hash, int number) {
        part(hash).add(mixed(hash), number);
    }

    /** The highest number under that hash that really is meant, or 0. */
    public int find(long hash, IntPredicate meant) {
        return part(hash).find(mixed(hash), meant);
    }

    private Part part(long hash) {
        return parts[(int) (mixed(hash) >>> 56)];
    }

    /** Of a text, in 64 bits (FNV-1a). */
    public static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    /** The finish of splitmix64: ids of a kind differ in few bits. */
    private static long mixed(long hash) {
        long mixed = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    /** Open addressing; the low bits of the hash are kept, for they tell the place when it grows. */
    private static final class Part {
        private int[] numbers = new int[SMALLEST];
        private int[] places = new int[SMALLEST];
        private int size;

        synchronized void add(long hash, int number) {
            if (size * 3 > numbers.length * 2) {
                grow();
            }
            put((int) hash, number);
            size++;
        }

        synchronized int find(long hash, IntPredicate meant) {
            int place = (int) hash;
            int found = 0;
            for (int i = place & (numbers.length - 1); numbers[i] != 0; i = next(i)) {
                if (places[i] == place && numbers[i] > found && meant.test(numbers[i])) {
                    found = numbers[i];
                }
            }
            return found;
        }

        private void put(int place, int number) {
            int i = place & (numbers.length - 1);
            while (numbers[i] != 0) {
                i = next(i);
            }
            numbers[i] = number;
            places[i] = place;
        }

        private int next(int i) {
            return (i + 1) & (numbers.length - 1);
        }

        private void grow() {
            int[] oldNumbers = numbers;
            int[] oldPlaces = places;
            numbers = new int[oldNumbers.length * 2];
            places = new int[numbers.length];
            for (int i = 0; i < oldNumbers.length; i++) {
                if (oldNumbers[i] != 0) {
                    put(oldPlaces[i], oldNumbers[i]);
                }
            }
        }
    }
}
