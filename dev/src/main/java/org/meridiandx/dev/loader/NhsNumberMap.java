package org.meridiandx.dev.loader;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The test NHS numbers that somebody chose for synthetic patients who were made without one
/// (`nhs_number_map.csv`: first column the patient's id, last column the number).
///
/// @param byPatientId number by logical id of the patient
record NhsNumberMap(Map<String, String> byPatientId) {

    private static final String SYSTEM = "https://fhir.nhs.uk/Id/nhs-number";

    NhsNumberMap {
        byPatientId = Map.copyOf(byPatientId);
    }

    /// Reads every such file below a folder.
    static NhsNumberMap below(Path folder) throws IOException {
        var numbers = new HashMap<String, String>();
        try (var files = Files.walk(folder)) {
            for (var file : (Iterable<Path>) files.filter(path -> path.endsWith("nhs_number_map.csv"))::iterator) {
                for (String line : Files.readAllLines(file)) {
                    var columns = line.split(",");
                    if (columns.length > 1 && columns[columns.length - 1].matches("\\d{10}")) {
                        numbers.put(columns[0], columns[columns.length - 1]);
                    }
                }
            }
        }
        return new NhsNumberMap(numbers);
    }

    /// Gives the patient the number that was chosen, where there is one and it has none.
    void complete(ObjectNode patient) {
        String number = byPatientId.get(patient.path("id").asText());
        if (number == null || patient.path("identifier").toString().contains(SYSTEM)) {
            return;
        }
        ArrayNode identifiers = patient.withArrayProperty("identifier");
        var identifier = identifiers.objectNode().put("system", SYSTEM).put("value", number);
        identifiers.insert(0, identifier);
    }

    @Override
    public String toString() {
        return "NhsNumberMap[" + byPatientId.size() + "]";
    }
}
