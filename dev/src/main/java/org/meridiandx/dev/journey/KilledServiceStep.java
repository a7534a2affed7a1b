package org.meridiandx.dev.journey;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.dev.persona.Persona;
import org.meridiandx.dev.region.RegionState;
import org.meridiandx.dev.region.Service;
import org.meridiandx.dev.samples.SampleMessage;
import org.meridiandx.hl7v2.mllp.MllpClient;

/// result-service is killed while results stream in. The sender repeats what got no answer, as HL7 v2 senders do; then
/// every message that was accepted is there exactly once.
final class KilledServiceStep implements Step {

    private static final int MESSAGES = 200;
    private static final int KILL_AFTER = 80;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration RETRY_PAUSE = Duration.ofMillis(200);

    @Override
    public String title() {
        return "result-service is killed while " + MESSAGES + " results stream in";
    }

    @Override
    public void play(Script script) throws StepFailedException, IOException, InterruptedException {
        var stream = new Stream(script);
        var fillers = new ArrayList<String>();
        long begin = System.nanoTime();
        for (int i = 0; i < MESSAGES; i++) {
            String filler = "K" + script.run() + "-" + i;
            var message = SampleMessage.read(script.root(), "06-oru-r01-fbc")
                    .sentNow(filler)
                    .with("ORC", 0, 2, "")
                    .with("OBR", 0, 2, "")
                    .with("ORC", 0, 3, filler + "^RX902")
                    .with("OBR", 0, 3, filler + "^RX902");
            if (i == KILL_AFTER) {
                Thread.ofVirtual().start(() -> kill(script));
            }
            stream.untilAccepted(message.bytes());
            fillers.add(filler);
        }
        stream.close();
        script.record(
                "laboratory",
                MESSAGES + " ORU^R01, each until AA, kill -9 after " + KILL_AFTER,
                MESSAGES + " AA, " + stream.repeats + " sent again",
                Script.since(begin));
        script.check("the service was killed in the middle", stream.failures > 0, "no connection was lost");
        count(script, fillers);
    }

    private static void kill(Script script) {
        var state = RegionState.read(script.partner().home())
                .orElse(script.partner().region());
        state.part(Service.RESULT.title())
                .flatMap(part -> part.process().find())
                .ifPresent(ProcessHandle::destroyForcibly);
    }

    private static void count(Script script, List<String> fillers)
            throws StepFailedException, IOException, InterruptedException {
        long begin = System.nanoTime();
        int once = 0;
        var wrong = new ArrayList<String>();
        for (String filler : fillers) {
            var call = Call.get("/fhir/R4/DiagnosticReport?identifier=" + Script.query(filler));
            var found = script.partner().send(Persona.LAB, call);
            if (found.status() == 200 && found.matches() == 1) {
                once++;
            } else {
                wrong.add(filler + ": " + found.status() + " with " + found.matches());
            }
        }
        script.record(
                "lab", MESSAGES + " searches by filler number", once + " found exactly once", Script.since(begin));
        script.check("every accepted result is there exactly once", wrong.isEmpty(), wrong);
    }

    /// One sender: a connection that is opened again when it breaks.
    private static final class Stream {
        private final Script script;
        private @Nullable MllpClient client;
        private int repeats;
        private int failures;

        Stream(Script script) {
            this.script = script;
        }

        void untilAccepted(byte[] message) throws StepFailedException, InterruptedException {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!accepted(message)) {
                if (System.nanoTime() > deadline) {
                    throw new StepFailedException(
                            "a result was not accepted within " + PATIENCE.toSeconds() + " s of repeating it");
                }
                repeats++;
                Thread.sleep(RETRY_PAUSE);
            }
        }

        private boolean accepted(byte[] message) {
            try {
                var open = client == null ? script.partner().mllp(Service.RESULT) : client;
                client = open;
                return open.send(message).isAccepted();
            } catch (EOFException | java.net.SocketException e) {
                failures++;
                close();
                return false;
            } catch (IOException e) {
                close();
                return false;
            }
        }

        void close() {
            try {
                if (client != null) {
                    client.close();
                }
            } catch (IOException e) {
                // It is broken: nothing is left to close.
            }
            client = null;
        }
    }
}
