package org.meridiandx.fhir;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.meridiandx.access.Access;
import org.meridiandx.access.AccessDecision;
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
@Singleton
public class StoredResources {
    private final Pool pool;
    private final Access access;
    private final AuditTrail audit;
    private final ResourceSearch searches;
    private final ShownRows shown;

    StoredResources(Pool pool, Access access, AuditTrail audit, ResourceSearch searches, ShownRows shown) {
        this.pool = pool;
        this.access = access;
        this.audit = audit;
        this.searches = searches;
        this.shown = shown;
    }

    /// What a service holds back, for a while or for ever, from callers who may read the record: it is to them as if
    /// it did not exist. One bean of the service that does so.
    ///
    /// **Hazard:** a door at which it is not asked.
    public interface Withholding {
        /// Whether anything is ever held back from this caller; nothing else is asked where not.
        boolean concerns(Caller caller);

        /// @param rows which the caller may read; where they are masked or counted, without what they say
        /// @return ids of those that are not held back; fails where that cannot be found out
        Uni<Set<String>> shown(Caller caller, String resourceType, List<StoredResource> rows);
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
        return searches.answer(new SearchPages.Asked(caller, type, parameters, type.parse(parameters)));
    }

    /// One page of a search, decided and in the audit, for operations that put pages of several types together.
    ///
    /// @param resources as the caller may be shown them
    /// @param next `_cursor` of the page that follows, where there is one
    public record Page(List<StoredResource> resources, Optional<String> next) {
        public Page {
            resources = List.copyOf(resources);
        }
    }

    /// @return fails as [#search] does
    public Uni<Page> page(Caller caller, SearchDefinition type, MultivaluedMap<String, String> parameters) {
        access.requireScope(caller, Action.SEARCH, type.resourceType());
        return searches.page(new SearchPages.Asked(caller, type, parameters, type.parse(parameters)));
    }

    /// Ids of all that a search finds and the caller may see unmasked, for operations that make
    /// something of them. Who shows them leaves the trace.
    ///
    /// @return fails with [ProblemException] 400, 403 (which is written down), 422 for more than 5,000, 503
    public Uni<List<String>> visible(Caller caller, SearchDefinition type, MultivaluedMap<String, String> parameters) {
        access.requireScope(caller, Action.SEARCH, type.resourceType());
        return searches.visible(new SearchPages.Asked(caller, type, parameters, type.parse(parameters)));
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

    /// @return what may be shown of it
    private Uni<StoredResource> disclose(Caller caller, SearchDefinition type, StoredResource resource) {
        if (type.isDirectory()) {
            return Uni.createFrom().item(resource);
        }
        return access.decide(caller, List.of(resource.question(Action.READ, type.resourceType())))
                .chain(decisions -> switch (decisions.getFirst()) {
                    case AccessDecision.Allowed allowed ->
                        notWithheld(caller, type, resource)
                                .call(one -> audit.record(
                                        caller,
                                        List.of(AuditEntry.read(type.resourceType(), one.id(), one.patientId()))))
                                .map(one -> Mask.of(allowed, one));
                    case AccessDecision.Denied denied -> refuse(caller, type, resource, denied);
                });
    }

    private Uni<StoredResource> notWithheld(Caller caller, SearchDefinition type, StoredResource resource) {
        var found = Uni.createFrom().item(List.of(resource));
        return shown.of(caller, type.resourceType(), found, Function.identity())
                .map(rows -> rows.stream().findFirst().orElseThrow(() -> notFound(type)));
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

    private static Optional<StoredResource> first(RowSet<Row> rows) {
        var all = rows.iterator();
        return all.hasNext() ? Optional.of(SearchHit.resourceOf(all.next())) : Optional.empty();
    }

    private static ProblemException notFound(SearchDefinition type) {
        return ProblemException.of(ProblemCode.NOT_FOUND, "There is no " + type.resourceType() + " with this id here.");
    }

    static ProblemException noRelationship() {
        return ProblemException.of(
                ProblemCode.ACCESS_DENIED,
                "The caller has no relationship with this patient that allows it. "
                        + "An order, a registration or an admission makes one.");
    }
}
