package org.meridiandx.dev.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.meridiandx.dev.cli.Terminal;

class VerificationViewTest {
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final VerificationView view = new VerificationView(
            new Terminal(new PrintStream(output, true, StandardCharsets.UTF_8), System.err, false));

    @Test
    void shouldEndWellWhenTheLogHolds() {
        // Given
        view.accept("{\"checked\":1000,\"of\":1500}");
        view.accept("{\"checked\":1500,\"of\":1500,\"ok\":true,\"findings\":[],\"notes\":[\"a note\"]}");

        // When
        var code = view.finish();

        // Then
        assertThat(code).isZero();
        assertThat(output.toString(StandardCharsets.UTF_8)).contains("Note: a note", "holds: 1,500 entries");
    }

    @Test
    void shouldEndWithOneAndNameTheEntries() {
        // Given
        view.accept("{\"checked\":3,\"of\":4,\"ok\":false,\"findingCount\":1,"
                + "\"findings\":[{\"from\":2,\"to\":2,\"text\":\"entry 2 is missing\"}],\"notes\":[]}");

        // When
        var code = view.finish();

        // Then
        assertThat(code).isEqualTo(1);
        assertThat(output.toString(StandardCharsets.UTF_8)).contains("entry 2 is missing");
    }

    @Test
    void shouldNotTakeAnAnswerThatBrokeOffForAGoodOne() {
        // Given
        view.accept("{\"checked\":1000,\"of\":1500}");

        // When
        var code = view.finish();

        // Then
        assertThat(code).isEqualTo(1);
    }

    @Test
    void shouldSendTheLargestHeadsOnly() throws IOException {
        // Given
        var heads = IntStream.rangeClosed(1, 1_200)
                .mapToObj(size -> "{\"size\":" + size + ",\"signed\":\"s" + size + "\"}")
                .collect(Collectors.joining("\n"));

        // When
        var sent = WitnessedHeads.limited(heads);

        // Then
        assertThat(sent).startsWith("[\"s1200\",").endsWith("\"s201\"]");
    }
}
