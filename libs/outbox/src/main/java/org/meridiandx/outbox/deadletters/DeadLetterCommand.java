package org.meridiandx.outbox.deadletters;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.KafkaException;

/// Lists and replays the dead letters of a region: `list`, `replay ID...` or `replay --all`.
///
/// As a program of its own it takes Kafka's address and certificates from the environment of the
/// service beside which it runs (`KAFKA_*`, `MERIDIAN_REGION`).
public final class DeadLetterCommand {
    private static final String KAFKA = "KAFKA_";
    private static final String USAGE = """
            list            what could not be worked on: id, time, from which topic, event, cause
            replay ID...    sends these to where they came from, once the cause is mended
            replay --all    sends all that was not sent again yet""";

    private final DeadLetters letters;
    private final PrintStream answers;
    private final PrintStream news;

    /// @param answers where lists go
    /// @param news where everything else goes
    public DeadLetterCommand(DeadLetters letters, PrintStream answers, PrintStream news) {
        this.letters = letters;
        this.answers = answers;
        this.news = news;
    }

    public static void main(String... arguments) {
        var environment = System.getenv();
        var region = environment.getOrDefault("MERIDIAN_REGION", "north");
        var letters = new DeadLetters(connection(environment), region);
        System.exit(new DeadLetterCommand(letters, System.out, System.err).run(List.of(arguments)));
    }

    /// Kafka client settings as the services take them: `KAFKA_SSL_TRUSTSTORE_TYPE` is `ssl.truststore.type`.
    static Map<String, Object> connection(Map<String, String> environment) {
        var settings = new HashMap<String, Object>(Map.of("bootstrap.servers", "localhost:9092"));
        environment.forEach((name, value) -> {
            if (name.startsWith(KAFKA)) {
                settings.put(
                        name.substring(KAFKA.length()).toLowerCase(Locale.ROOT).replace('_', '.'), value);
            }
        });
        return settings;
    }

    /// @return exit code: 0 done, 1 refused or Kafka is away, 2 not understood
    public int run(List<String> arguments) {
        try {
            return switch (arguments.isEmpty() ? "list" : arguments.getFirst()) {
                case "list" -> list();
                case "replay" -> replay(arguments.subList(1, arguments.size()));
                default -> usage();
            };
        } catch (IllegalArgumentException refused) {
            news.println(refused.getMessage());
            return 1;
        } catch (KafkaException away) {
            news.println("Kafka: " + away.getMessage() + causeOf(away));
            return 1;
        }
    }

    private int list() {
        var found = letters.list();
        found.forEach(letter -> answers.println(String.join(
                "\t",
                letter.id(),
                letter.at().toString(),
                letter.topic().orElse("unknown topic"),
                letter.eventId().map(id -> "event " + id).orElse("no event"),
                letter.cause().isEmpty() ? "no cause told" : letter.cause(),
                letter.isReplayed() ? "replayed" : "open")));
        var open = found.stream().filter(letter -> !letter.isReplayed()).count();
        news.println(found.size() + " dead letters, " + open + " of them open");
        return 0;
    }

    private int replay(List<String> ids) {
        if (ids.isEmpty()) {
            return usage();
        }
        var sent = ids.equals(List.of("--all")) ? letters.replayAll() : letters.replay(ids);
        sent.forEach(letter ->
                news.println(letter.id() + " sent again to " + letter.topic().orElseThrow()));
        news.println(sent.size() + " sent again");
        return 0;
    }

    private int usage() {
        news.println(USAGE);
        return 2;
    }

    private static String causeOf(KafkaException away) {
        return away.getCause() == null ? "" : " (" + away.getCause().getMessage() + ")";
    }
}
