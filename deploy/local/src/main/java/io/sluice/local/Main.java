package io.sluice.local;

import io.sluice.local.deadletter.DeadLetterCommand;
import io.sluice.local.process.Console;
import io.sluice.local.process.Home;
import io.sluice.local.process.PlainFailure;
import io.sluice.local.process.Secrets;
import io.sluice.local.security.Security;
import io.sluice.local.server.BrokerAddress;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The launcher: what the script calls once it has found a JDK and built what was not built. */
public final class Main {

    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), Console.standard()));
    }

    private static int run(List<String> words, Console console) {
        try {
            Arguments arguments = Arguments.parse(words);
            Home home = Home.of(Path.of(System.getProperty("sluice.root", ".")));
            return switch (arguments) {
                case Arguments.Run run -> RunCommand.run(home, console, run);
                case Arguments.Demo demo -> DemoCommand.run(home, console, demo);
                case Arguments.Status() -> StatusCommand.run(home, console);
                case Arguments.Stop() -> StopCommand.run(home, console);
                case Arguments.Add(var service, int port) ->
                        InstanceCommand.add(home, console, service, port);
                case Arguments.Remove(var service, int port) ->
                        InstanceCommand.remove(home, console, service, port);
                case Arguments.DeadLetters(var request) ->
                        DeadLetterCommand.run(broker(home), console, request);
            };
        } catch (Arguments.Misused e) {
            System.err.println("sluice: " + e.getMessage());
            return MISUSED;
        } catch (PlainFailure e) {
            if (Launcher.isStopping()) {
                return FAILED;
            }
            System.err.println("sluice: " + e.getMessage());
            return FAILED;
        }
    }

    private static Map<String, Object> broker(Home home) {
        Security security = new Security(home, new Secrets(home.secrets()));
        return BrokerAddress.of(System.getenv(), security, Platform.KAFKA_PORT);
    }
}
