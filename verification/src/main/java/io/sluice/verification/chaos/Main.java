package io.sluice.verification.chaos;

import io.sluice.verification.RunningPlatform;
import io.sluice.verification.bench.Options;
import io.sluice.verification.bench.PartnerEndpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What {@code ./sluice chaos} calls: two instances of each service, three brokers of which two must
 * have a record, and PostgreSQL, under steady load and with a sandbox that misbehaves; they are
 * killed and stopped at random, come to rest, and are reconciled.
 */
public final class Main {

    private static final int VIOLATED = 1;
    private static final int MISUSED = 2;

    private static final Map<String, String> SETTINGS =
            Map.of("SLUICE_BROKERS", "3", "SLUICE_INSTANCES", "2");

    private Main() {}

    public static void main(String[] arguments) throws IOException {
        try {
            System.exit(run(List.of(arguments)));
        } catch (IllegalArgumentException e) {
            System.err.println("sluice: chaos: " + e.getMessage());
            System.exit(MISUSED);
        } catch (IllegalStateException e) {
            System.err.println("sluice: chaos: not brought to an end: " + e.getMessage());
            System.exit(VIOLATED);
        }
    }

    private static int run(List<String> words) throws IOException {
        Options options =
                new Options(
                        words, Set.of("minutes", "seconds", "seed", "rate", "percent", "pause"));
        Wish wish = Wish.of(options);
        Path data = Path.of(System.getProperty("sluice.root", "."), ".sluice", "chaos");
        Transcript transcript = new Transcript();
        long begin = System.nanoTime();
        try (RunningPlatform platform = RunningPlatform.start(data, List.of(), SETTINGS);
                Partners partners = new Partners(wish.seed());
                PartnerEndpoint endpoint = new PartnerEndpoint(partners)) {
            transcript.say(
                    "seed %d: ready after %.0f s"
                            .formatted(wish.seed(), (System.nanoTime() - begin) / 1e9));
            Stage stage = new Stage(platform, transcript);
            stage.fund(Partners.users());
            stage.tell(endpoint.url());
            stage.misbehave(wish.percent());
            List<Havoc.Blow> blows = wreak(platform, partners, wish, transcript);
            stage.misbehave(0);
            transcript.say("no more blows and no more load; coming to rest");
            Stage.Rest rest = stage.rest(partners);
            Told told = Told.read(Stage.bootstrapServers());
            Reconciliation reconciliation =
                    new Reconciliation(partners, told, Stage.paid(told), platform, transcript);
            reconciliation.run();
            Outcome outcome = new Outcome(wish, rest, partners, blows, told, reconciliation);
            outcome.print(transcript);
            outcome.write();
            return outcome.isRight() ? 0 : VIOLATED;
        }
    }

    private static List<Havoc.Blow> wreak(
            RunningPlatform platform, Partners partners, Wish wish, Transcript transcript) {
        try (Recovery recovery =
                new Recovery(Stage.bootstrapServers(), platform.databasePassword())) {
            Havoc havoc = new Havoc(new Victims(platform, recovery), wish.seed(), transcript);
            Thread load =
                    Thread.ofPlatform().start(() -> partners.offer(wish.rate(), wish.length()));
            List<Havoc.Blow> blows = havoc.wreak(wish.length(), wish.pause());
            load.join();
            return blows;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
