package org.meridiandx.identity.patients;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.fhir.NhsNumber;
import org.meridiandx.fhir.ResourceCapability;
import org.meridiandx.fhir.SearchDefinition;
import org.meridiandx.fhir.StoredResources;
import org.meridiandx.identity.patients.content.PatientMapper;
import org.meridiandx.identity.patients.matching.rules.Folding;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Searches for patients: by an identifier, or by family name and birth date together. Fishing is
/// refused.
///
/// **Source:** PDS (a search by demographics needs family name and birth date; too many matches are
/// not shown).
@ApplicationScoped
class PatientSearch {
    /// Of records in force: who was merged is found as who survived.
    static final SearchDefinition SEARCH = definition("patient_current");
    /// Of all records, for reads and searches by `_id`.
    static final SearchDefinition ALL = definition("patient");
    private static final int LETTERS_BEFORE_STAR = 2;
    private static final Set<String> PRECISE = Set.of("_id", "identifier");
    private final StoredResources stored;
    private final Pool pool;
    private final int maxMatches;

    PatientSearch(
            StoredResources stored, Pool pool, @ConfigProperty(name = "meridian.patient.max-matches") int maxMatches) {
        this.stored = stored;
        this.pool = pool;
        this.maxMatches = maxMatches;
    }

    /// @return 200 with a Bundle; fails with 400 naming what is missing, 422 for too many matches
    Uni<Response> search(Caller caller, MultivaluedMap<String, String> parameters) {
        SEARCH.parse(parameters);
        parameters.getOrDefault("identifier", List.of()).forEach(PatientSearch::requireNhsNumber);
        if (parameters.keySet().stream().anyMatch(PRECISE::contains)) {
            return stored.search(caller, parameters.containsKey("_id") ? ALL : SEARCH, parameters);
        }
        requireDemographics(parameters);
        return requireFew(parameters).chain(() -> stored.search(caller, SEARCH, parameters));
    }

    /// One record, merged or not.
    Uni<Response> read(Caller caller, String id, @Nullable String etag) {
        return stored.read(caller, ALL, id, etag);
    }

    private static SearchDefinition definition(String table) {
        return SearchDefinition.of("Patient", table)
                .sideTable("identifier", "patient_identifier")
                .folded("family", "family", Folding::name, LETTERS_BEFORE_STAR)
                .foldedWords("given", "given", Folding::name, LETTERS_BEFORE_STAR)
                .folded("address-postalcode", "postcode", Folding::postcode, LETTERS_BEFORE_STAR)
                .day("birthdate", "birth_date")
                .token("gender", "gender")
                .build();
    }

    @Produces
    @Singleton
    static ResourceCapability capability() {
        return new ResourceCapability(
                SEARCH,
                PatientMapper.PROFILE,
                List.of("read", "vread", "search-type", "create", "update"),
                List.of(
                        "match",
                        "merge",
                        "unmerge",
                        "history-of-values",
                        "possible-duplicates",
                        "messages-in-doubt",
                        "reporting-pools",
                        "proxies",
                        "who-looked",
                        "contact-preferences",
                        "break-glass",
                        "disclosure-notices",
                        "explain-access",
                        // Answered by result-service: the route table leads there.
                        "everything",
                        "summary"));
    }

    private static void requireNhsNumber(String value) {
        var prefix = IdentifierSystems.NHS_NUMBER + "|";
        for (var alternative : value.split(",")) {
            if (alternative.startsWith(prefix)) {
                var digits = alternative.substring(prefix.length());
                if (NhsNumber.parse(digits)
                        .filter(number -> number.value().equals(digits))
                        .isEmpty()) {
                    throw ProblemException.of(
                            ProblemCode.INVALID_NHS_NUMBER,
                            "This is not an NHS number: it needs ten digits with a right modulus 11 check digit.",
                            "identifier");
                }
            }
        }
    }

    private static void requireDemographics(MultivaluedMap<String, String> parameters) {
        var missing = new ArrayList<String>();
        for (var name : List.of("family", "birthdate")) {
            if (!parameters.containsKey(name)) {
                missing.add(name);
            }
        }
        if (!missing.isEmpty()) {
            throw ProblemException.of(
                    ProblemCode.MISSING_VALUE,
                    "Search by identifier or _id, or by family and birthdate together; missing: "
                            + String.join(", ", missing) + ".",
                    missing.toArray(String[]::new));
        }
    }

    /// Counts at most one more than may be shown.
    private Uni<Void> requireFew(MultivaluedMap<String, String> parameters) {
        var bounded = new MultivaluedHashMap<String, String>(parameters);
        bounded.remove("_cursor");
        bounded.putSingle("_count", String.valueOf(maxMatches));
        var query = SEARCH.parse(bounded);
        return pool.preparedQuery("select count(*) from (" + query.sql() + ") found")
                .execute(Tuple.from(query.arguments()))
                .invoke(rows -> {
                    if (rows.iterator().next().getLong(0) > maxMatches) {
                        throw ProblemException.of(
                                ProblemCode.TOO_COSTLY,
                                "More than " + maxMatches + " patients match. Add given, or search by NHS number.");
                    }
                })
                .replaceWithVoid();
    }
}
