package org.meridiandx.e2e.access;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;
import org.meridiandx.dev.partner.Answer;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.dev.persona.Persona;
import org.meridiandx.e2e.world.Asker;
import org.meridiandx.e2e.world.World;

/// A fault as an interface could have it. Put into the answers on their way to the test, which has to find it.
enum Hole {
    /// The asker is taken for somebody who may see everything.
    MORE_RIGHTS(Set.of("what is not there", "batch", "transaction", "includes and counts", "work lists")) {
        @Override
        Answer through(Leak leak) throws IOException, InterruptedException {
            return leak.sender().send(Asker.of(Persona.LOADER), leak.call());
        }
    },
    /// The answer, be it a refusal, names something that the asker may not see.
    NAMED(Set.of()) {
        @Override
        Answer through(Leak leak) throws IOException, InterruptedException {
            var honest = leak.honest();
            return leak.hidden().isEmpty() ? honest : with(honest, honest.text(LATIN) + " " + leak.hidden());
        }
    },
    /// The total counts a row that is not shown.
    COUNTED(Set.of()) {
        @Override
        Answer through(Leak leak) throws IOException, InterruptedException {
            var honest = leak.honest();
            var text = honest.text(LATIN);
            return with(
                    honest,
                    TOTAL.matcher(text).find()
                            ? TOTAL.matcher(text).replaceFirst("\"total\":999")
                            : text.replaceFirst("\"type\":\"searchset\"", "$0,\"total\":999"));
        }

        @Override
        boolean isPossibleAt(Door door) {
            return door.name().startsWith("search") && !door.name().contains("AuditEvent")
                    || door.name().startsWith("link");
        }
    },
    /// The words of a refusal depend on what is refused.
    REWORDED(Set.of()) {
        @Override
        Answer through(Leak leak) throws IOException, InterruptedException {
            var honest = leak.honest();
            var word = "$1" + Math.abs(leak.call().toString().hashCode()) + " ";
            return honest.status() < 400
                    ? honest
                    : with(honest, EXPLANATION.matcher(honest.text(LATIN)).replaceFirst(word));
        }

        @Override
        boolean isPossibleAt(Door door) {
            return !ROWS_ONLY.contains(door.name());
        }
    };

    private static final Charset LATIN = StandardCharsets.ISO_8859_1;
    private static final Pattern TOTAL = Pattern.compile("\"total\"\\s*:\\s*\\d+");
    private static final Pattern EXPLANATION = Pattern.compile("(\"(?:diagnostics|detail)\"\\s*:\\s*\")");
    /// Where nothing is refused but for want of scope: what may not be seen is left out.
    private static final Set<String> ROWS_ONLY = Set.of(
            "search by NHS number",
            "search by identifier",
            "search by ids",
            "includes and counts",
            "batch",
            "transaction",
            "search of everything, by pages",
            "link of somebody else",
            "search by demographics",
            "$match",
            "work lists",
            "QIDO of one study",
            "QIDO below a study",
            "QIDO of everything, by pages");

    private final Set<String> notAt;

    Hole(Set<String> notAt) {
        this.notAt = notAt;
    }

    /// A request on its way.
    ///
    /// @param hidden a text of a record that the asker may not see; empty where they see everything
    record Leak(Asker asker, Call call, String hidden, Visit.Sender sender) {
        Answer honest() throws IOException, InterruptedException {
            return sender.send(asker, call);
        }
    }

    /// What comes out of the faulty interface.
    abstract Answer through(Leak leak) throws IOException, InterruptedException;

    /// Whether an interface can have this fault: some answer everybody alike.
    boolean isPossibleAt(Door door) {
        return !notAt.contains(door.name());
    }

    /// Sends through the fault.
    Visit.Sender in(World world, Visit.Sender sender) {
        var verdicts = new Verdicts();
        return (asker, call) -> {
            var hidden = world.records().stream()
                    .filter(record -> !record.names().marker().isEmpty())
                    .filter(record -> !verdicts.of(asker, "r", record).isAllowed()
                            && !verdicts.of(asker, "s", record).isAllowed())
                    .findFirst()
                    .map(record -> record.names().marker())
                    .orElse("");
            return through(new Leak(asker, call, hidden, sender));
        };
    }

    private static Answer with(Answer honest, String text) {
        return new Answer(honest.status(), honest.headers(), text.getBytes(LATIN), honest.took());
    }
}
