package org.meridiandx.dev.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFilesTest {

    @TempDir
    private Path folder;

    @Test
    void shouldSortFilesByWhatTheyHoldAndLeaveOutWhatIsNoInput() throws Exception {
        // Given
        write("synthea/a.json.gz", new byte[1]);
        write("fhir/b.xml", new byte[1]);
        write("hl7v2/uk/c.hl7s", new byte[1]);
        write("dicom/d.dcm", new byte[1]);
        byte[] part10 = new byte[140];
        System.arraycopy("DICM".getBytes(), 0, part10, 128, 4);
        write("dicom/DICOMDIR", part10);
        write("dicom/source.pdf", new byte[200]);
        write("hostile/e.json", new byte[1]);
        write("tools/f.hl7", new byte[1]);
        write("README.md", new byte[1]);

        // When
        var files = InputFiles.of(folder);

        // Then
        assertThat(files.fhir()).extracting(this::name).containsExactly("fhir/b.xml", "synthea/a.json.gz");
        assertThat(files.hl7()).extracting(this::name).containsExactly("hl7v2/uk/c.hl7s");
        assertThat(files.dicom()).extracting(this::name).containsExactly("dicom/DICOMDIR", "dicom/d.dcm");
    }

    private String name(Path file) {
        return folder.relativize(file).toString();
    }

    private void write(String name, byte[] content) throws Exception {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }
}
