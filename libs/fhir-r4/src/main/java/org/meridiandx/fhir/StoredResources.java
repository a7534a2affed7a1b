package org.meridiandx.fhir;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.meridiandx.access.Access;
import org.meridiandx.access.AccessDecision;
import org.meridiandx.access.AccessRequest;
import org.meridiandx.access.Action;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Reads and searches, alike for every resource type: scope, SQL, decision on the rows, durable
/// audit, stored bytes.
///
/// It uses the PostgreSQL client and not Hibernate: a read is one indexed row whose bytes are
/// copied to the wire, and a search is SQL made from its declaration. Nobody gets a row, a count or
/// a link that the decision does not cover.
@ApplicationScoped
public class StoredResources {
    private static final String IN_FORCE = "select patient_id from patient_standing where recorded_patient_id = $1";
    private static final String IN_FORCE_OF_RECORD = "select patient_id from patient where id = $1";
    private static final int MOST_ROUNDS = 10;
    private static final String ROWS_OF_A_ROUND = "200";
    private final Pool pool;
    private final Access access;
    private final AuditTrail audit;
    private final IncludedResources included;
    private final String baseUrl;

    StoredResources(
            Pool pool,
            Access access,
            AuditTrail audit,
            IncludedResources included,
            @ConfigProperty(name = "meridian.issuer") String baseUrl) {
        this.pool = pool;
        this.access = access;
        this.audit = audit;
        this.included = included;
        this.baseUrl = baseUrl;
    }

    /// Serves `GET [type]/[id]`.
    ///
    /// @return 200 or 304; fails with [ProblemException] 403, 404 or 503
    public Uni<Response> read(Caller caller, SearchDefinition type, String id, @Nullable String ifNoneMatch) {
        access.requireScope(caller, Action.READ, type.resourceType());
        return find(type, id)
                .map(found -> found.orElseThrow(() -> notFound(type)))
                .chain(resource -> disclose(caller, type, resource))
                .map(shown -> FhirResponses.found(shown, ifNoneMatch));
    }

    /// Serves `GET [type]?…` and `POST [type]/_search`.
    ///
    /// A search that names one patient the caller may not see is refused; any other shows the rows
    /// that are allowed.
    ///
    /// @return 200 with a searchset Bundle; fails with [ProblemException] 400, 403 or 503
    public Uni<Response> search(Caller caller, SearchDefinition type, MultivaluedMap<String, String> parameters) {
        access.requireScope(caller, Action.SEARCH, type.resourceType());
        var query = type.parse(parameters);
        return requirePatient(caller, type, query)
                .chain(() -> page(caller, type, parameters, query))
                .chain(page -> answer(caller, type, parameters, query, page));
    }

    private Uni<Response> answer(
            Caller caller,
            SearchDefinition type,
            MultivaluedMap<String, String> parameters,
            SearchQuery query,
            SearchPage page) {
        var hits = new IncludedResources.Group(type, page.resources());
        return included.of(caller, hits, query)
                .call(groups -> recordShown(caller, hits, groups, query))
                .map(groups -> FhirResponses.ok(bundleOf(type, parameters, query, page, groups)));
    }

    /// One stored row, without any decision: for services that decide themselves.
    public Uni<Optional<StoredResource>> find(SearchDefinition type, String id) {
        var sql = type.selected() + " where id = $1";
        return pool.preparedQuery(sql).execute(Tuple.of(id)).map(rows -> first(rows));
    }

    /// The same for several rows with one query, in no order; ids that name none are passed over.
    public Uni<List<StoredResource>> findThese(SearchDefinition type, Set<String> ids) {
        return pool.preparedQuery(type.selected() + " where id = any($1)")
                .execute(Tuple.of(ids.toArray(String[]::new)))
                .map(rows -> {
                    var found = new ArrayList<StoredResource>(rows.size());
                    rows.forEach(row -> found.add(SearchHit.resourceOf(row)));
                    return List.copyOf(found);
                });
    }

    private Uni<Void> recordShown(
            Caller caller, IncludedResources.Group hits, List<IncludedResources.Group> groups, SearchQuery query) {
        var entries = new ArrayList<>(hits.trailOfHits(query));
        groups.forEach(group -> entries.addAll(group.trail(query)));
        return entries.isEmpty() && hits.type().isDirectory()
                ? Uni.createFrom().voidItem()
                : audit.record(caller, entries);
    }

    /// @return what may be shown of it
    private Uni<StoredResource> disclose(Caller caller, SearchDefinition type, StoredResource resource) {
        if (type.isDirectory()) {
            return Uni.createFrom().item(resource);
        }
        return access.decide(caller, List.of(resource.question(Action.READ, type.resourceType())))
                .chain(decisions -> switch (decisions.getFirst()) {
                    case AccessDecision.Allowed allowed ->
                        audit.record(
                                        caller,
                                        List.of(AuditEntry.read(
                                                type.resourceType(), resource.id(), resource.patientId())))
                                .replaceWith(() -> Mask.of(allowed, resource));
                    case AccessDecision.Denied denied -> refuse(caller, type, resource, denied);
                });
    }

    private Uni<StoredResource> refuse(
            Caller caller, SearchDefinition type, StoredResource resource, AccessDecision.Denied denied) {
        var entry =
                AuditEntry.denied("read", type.resourceType(), resource.id(), resource.patientId(), denied.reason());
        return audit.record(caller, List.of(entry))
                .replaceWith(resource)
                .onItem()
                .failWith(() -> noRelationship());
    }

