package org.meridiandx.dev.ods;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OdsFileTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "epraccur.csv; x; epraccur",
                "gp_practices_sample.csv; x; epraccur",
                "etrust_2018.csv; x; etrust",
                "EGPCUR.CSV; x; egpcur",
                "succarc.csv; x; succ",
                "2026-gp_practices.csv; x; epraccur",
                "ets.csv.gz; x; etrust",
                "other.csv; x; ''",
                "datasets.csv; x; ''",
                "epraccur.pdf; x; ''",
                "a.json; [{\"ods_code\":\"X\",\"trust_name\":\"T\"}]; trusts",
                "a.json; [{\"ods_code\":\"X\",\"gss_code\":\"E\",\"name\":\"T\"}]; icbs",
                "a.json; [{\"health_board\":\"T\",\"ods_code\":\"X\",\"gss_code\":\"E\"}]; health-boards",
                "a.geojson; {\"type\":\"F\",\"features\":[{\"properties\":{\"isOpen12_7\":\"No\"}}]}; cdcs",
                "a.json; [{\"gss_code\":\"E\",\"ParentODSCode\":\"X\"}]; hospital-sites",
                "a.json; [{\"gss_code\":\"E\",\"isOpen12_7\":\"No\"}]; cdcs",
                "a.json; [{\"unheard\":1}]; ''",
            })
    void shouldTellTheLayoutByNameOrProperties(String name, String content, String layout) throws IOException {
        // Given
        var file = Files.writeString(folder.resolve(name), content);

        // When
        var found = OdsFile.of(file).map(OdsFile::layout).orElse("");

        // Then
        assertThat(found).isEqualTo(layout);
    }

    @Test
    void shouldCutBetweenRecordsAndRepeatTheHeader() throws IOException {
        // Given
        var csv = "Organisation Code,Name\nA01,\"two\nlines\"\nA02,b\nA03,c\n";

        // When
        var pieces = pieces(write("epraccur.csv", csv), 2);

        // Then
        assertThat(pieces)
                .containsExactly(
                        "Organisation Code,Name\nA01,\"two\nlines\"\nA02,b\n", "Organisation Code,Name\nA03,c\n");
    }

    @Test
    void shouldCutAFileWithoutAHeader() throws IOException {
        assertThat(pieces(write("epraccur.csv", "A01,a\r\nA02,b\r\nA03,c"), 2))
                .containsExactly("A01,a\nA02,b\n", "A03,c\n");
    }

    @Test
    void shouldFindNothingInAnEmptyFile() throws IOException {
        assertThat(pieces(write("epraccur.csv", ""), 2)).isEmpty();
    }

    @Test
    void shouldCutJsonBetweenElements() throws IOException {
        // Given
        var collection =
                "{\"type\":\"F\",\"crs\":{\"a\":[1,{\"b\":2}]},\"features\":[{\"n\":1},{\"n\":2},{\"n\":3}],\"z\":[{}]}";

        // When
        var array = pieces(write("a.json", "[{\"n\":1},{\"n\":2},{\"n\":3}]"), 2);
        var features = pieces(write("b.geojson", collection), 2);

        // Then
        assertThat(array).containsExactly("[{\"n\":1},{\"n\":2}]", "[{\"n\":3}]");
        assertThat(features).containsExactly("[{\"n\":1},{\"n\":2}]", "[{\"n\":3}]");
    }

    @Test
    void shouldUnpack() throws IOException {
        // Given
        var gzipped = folder.resolve("etrust.csv.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(gzipped))) {
            out.write("A01,a\n".getBytes(StandardCharsets.UTF_8));
        }
        var zipped = folder.resolve("etrust.zip");
        try (var out = new ZipOutputStream(Files.newOutputStream(zipped))) {
            out.putNextEntry(new ZipEntry("etrust.csv"));
            out.write("A02,b\n".getBytes(StandardCharsets.UTF_8));
        }

        // When
        var pieces = List.of(pieces(gzipped, 2), pieces(zipped, 2));

        // Then
        assertThat(pieces).containsExactly(List.of("A01,a\n"), List.of("A02,b\n"));
    }

    @Test
    void shouldNotGuessAtAnotherEncoding() throws IOException {
        // Given
        var file = Files.write(folder.resolve("epraccur.csv"), new byte[] {'A', (byte) 0xE9, ',', 'b'});

        // Then
        Assertions.assertThatThrownBy(() -> pieces(file, 2)).isInstanceOf(MalformedInputException.class);
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static List<String> pieces(Path path, int rows) throws IOException {
        var all = new ArrayList<String>();
        try (var pieces = OdsPieces.of(new OdsFile(path, "any"), rows)) {
            for (var piece = pieces.next(); piece != null; piece = pieces.next()) {
                all.add(new String(piece, StandardCharsets.UTF_8));
            }
        }
        return all;
    }
}
