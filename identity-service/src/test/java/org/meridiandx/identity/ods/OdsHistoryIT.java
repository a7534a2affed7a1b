package org.meridiandx.identity.ods;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.shared.SharedData;

/// Loads of the same again, and of the next edition: what must hold for every file.
@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class OdsHistoryIT {
    private static final int PIECE = 1_000;
    private static final Map<String, String> LAYOUTS = layouts();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldReportExactlyTheDifferencesBetweenTwoEditions(long seed) {
        // Given
        var random = new Random(seed);
        var first = new LinkedHashMap<String, Practice>();
        for (var i = 0; i < 60; i++) {
            var code = "ZH%d%03d".formatted(seed, i);
            first.put(code, new Practice("SURGERY " + i, random.nextInt(10) == 0));
        }
        var second = new LinkedHashMap<String, Practice>();
        var expected = new Expected();
        first.forEach((code, practice) -> second.put(code, expected.next(practice, random)));
        for (var i = 0; i < random.nextInt(5); i++) {
            second.put("ZN%d%03d".formatted(seed, i), new Practice("NEW SURGERY " + i, false));
            expected.created++;
        }

        // When
        var start = send(first);
        var next = send(second);
        var again = send(second);

        // Then
        assertThat(start.getInt("created")).isEqualTo(first.size());
        assertThat(next.getInt("created")).isEqualTo(expected.created);
        assertThat(next.getInt("changed")).isEqualTo(expected.changed);
        assertThat(next.getInt("closed")).isEqualTo(expected.closed);
        assertThat(next.getInt("unchanged"))
                .isEqualTo(second.size() - expected.created - expected.changed - expected.closed);
        assertThat(again.getInt("unchanged")).isEqualTo(second.size());
    }

    @Test
    void shouldLoadThePublishedFilesAndFindNothingToDoTheSecondTime() throws IOException {
        // Given
        var folder = SharedData.require("ods");

        // When
        var first = loadAll(folder);
        var second = loadAll(folder);

        // Then
        assertThat(first.get("read")).isGreaterThan(19_000);
        assertThat(first.get("created")).isGreaterThan(18_000);
        assertThat(first.get("refused")).isZero();
        assertThat(second.get("read")).isEqualTo(first.get("read"));
        assertThat(second.get("created")).isZero();
        assertThat(second.get("changed")).isZero();
        assertThat(second.get("closed")).isZero();
    }

    private static Map<String, Integer> loadAll(Path folder) throws IOException {
        var total = new LinkedHashMap<String, Integer>();
        for (var file : LAYOUTS.entrySet()) {
            for (var piece : pieces(folder.resolve(file.getKey()))) {
                var isCsv = file.getKey().contains(".csv");
                var answer = OdsLoadIT.send(file.getValue(), isCsv ? "text/csv" : "application/json", piece);
                assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
                var report = answer.jsonPath();
                for (var count : List.of("read", "created", "changed", "closed")) {
                    total.merge(count, report.getInt(count), Integer::sum);
                }
                total.merge("refused", report.getMap("refused").size(), Integer::sum);
            }
        }
        return total;
    }

    /// CSV in pieces of whole lines, each with the header; JSON whole.
    private static List<byte[]> pieces(Path file) throws IOException {
        try (var in = open(file)) {
            var bytes = in.readAllBytes();
            if (!file.toString().contains(".csv")) {
                return List.of(bytes);
            }
            var lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
            var pieces = new ArrayList<byte[]>();
            for (var i = 1; i < lines.size(); i += PIECE) {
                var piece = lines.getFirst() + "\n"
                        + String.join("\n", lines.subList(i, Math.min(i + PIECE, lines.size())));
                pieces.add(piece.getBytes(StandardCharsets.UTF_8));
            }
            return pieces;
        }
    }

    private static InputStream open(Path file) throws IOException {
        var in = Files.newInputStream(file);
        return file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
    }

    private static JsonPath send(Map<String, Practice> practices) {
        var csv = new StringBuilder();
        practices.forEach((code, practice) -> csv.append(code)
                .append(',')
                .append(practice.name())
                .append(",Y99,QZ1,1 ROAD,,,,,ZZ1 1ZZ,19740401,")
                .append(practice.isClosed() ? "20200101,C" : ",A")
                .append(",B,ZC1,20130401,\n"));
        var answer = OdsLoadIT.send("epraccur", "text/csv", csv.toString().getBytes(StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return answer.jsonPath();
    }

    private static Map<String, String> layouts() {
        var layouts = new LinkedHashMap<String, String>();
        layouts.put("etrust_trusts_and_sites_2018_sample.csv.gz", "etrust");
        layouts.put("gp_practices_sample.csv.gz", "epraccur");
        layouts.put("hospital_sites_sample.json", "hospital-sites");
        layouts.put("trusts.json", "trusts");
        layouts.put("integrated_care_boards.json", "icbs");
        layouts.put("integrated_care_boards_local_authorities.json", "icb-authorities");
        layouts.put("nhs_england_regions.json", "regions");
        layouts.put("local_health_boards.json", "health-boards");
        layouts.put("community_diagnostic_centres.geojson", "cdcs");
        return layouts;
    }

    private record Practice(String name, boolean isClosed) {}

    /// What the second edition is told to differ in.
    private static final class Expected {
        private int created;
        private int changed;
        private int closed;

        Practice next(Practice practice, Random random) {
            return switch (random.nextInt(6)) {
                case 0 -> {
                    changed++;
                    yield new Practice(practice.name() + " RENAMED", practice.isClosed());
                }
                case 1 -> {
                    closed += practice.isClosed() ? 0 : 1;
                    yield new Practice(practice.name(), true);
                }
                default -> practice;
            };
        }
    }
}
