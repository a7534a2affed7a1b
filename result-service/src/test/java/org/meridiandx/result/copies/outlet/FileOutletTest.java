package org.meridiandx.result.copies.outlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.result.copies.outlet.Outlet.Sent;

/// Files as a transfer client takes them, and what its control files say.
class FileOutletTest {
    private static final byte[] MESSAGE = "MSH|^~\\&|A\r".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private FileOutlet outlet;

    @BeforeEach
    void makeFolders() throws IOException {
        for (var name : new String[] {"OUT", "SENT", "FAILED"}) {
            Files.createDirectory(folder.resolve(name));
        }
        outlet = new FileOutlet(folder, new FileOutlet.Address("X26HC010", "X26OT002", "MERIDIAN_REPORT_COPY"));
    }

    private void moves(String to, String status) throws IOException {
        Files.delete(folder.resolve("OUT/C1.ctl"));
        Files.delete(folder.resolve("OUT/C1.dat"));
        Files.writeString(
                folder.resolve(to).resolve("C1.ctl"),
                "<DTSControl><LocalId>C1</LocalId><StatusRecord>" + status + "</StatusRecord></DTSControl>");
    }

    @Test
    void shouldPutDataAndControlFileAndNothingElse() throws IOException {
        // When
        var sent = outlet.send("C1", MESSAGE);

        // Then
        assertThat(sent).isEqualTo(new Sent.Handed());
        assertThat(outlet.outcome("C1")).isEqualTo(new Sent.Handed());
        try (var files = Files.list(folder.resolve("OUT"))) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .containsExactlyInAnyOrder("C1.dat", "C1.ctl");
        }
        assertThat(folder.resolve("OUT/C1.dat")).hasBinaryContent(MESSAGE);
        assertThat(folder.resolve("OUT/C1.ctl"))
                .content()
                .contains("<From_DTS>X26HC010</From_DTS>", "<To_DTS>X26OT002</To_DTS>", "<LocalId>C1</LocalId>")
                .contains("<WorkflowId>MERIDIAN_REPORT_COPY</WorkflowId>");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            SENT;<Status>SUCCESS</Status><StatusCode>00</StatusCode>;Taken[]
            SENT;<Status>ERROR</Status><StatusCode>14</StatusCode>;Refused[cause=the transfer failed 14]
            FAILED;<Status>ERROR</Status><StatusCode>EPL-151</StatusCode>;Refused[cause=the transfer failed EPL-151]
            FAILED;<Status>ERROR</Status>;Refused[cause=the transfer failed]
            """)
    void shouldReadWhatTheClientSaysOfIt(String where, String status, String expected) throws IOException {
        // Given
        outlet.send("C1", MESSAGE);

        // When
        moves(where, status);

        // Then
        assertThat(outlet.outcome("C1").toString()).isEqualTo(expected);
    }

    @Test
    void shouldNotPutAgainWhatWasTaken() throws IOException {
        // Given
        outlet.send("C1", MESSAGE);
        moves("SENT", "<Status>SUCCESS</Status>");

        // When
        var again = outlet.send("C1", MESSAGE);

        // Then
        assertThat(again).isEqualTo(new Sent.Taken());
        assertThat(folder.resolve("OUT")).isEmptyDirectory();
    }

    @Test
    void shouldFinishWhatACrashLeftHalf() throws IOException {
        // Given
        Files.writeString(folder.resolve("OUT/C1.dat"), "half");
        Files.writeString(folder.resolve("OUT/.C1.ctl.part"), "half");

        // When
        outlet.send("C1", MESSAGE);

        // Then
        assertThat(folder.resolve("OUT/C1.dat")).hasBinaryContent(MESSAGE);
        assertThat(folder.resolve("OUT/C1.ctl")).content().contains("</DTSControl>");
    }

    @Test
    void shouldNotOpenWithoutItsFolders() throws IOException {
        // Given
        Files.delete(folder.resolve("SENT"));

        // When
        var missing = new FileOutlet(folder, new FileOutlet.Address("A", "B", "C"));

        // Then
        assertThatThrownBy(missing::open).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A<B", "../A"})
    void shouldTakeNoMailboxThatIsNone(String mailbox) {
        assertThatThrownBy(() -> new FileOutlet.Address("A", mailbox, "C"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
