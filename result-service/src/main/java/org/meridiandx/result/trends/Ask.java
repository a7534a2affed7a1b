package org.meridiandx.result.trends;

import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.units.Analytes;

/// What is asked about the Observations of one patient: the search that finds them, and the rest.
///
/// @param search parameters of the search
/// @param others parameters that are no part of it, each given once
/// @param patientId as it was asked
/// @param codes of the analytes that are asked for, as they were given, or of the same analyte
record Ask(
        MultivaluedMap<String, String> search,
        MultivaluedMap<String, String> others,
        String patientId,
        List<String> codes) {
    private static final Set<String> OF_SEARCH = Set.of("patient", "subject", "code", "category", "date", "status");
    private static final int MOST_CODES = 20;
    private static final String ONE_PATIENT = "Name one patient, as patient=Patient/id.";

    Ask {
        codes = List.copyOf(codes);
    }

    /// @param own names of the parameters that the operation has itself
    /// @throws ProblemException 400 naming a parameter that is unknown, missing or given twice
    static Ask parse(MultivaluedMap<String, String> query, Set<String> own) {
        var search = new MultivaluedHashMap<String, String>();
        var others = new MultivaluedHashMap<String, String>();
        query.forEach((name, values) -> {
            if (OF_SEARCH.contains(name)) {
                search.put(name, values);
            } else if (own.contains(name) && values.size() == 1) {
                others.put(name, values);
            } else {
                throw refused(name, own);
            }
        });
        if (search.containsKey("patient") == search.containsKey("subject")) {
            throw missing("patient", ONE_PATIENT);
        }
        var patient = onePatient(search, search.containsKey("patient") ? "patient" : "subject");
        var asked = codesOf(search);
        if (!asked.isEmpty()) {
            search.put("code", List.of(asked.stream().map(Ask::escaped).collect(Collectors.joining(","))));
        }
        return new Ask(search, others, patient.substring(patient.lastIndexOf('/') + 1), asked);
    }

    /// The parameter, where it is given.
    Optional<String> other(String name) {
        return Optional.ofNullable(others.getFirst(name));
    }

    /// @throws ProblemException 400 where no code is given, or codes of several analytes: to draw and reckon those
    /// together would show one as the other
    Ask requireCode() {
        if (codes.isEmpty()) {
            throw missing("code", "Name what was measured, as code=http://loinc.org|2823-3.");
        }
        if (!Analytes.sameAs(codes.getFirst()).containsAll(codes)) {
            throw missing("code", "Name one analyte at a time. Codes of the same are known by themselves.");
        }
        return this;
    }

    private static List<String> codesOf(MultivaluedMap<String, String> search) {
        var codes = new ArrayList<String>();
        if (search.containsKey("code")) {
            for (var code : onlyOne(search, "code").split(",", -1)) {
                codes.addAll(Analytes.sameAs(code.strip()));
            }
        }
        var all = codes.stream().distinct().toList();
        if (all.size() > MOST_CODES) {
            throw ProblemException.of(ProblemCode.INVALID_PARAMETER, "Ask for fewer codes at a time.", "code");
        }
        return all;
    }

    private static String escaped(String code) {
        return code.replace("\\", "\\\\");
    }

    /// The gate of a search stands before one patient: alternatives would pass it by.
    private static String onePatient(MultivaluedMap<String, String> search, String name) {
        var patient = onlyOne(search, name);
        if (patient.indexOf(',') >= 0 || patient.indexOf('\\') >= 0) {
            throw missing(name, ONE_PATIENT);
        }
        return patient;
    }

    private static String onlyOne(MultivaluedMap<String, String> search, String name) {
        var values = search.get(name);
        if (values == null || values.size() != 1 || values.getFirst().isBlank()) {
            throw missing(name, name + " is given once.");
        }
        return values.getFirst();
    }

    private static ProblemException missing(String name, String detail) {
        return ProblemException.of(ProblemCode.INVALID_PARAMETER, detail, name);
    }

    private static ProblemException refused(String name, Set<String> own) {
        var offered = new TreeSet<>(OF_SEARCH);
        offered.addAll(own);
        return ProblemException.of(
                ProblemCode.INVALID_PARAMETER,
                "A parameter is not one of " + String.join(", ", offered) + ", or is given twice.",
                name.replaceAll("[^A-Za-z0-9_.:-]", "?"));
    }
}
