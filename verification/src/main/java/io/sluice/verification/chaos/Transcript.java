package io.sluice.verification.chaos;

import java.util.ArrayList;
import java.util.List;

/** What a run prints, kept so that it can be searched afterwards. */
final class Transcript {

    private final List<String> lines = new ArrayList<>();

    synchronized void say(String line) {
        lines.add(line);
        System.out.println(line);
    }

    synchronized String text() {
        return String.join("\n", lines);
    }
}
