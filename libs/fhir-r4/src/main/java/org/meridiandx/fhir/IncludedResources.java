package org.meridiandx.fhir;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import org.meridiandx.access.Access;
import org.meridiandx.access.Action;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.Caller;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Fetches what a page of hits brings along: one query for each include, however many hits there are,
/// and each row decided as if it had been searched for.
@ApplicationScoped
class IncludedResources {
    private static final int MOST = 1000;
    private final Pool pool;
    private final Access access;
    private final ShownRows shown;

    IncludedResources(Pool pool, Access access, ShownRows shown) {
        this.pool = pool;
        this.access = access;
        this.shown = shown;
    }

    /// What the caller may see of one type.
    record Group(SearchDefinition type, List<StoredResource> resources) {
        Group {
            resources = List.copyOf(resources);
        }

        /// What hits leave in the audit: that there is nothing of a patient's is told too.
        List<AuditEntry> trailOfHits(SearchQuery query) {
            return resources.isEmpty() && query.isFirstPage() && namesPatient(type, query)
                    ? List.of(AuditEntry.search(
                            type.resourceType(), List.of(), query.patientId().orElse(""), query.shape()))
                    : trail(query);
        }

        /// What was shown, patient by patient.
        List<AuditEntry> trail(SearchQuery query) {
            if (type.isDirectory()) {
                return List.of();
            }
            var byPatient = new LinkedHashMap<String, List<String>>();
            resources.forEach(resource -> byPatient
                    .computeIfAbsent(resource.patientId(), patient -> new ArrayList<>())
                    .add(resource.id()));
            return byPatient.entrySet().stream()
                    .map(entry ->
                            AuditEntry.search(type.resourceType(), entry.getValue(), entry.getKey(), query.shape()))
                    .toList();
        }
    }

    /// Whether a search asks about somebody, so that finding nothing tells about them. The log of the
    /// audit is left out: what is written down about an empty search there, the next one would find.
    private static boolean namesPatient(SearchDefinition type, SearchQuery query) {
        return type.resourceType().equals("Patient")
                || !type.resourceType().equals("AuditEvent")
                        && type.parameters().values().stream()
                                .filter(parameter -> parameter instanceof SearchParameter.Reference reference
                                        && reference.target().equals("Patient"))
                                .anyMatch(parameter ->
                                        List.of(query.shape().split("&")).contains(parameter.name()));
    }

    /// @param hits what the page shows; what it holds already is not brought along again
    /// @return one group for each include; fails with [ProblemException] 422 where it is too much
    Uni<List<Group>> of(Caller caller, Group hits, SearchQuery query) {
        if (query.includes().isEmpty() || hits.resources().isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        var there = new HashSet<String>();
        hits.resources().forEach(hit -> there.add(hits.type().resourceType() + "/" + hit.id()));
        return Multi.createFrom()
                .iterable(query.includes())
                .onItem()
                .transformToUniAndConcatenate(include -> rows(include, hits.resources())
                        .map(found -> found.stream()
                                .filter(row -> there.add(include.held().get().resourceType() + "/" + row.id()))
                                .toList())
                        .chain(found -> allowed(caller, include.held().get(), query, found)))
                .collect()
                .asList();
    }

    private Uni<List<StoredResource>> rows(SearchInclude include, List<StoredResource> hits) {
        var ids = include.idsFor(hits);
        if (ids.length == 0) {
            return Uni.createFrom().item(List.of());
        }
        return pool.preparedQuery(include.sql(MOST)).execute(Tuple.of(ids)).map(rows -> {
            if (rows.size() > MOST) {
                throw ProblemException.of(
                        ProblemCode.TOO_COSTLY,
                        "More than " + MOST + " resources come with this page. Ask for smaller pages (_count).",
                        include.parameter());
            }
            var found = new ArrayList<StoredResource>(rows.size());
            rows.forEach(row -> found.add(SearchHit.resourceOf(row)));
            return found;
        });
    }

    private Uni<Group> allowed(Caller caller, SearchDefinition type, SearchQuery query, List<StoredResource> found) {
        if (type.isDirectory()) {
            return Uni.createFrom().item(new Group(type, found));
        }
        var questions = found.stream()
                .map(row -> row.question(Action.SEARCH, type.resourceType()))
                .toList();
        var mayMask = Mask.isHarmless(type.resourceType(), query.shape());
        var allowed = access.decide(caller, questions).map(decisions -> {
            var kept = new ArrayList<StoredResource>(found.size());
            for (var i = 0; i < found.size(); i++) {
                var decision = decisions.get(i);
                if (decision.isAllowed() && (mayMask || !decision.isMasked())) {
                    kept.add(Mask.of(decision, found.get(i)));
                }
            }
            return (List<StoredResource>) kept;
        });
        return shown.of(caller, type.resourceType(), allowed, Function.identity())
                .map(kept -> new Group(type, kept));
    }
}
