package org.meridiandx.imaging.dicom.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meridiandx.imaging.dicom.json.DicomJson;

/// Compares our JSON with that of DCMTK's `dcm2json`, an implementation by others.
class DcmtkComparisonTest {
    /// dcm2json pads its odd value.
    private static final String ODD_LENGTH = "pyd_nested_priv_SQ.dcm";

    private static final ObjectMapper JSON = new ObjectMapper();

    @BeforeAll
    static void needDcmtk() {
        boolean installed = Arrays.stream(
                        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "dcm2json")));
        assumeTrue(installed, "skipped: dcm2json is not installed (Debian package dcmtk)");
    }

    @Test
    void shouldAgreeWithDcm2json(@TempDir Path temp) throws IOException, InterruptedException {
        // Given
        List<String> differences = new ArrayList<>();
        int compared = 0;
        for (Path path : SharedDicom.files("dicom")) {
            Path out = temp.resolve("out.json");
            if (path.toString().contains("pacsman_slice1") || path.endsWith(ODD_LENGTH) || !convert(path, out)) {
                continue; // a hundred alike; files that dcm2json itself refuses (compressed images)
            }

            // When
            DicomFile file = DicomReader.ofAll().read(DicomSource.of(Files.readAllBytes(path)));
            byte[] ours = DicomJson.write(file.dataset(), DicomJson.BulkData.NONE);

            // Then
            compare(
                    JSON.readTree(out.toFile()),
                    JSON.readTree(ours),
                    path.getFileName().toString(),
                    differences);
            compared++;
        }
        assertThat(differences).isEmpty();
        assertThat(compared).isGreaterThan(50);
    }

    private static boolean convert(Path path, Path out) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("dcm2json", path.toString(), out.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return false;
        }
        return process.exitValue() == 0;
    }

    private static void compare(JsonNode theirs, JsonNode ours, String where, List<String> differences) {
        for (Iterator<Map.Entry<String, JsonNode>> i = theirs.fields(); i.hasNext(); ) {
            Map.Entry<String, JsonNode> field = i.next();
            String tag = field.getKey();
            boolean apart = tag.endsWith("0000") || tag.startsWith("0002") || tag.equals("00080005");
            if (!apart) {
                compareElement(field.getValue(), ours.path(tag), where + "/" + tag, differences);
            }
        }
    }

    private static void compareElement(JsonNode theirs, JsonNode ours, String where, List<String> differences) {
        if (!theirs.path("vr").equals(ours.path("vr"))) {
            differences.add(where + " vr " + theirs.path("vr") + " ours " + ours.path("vr"));
            return;
        }
        boolean bulk = theirs.has("InlineBinary") && !ours.has("InlineBinary") && !ours.has("Value");
        if (bulk) {
            return; // left in the file
        }
        if (!theirs.path("InlineBinary").equals(ours.path("InlineBinary"))) {
            differences.add(where + " binary " + theirs + " ours " + ours);
        }
        JsonNode expected = theirs.path("Value");
        JsonNode actual = ours.path("Value");
        if (expected.size() != actual.size()) {
            differences.add(where + " " + theirs + " ours " + ours);
            return;
        }
        for (int i = 0; i < expected.size(); i++) {
            if (theirs.path("vr").asText().equals("SQ")) {
                compare(expected.get(i), actual.get(i), where + "/" + (i + 1), differences);
            } else if (!same(expected.get(i), actual.get(i))) {
                differences.add(where + " " + expected.get(i) + " ours " + actual.get(i));
            }
        }
    }

    private static boolean same(JsonNode expected, JsonNode actual) {
        if (expected.isNumber() && actual.isNumber()) {
            double difference = Math.abs(expected.asDouble() - actual.asDouble());
            return difference <= Math.abs(expected.asDouble()) * 1e-6 + 1e-38; // dcm2json prints fewer digits
        }
        return expected.equals(actual);
    }
}