    private Uni<Void> requirePatient(Caller caller, SearchDefinition type, SearchQuery query) {
        if (query.patientId().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return inForce(type, query.patientId().get()).chain(patientId -> requirePatient(caller, type, patientId));
    }

    /// The patient for whom a record counts now, where the type follows merges.
    private Uni<String> inForce(SearchDefinition type, String patientId) {
        if (!type.isFollowingMerges() && !type.isAcrossMergedRecords()) {
            return Uni.createFrom().item(patientId);
        }
        return pool.preparedQuery(type.isFollowingMerges() ? IN_FORCE : IN_FORCE_OF_RECORD)
                .execute(Tuple.of(patientId))
                .map(rows ->
                        rows.size() == 0 ? patientId : rows.iterator().next().getString(0));
    }

    private Uni<Void> requirePatient(Caller caller, SearchDefinition type, String patientId) {
        var request = AccessRequest.searchGate(type.resourceType(), patientId);
        return access.decide(caller, List.of(request)).chain(decisions -> {
            if (decisions.getFirst() instanceof AccessDecision.Denied denied) {
                var entry = AuditEntry.denied("search-type", type.resourceType(), "", patientId, denied.reason());
                return audit.record(caller, List.of(entry)).onItem().failWith(() -> noRelationship());
            }
            return Uni.createFrom().voidItem();
        });
    }

    private Uni<List<SearchHit>> rows(SearchQuery query) {
        return pool.preparedQuery(query.sql())
                .execute(Tuple.from(query.arguments()))
                .map(rows -> {
                    var found = new ArrayList<SearchHit>(rows.size());
                    rows.forEach(row -> found.add(SearchHit.of(row)));
                    return found;
                });
    }

    /// Reads on past rows that the caller may not see until the page is full, so that neither a short
    /// page nor a link to a next one tells that they are there.
    private Uni<SearchPage> page(
            Caller caller, SearchDefinition type, MultivaluedMap<String, String> parameters, SearchQuery query) {
        return page(caller, type, parameters, query, SearchPage.Gathered.none(query.count()));
    }

    private Uni<SearchPage> page(
            Caller caller,
            SearchDefinition type,
            MultivaluedMap<String, String> parameters,
            SearchQuery query,
            SearchPage.Gathered before) {
        return rows(query)
                .chain(found -> allowed(caller, type, query, found).chain(more -> {
                    var gathered = before.with(more);
                    if (gathered.isFull() || found.size() <= query.count()) {
                        return Uni.createFrom().item(gathered.page());
                    }
                    if (gathered.round() > MOST_ROUNDS) {
                        return gathered.kept().isEmpty()
                                ? Uni.createFrom().failure(tooBroad())
                                : Uni.createFrom().item(gathered.pageToBeContinued());
                    }
                    var following = new MultivaluedHashMap<String, String>(parameters);
                    following.putSingle("_cursor", SearchCursor.after(found.getLast()));
                    following.putSingle("_count", ROWS_OF_A_ROUND);
                    return page(caller, type, parameters, type.parse(following), gathered);
                }));
    }

    /// What may be shown of the rows that may be shown.
    private Uni<List<SearchHit>> allowed(
            Caller caller, SearchDefinition type, SearchQuery query, List<SearchHit> found) {
        if (type.isDirectory()) {
            return Uni.createFrom().item(found);
        }
        var requests = found.stream()
                .map(hit -> hit.resource().question(Action.SEARCH, type.resourceType()))
                .toList();
        return access.decide(caller, requests).map(decisions -> {
            var kept = new ArrayList<SearchHit>(found.size());
            var mayMask = Mask.isHarmless(type.resourceType(), query.shape());
            for (var i = 0; i < found.size(); i++) {
                var decision = decisions.get(i);
                if (decision.isAllowed() && (mayMask || !decision.isMasked())) {
                    var hit = found.get(i);
                    kept.add(hit.showing(Mask.of(decision, hit.resource())));
                }
            }
            return kept;
        });
    }

    private io.vertx.core.buffer.Buffer bundleOf(
            SearchDefinition type,
            MultivaluedMap<String, String> parameters,
            SearchQuery query,
            SearchPage page,
            List<IncludedResources.Group> groups) {
        var next = page.continuesAfter().map(last -> url(type, parameters, Optional.of(SearchCursor.after(last))));
        var isWhole = query.isFirstPage() && next.isEmpty();
        return SearchBundle.of(
                baseUrl,
                new IncludedResources.Group(type, page.resources()),
                groups,
                new SearchBundle.Links(url(type, parameters, Optional.empty()), next),
                isWhole ? Optional.of(page.resources().size()) : Optional.empty());
    }

    private String url(SearchDefinition type, MultivaluedMap<String, String> parameters, Optional<String> cursor) {
        var all = new MultivaluedHashMap<String, String>(parameters);
        cursor.ifPresent(value -> all.putSingle("_cursor", value));
        var query = new StringBuilder();
        all.forEach((name, values) -> values.forEach(value -> query.append(query.isEmpty() ? '?' : '&')
                .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8))));
        return baseUrl + "/fhir/R4/" + type.resourceType() + query;
    }

    private static Optional<StoredResource> first(RowSet<Row> rows) {
        var all = rows.iterator();
        return all.hasNext() ? Optional.of(SearchHit.resourceOf(all.next())) : Optional.empty();
    }

    private static ProblemException notFound(SearchDefinition type) {
        return ProblemException.of(ProblemCode.NOT_FOUND, "There is no " + type.resourceType() + " with this id here.");
    }

    private static ProblemException noRelationship() {
        return ProblemException.of(
                ProblemCode.ACCESS_DENIED,
                "The caller has no relationship with this patient that allows it. "
                        + "An order, a registration or an admission makes one.");
    }

    private static ProblemException tooBroad() {
        return ProblemException.of(
                ProblemCode.TOO_COSTLY,
                "The search is too broad. Narrow it, for example by patient, identifier or _lastUpdated.");
    }
}
