package org.meridiandx.result.everything;

import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.meridiandx.access.Action;
import org.meridiandx.access.Scopes;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.record.types.RecordType;
import org.meridiandx.result.reports.KeptTypes;
import org.meridiandx.result.resources.KeptType;

/// What is asked of everything of a patient, and where the page begins.
///
/// **Source:** FHIR R4 Patient, operation `$everything`: `start`, `end`, `_since`, `_type`, `_count`.
///
/// @param given the parameters as they were given, for the next page
/// @param types those that are still to come, the one of this page first
/// @param cursor where in the first of them the page begins; empty for its beginning
record EverythingQuery(
        String patientId, MultivaluedMap<String, String> given, List<KeptType> types, String cursor, int count) {
    private static final Set<String> NAMES = Set.of("start", "end", "_since", "_type", "_count", "_cursor", "_format");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");
    private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,8}");
    private static final int MOST = 200;
    private static final int USUAL = 50;

    EverythingQuery {
        types = List.copyOf(types);
    }

    /// @throws ProblemException 404 where the id is none, or several; 400 naming the parameter
    static EverythingQuery parse(String patientId, MultivaluedMap<String, String> query) {
        if (!ID.matcher(patientId).matches()) {
            throw ProblemException.of(ProblemCode.NOT_FOUND, "There is no Patient with this id.");
        }
        query.forEach((name, values) -> {
            if (!NAMES.contains(name) || values.size() != 1) {
                throw refused(
                        name.replaceAll("[^A-Za-z0-9_.:-]", "?"),
                        "$everything takes " + String.join(", ", new TreeSet<>(NAMES)) + ", each once.");
            }
        });
        var types = typesOf(query.getFirst("_type"));
        var cursor = Optional.ofNullable(query.getFirst("_cursor")).orElse("");
        if (cursor.isEmpty()) {
            return new EverythingQuery(patientId, query, types, "", countOf(query));
        }
        var dot = cursor.indexOf('.');
        var first = KeptTypes.named(dot < 0 ? cursor : cursor.substring(0, dot));
        if (dot < 0 || first.isEmpty() || !types.contains(first.get())) {
            throw refused("_cursor", "_cursor is not one that this server gave. Follow the next link as it is.");
        }
        var left = types.subList(types.indexOf(first.get()), types.size());
        return new EverythingQuery(patientId, query, left, cursor.substring(dot + 1), countOf(query));
    }

    private static List<KeptType> typesOf(@Nullable String asked) {
        if (asked == null) {
            return KeptTypes.inOrder();
        }
        var names = List.of(asked.split(",", -1));
        names.forEach(name -> {
            if (KeptTypes.named(name).isEmpty()) {
                throw refused(
                        "_type",
                        "_type takes what this address gives: "
                                + KeptTypes.inOrder().stream()
                                        .map(KeptType::fhirName)
                                        .collect(Collectors.joining(", "))
                                + ".");
            }
        });
        return KeptTypes.inOrder().stream()
                .filter(type -> names.contains(type.fhirName()))
                .toList();
    }

    private static int countOf(MultivaluedMap<String, String> query) {
        var count = query.getFirst("_count");
        if (count == null) {
            return USUAL;
        }
        if (!COUNT.matcher(count).matches()) {
            throw refused("_count", "_count takes a whole number from 1 to " + MOST + ".");
        }
        return Math.min(Integer.parseInt(count), MOST);
    }

    /// The search of the first type.
    ///
    /// @param room entries that the page has left
    MultivaluedMap<String, String> search(int room) {
        var search = new MultivaluedHashMap<String, String>();
        search.putSingle("patient", patientId);
        search.putSingle("_count", Integer.toString(room));
        search.putSingle("_sort", "-_lastUpdated");
        var date = types.getFirst().dateParameter();
        add(search, date, "ge", "start");
        add(search, date, "le", "end");
        add(search, "_lastUpdated", "ge", "_since");
        if (!cursor.isEmpty()) {
            search.putSingle("_cursor", cursor);
        }
        return search;
    }

    private void add(MultivaluedMap<String, String> search, String name, String prefix, String from) {
        Optional.ofNullable(given.getFirst(from)).ifPresent(value -> search.add(name, prefix + value));
    }

    /// The same from the beginning of the next type on; empty where this is the last.
    Optional<EverythingQuery> ofNextType() {
        return types.size() == 1
                ? Optional.empty()
                : Optional.of(new EverythingQuery(patientId, given, types.subList(1, types.size()), "", count));
    }

    /// The same without the types of the shared record that the token does not cover, where nobody asked for types by
    /// name: who has only ever read results goes on reading them.
    EverythingQuery within(Scopes scopes) {
        if (given.containsKey("_type")) {
            return this;
        }
        var covered = types.stream()
                .filter(type -> !(type instanceof RecordType)
                        || type == types.getFirst()
                        || scopes.allow(Action.SEARCH, type.fhirName()))
                .toList();
        return new EverythingQuery(patientId, given, covered, cursor, count);
    }

    /// Address of the page that begins there.
    String address(String baseUrl, String next) {
        var all = new ArrayList<String>();
        given.forEach((name, values) -> {
            if (!name.equals("_cursor")) {
                all.add(name + "=" + encoded(values.getFirst()));
            }
        });
        all.add("_cursor=" + encoded(types.getFirst().fhirName() + "." + next));
        return baseUrl + "/fhir/R4/Patient/" + encoded(patientId) + "/$everything?" + String.join("&", all);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static ProblemException refused(String name, String detail) {
        return ProblemException.of(ProblemCode.INVALID_PARAMETER, detail, name);
    }

    @Override
    public String toString() {
        return "EverythingQuery" + types;
    }
}
