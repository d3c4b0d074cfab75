package io.sluice.ingest;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.UUID;

/** What can happen to bytes. */
final class Mutations {

    private final SplittableRandom random;

    Mutations(SplittableRandom random) {
        this.random = random;
    }

    String uuid() {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    byte[] flipped(byte[] body) {
        byte[] changed = body.clone();
        for (int flips = random.nextInt(1, 6); flips > 0; flips--) {
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return Arrays.equals(changed, body) ? flipped(body) : changed;
    }

    byte[] truncated(byte[] body) {
        return Arrays.copyOf(body, random.nextInt(body.length));
    }

    /** Other bytes that say the same. */
    byte[] reserialised(byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte each : body) {
            out.write(each);
            if ((each == ',' || each == '{') && random.nextBoolean()) {
                out.write(' ');
            }
        }
        out.write('\n');
        return out.toByteArray();
    }

    /** One character replaced by another visible one. */
    String oneCharacterChanged(String text) {
        char[] changed = text.toCharArray();
        int at = random.nextInt(changed.length);
        char other = (char) random.nextInt(0x21, 0x7f);
        changed[at] = changed[at] == other ? '~' : other;
        return changed[at] == text.charAt(at) ? oneCharacterChanged(text) : new String(changed);
    }

    /** Far outside the tolerance, on either side. */
    long farFrom(long now, long tolerance) {
        return now + (random.nextBoolean() ? 1 : -1) * random.nextLong(tolerance, 50 * tolerance);
    }
}
