package org.meridiandx.bench.results;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.meridiandx.bench.patients.SyntheticPatient;
import org.meridiandx.bench.patients.SyntheticPatients;

/// The reports that the tables are filled with, by number: copies of one that the service itself
/// stored, each with its own ids, patient and filler number.
///
/// @param template the one that the service stored
/// @param count how many copies there are
record StoredResults(Template template, SyntheticPatients patients, int count) {

    /// Spreads the ids, as random ones are.
    private static final int SPREAD = 0x9E3779B1;

    private static final int REPLACED_DIGITS = 8;

    /// A report as the service stored it.
    ///
    /// @param report as it is served
    /// @param lines its observations, as they are served
    /// @param patient whose it is
    record Template(String filler, SyntheticPatient patient, Resource report, List<Resource> lines, Resource specimen) {
        Template {
            lines = List.copyOf(lines);
        }

        /// The line of an analyte.
        Resource line(String code) {
            return lines.stream()
                    .filter(line -> line.content().contains("\"" + code + "\""))
                    .findFirst()
                    .orElseThrow();
        }

        /// Every id in it.
        List<String> ids() {
            var all = new ArrayList<String>();
            all.add(report.id());
            all.add(specimen.id());
            lines.forEach(line -> all.add(line.id()));
            return all;
        }
    }

    /// One resource.
    ///
    /// @param content as it is served
    record Resource(String id, String content) {}

    /// What the ids of a copy begin with.
    static String head(int number) {
        return String.format(Locale.ROOT, "%08x", number * SPREAD);
    }

    /// The id in a copy that stands for one in the template.
    static String id(String ofTemplate, int number) {
        return head(number) + ofTemplate.substring(REPLACED_DIGITS);
    }

    /// @param number from 0
    String filler(int number) {
        return template.filler() + "-" + number;
    }

    SyntheticPatient patient(int number) {
        return patients.at(number % patients.count());
    }

    /// A resource of the template as it is in a copy.
    byte[] copy(Resource resource, int number) {
        String content = resource.content();
        for (String id : template.ids()) {
            content = content.replace(id, id(id, number));
        }
        var patient = patient(number);
        return content.replace(template.patient().id(), patient.id())
                .replace(template.patient().nhsNumber(), patient.nhsNumber())
                .replace(template.filler(), filler(number))
                .getBytes(StandardCharsets.UTF_8);
    }
}
