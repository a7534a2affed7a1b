package org.meridiandx.dev.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.meridiandx.dev.cli.Terminal;

/// Shows the lines of a verification as they come: progress on the news stream, the outcome on the
/// output.
final class VerificationView {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Terminal terminal;
    private JsonNode last = MissingNode.getInstance();

    VerificationView(Terminal terminal) {
        this.terminal = terminal;
    }

    /// Takes a line of JSON.
    void accept(String line) {
        try {
            last = JSON.readTree(line);
        } catch (JsonProcessingException cutOff) {
            last = MissingNode.getInstance();
        }
        if (terminal.live() && !last.has("ok")) {
            terminal.news()
                    .printf(
                            "\r%,d of %,d entries",
                            last.path("checked").asLong(), last.path("of").asLong());
        }
    }

    /// Tells the outcome.
    ///
    /// @return 0 when the log holds; 1 when something was found, or when the answer broke off
    int finish() {
        if (terminal.live()) {
            terminal.news().print("\r\033[K");
        }
        if (!last.has("ok")) {
            terminal.output().println("The verification broke off before its end. Look at: ./dx logs identity-service");
            return 1;
        }
        last.path("notes").forEach(note -> terminal.output().println("Note: " + note.asText()));
        if (last.path("ok").asBoolean()) {
            terminal.output()
                    .printf(
                            "The audit log holds: %,d entries.%n",
                            last.path("checked").asLong());
            return 0;
        }
        terminal.output()
                .printf(
                        "The audit log does not hold; %d findings:%n",
                        last.path("findingCount").asLong());
        last.path("findings")
                .forEach(finding ->
                        terminal.output().println("  " + finding.path("text").asText()));
        return 1;
    }
}
