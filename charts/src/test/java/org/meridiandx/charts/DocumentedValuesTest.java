package org.meridiandx.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Values, schema and reference say the same. After a change of a `values.yaml`, run this class with
/// `-Dcharts.write=true`: it writes `values.schema.json` and `REFERENCE.md` anew.
class DocumentedValuesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<String> installable() {
        return ChartWorkspace.installable().stream();
    }

    static Stream<String> services() {
        return ChartWorkspace.SERVICES.stream();
    }

    @ParameterizedTest
    @MethodSource("installable")
    void shouldHaveTheSchemaThatTheValuesImply(String chart) throws IOException {
        // Given
        var file = ChartWorkspace.source(chart).resolve("values.schema.json");

        // When
        var expected = writer().writeValueAsString(schema(chart)) + "\n";

        // Then
        assertWritten(file, expected);
    }

    @Test
    void shouldHaveTheReferenceThatTheValuesImply() throws IOException {
        // Given
        var file = ChartWorkspace.root().resolve("charts/REFERENCE.md");

        // When
        var expected = reference();

        // Then
        assertWritten(file, expected);
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldKeepValuesShort(String chart) throws IOException {
        // When
        var lines = Files.readAllLines(ChartWorkspace.source(chart).resolve("values.yaml"));

        // Then
        assertThat(lines).hasSizeLessThanOrEqualTo(150);
    }

    @Test
    void shouldKeepTheLibrarySmall() throws IOException {
        // When
        var names = 0L;
        try (var templates =
                Files.list(ChartWorkspace.source(ChartWorkspace.LIBRARY).resolve("templates"))) {
            for (var template : templates.toList()) {
                names += Files.readAllLines(template).stream()
                        .filter(line -> line.contains("{{- define \""))
                        .count();
            }
        }

        // Then
        assertThat(names).isBetween(1L, 10L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gatway.enabled",
                "gateway.clasName",
                "gateway.routes[0].servise",
                "global.regionn",
                "global.database.hostt",
                "global.kafka.tls.enable",
                "postgres.instance",
                "kafka.topics[0].nam",
                "order-service.replicas",
                "identity-service.mllp.enable",
                "imaging-index-service.store.sise",
                "result-service.image.tagg"
            })
    void shouldRefuseMisspeltValue(String key) {
        assertThatThrownBy(() -> ChartWorkspace.shared().render(ChartWorkspace.REGION, List.of(), Map.of(key, "x")))
                .hasMessageContaining("additional properties");
    }

    @ParameterizedTest
    @MethodSource("installable")
    void shouldRefuseMisspeltSharedValueInEveryChart(String chart) {
        assertThatThrownBy(() -> ChartWorkspace.shared().render(chart, List.of(), Map.of("global.regionn", "x")))
                .hasMessageContaining("additional properties");
    }

    @Test
    void shouldRefuseTagLatest() {
        assertThatThrownBy(() -> ChartWorkspace.shared()
                        .render(ChartWorkspace.REGION, List.of(), Map.of("order-service.image.tag", "latest")))
                .hasMessageContaining("tag");
    }

    private static Map<String, Object> schema(String chart) {
        var values = DocumentedValues.read(ChartWorkspace.source(chart).resolve("values.yaml"));
        var shared = DocumentedValues.read(
                ChartWorkspace.source(ChartWorkspace.LIBRARY).resolve("values.yaml"));
        var schema = values.schema("");
        var properties = schema.withObject("/properties");
        properties.set("global", shared.schema("exports.region.global").put("description", "What all charts share."));
        // Helm puts the library chart's own values under its name before it checks.
        properties.putObject(ChartWorkspace.LIBRARY).put("type", "object");
        schema.put("$schema", "http://json-schema.org/draft-07/schema#").put("title", chart);
        return JSON.convertValue(schema, new com.fasterxml.jackson.core.type.TypeReference<>() {});
    }

    private static String reference() {
        var text = new StringBuilder("# Values of the charts\n\nWritten from the comments in each `values.yaml` by"
                + " `DocumentedValuesTest`; change it there.\n");
        append(text, "Shared by all charts (`global`)", ChartWorkspace.LIBRARY, "exports.region.global");
        for (var chart : ChartWorkspace.installable().reversed()) {
            append(text, chart, chart, "");
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String title, String chart, String path) {
        text.append("\n## ").append(title).append("\n\n| key | default | meaning |\n|---|---|---|\n");
        for (var entry : DocumentedValues.read(ChartWorkspace.source(chart).resolve("values.yaml"))
                .reference(path)) {
            text.append("| `%s` | %s | %s |\n".formatted(entry.key(), entry.value(), entry.description()));
        }
    }

    private static void assertWritten(Path file, String expected) throws IOException {
        if (Boolean.getBoolean("charts.write")) {
            Files.writeString(file, expected);
        }
        assertThat(file).exists();
        assertThat(Files.readString(file))
                .as("%s is out of date: run this class with -Dcharts.write=true", file.getFileName())
                .isEqualTo(expected);
    }

    private static ObjectWriter writer() {
        var indenter = new DefaultIndenter("  ", "\n");
        var printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(indenter);
        printer.indentArraysWith(indenter);
        return JSON.writer(printer);
    }
}
