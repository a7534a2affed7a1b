package org.meridiandx.fhir;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.meridiandx.access.Access;
import org.meridiandx.access.Action;
import org.meridiandx.access.Caller;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// The rows of searches that the caller may see: one query and one question about access for a page,
/// however many hits it has, and one query more for each `_has`.
@ApplicationScoped
class SearchPages {
    private static final String IN_FORCE = "select patient_id from patient_standing where recorded_patient_id = $1";
    private static final String IN_FORCE_OF_RECORD = "select patient_id from patient where id = $1";
    private static final int MOST_ROUNDS = 10;
    private static final String ROWS_OF_A_ROUND = "200";
    private final Pool pool;
    private final Access access;
    private final ShownRows shown;

    SearchPages(Pool pool, Access access, ShownRows shown) {
        this.pool = pool;
        this.access = access;
        this.shown = shown;
    }

    /// A search as it was asked.
    record Asked(Caller caller, SearchDefinition type, MultivaluedMap<String, String> parameters, SearchQuery query) {

        Asked after(SearchHit last) {
            var following = new MultivaluedHashMap<String, String>(parameters);
            following.putSingle("_cursor", SearchCursor.after(last));
            following.putSingle("_count", ROWS_OF_A_ROUND);
            return new Asked(caller, type, following, type.parse(following));
        }
    }

    /// The patient for whom a record counts now, where the type follows merges.
    Uni<String> inForce(SearchDefinition type, String patientId) {
        if (!type.isFollowingMerges() && !type.isAcrossMergedRecords()) {
            return Uni.createFrom().item(patientId);
        }
        return pool.preparedQuery(type.isFollowingMerges() ? IN_FORCE : IN_FORCE_OF_RECORD)
                .execute(Tuple.of(patientId))
                .map(rows ->
                        rows.size() == 0 ? patientId : rows.iterator().next().getString(0));
    }

    /// Reads on past rows that the caller may not see until the page is full, so that neither a short
    /// page nor a link to a next one tells that they are there.
    ///
    /// @return fails with [ProblemException] 422 where too much is passed over
    Uni<SearchPage> page(Asked asked) {
        return page(asked, SearchPage.Gathered.none(asked.query().count()));
    }

    private Uni<SearchPage> page(Asked asked, SearchPage.Gathered before) {
        return rows(asked.query().sql(), asked.query().arguments())
                .chain(found -> allowed(asked, found, mayMask(asked)).chain(more -> {
                    var gathered = before.with(more);
                    if (gathered.isFull() || found.size() <= asked.query().count()) {
                        return Uni.createFrom().item(gathered.page());
                    }
                    if (gathered.round() > MOST_ROUNDS) {
                        return gathered.kept().isEmpty()
                                ? Uni.createFrom().failure(tooBroad())
                                : Uni.createFrom().item(gathered.pageToBeContinued());
                    }
                    return page(asked.after(found.getLast()), gathered);
                }));
    }

    /// All rows that the caller may see, without what they say.
    ///
    /// @return fails with [ProblemException] 422 where there are more rows than are counted
    Uni<List<SearchHit>> outlines(Asked asked, boolean mayMask) {
        var form = asked.query().form();
        return rows(form.countSql(), form.countArguments())
                .chain(found -> found.size() > SearchForm.MOST_COUNTED
                        ? Uni.createFrom().failure(tooManyToCount())
                        : allowed(asked, found, mayMask));
    }

    private Uni<List<SearchHit>> rows(String sql, List<Object> arguments) {
        return pool.preparedQuery(sql).execute(Tuple.from(arguments)).map(rows -> {
            var found = new ArrayList<SearchHit>(rows.size());
            rows.forEach(row -> found.add(SearchHit.of(row)));
            return found;
        });
    }

    /// Whether a masked row may be shown: to find it by what is masked tells what that is.
    static boolean mayMask(Asked asked) {
        return Mask.isHarmless(asked.type().resourceType(), asked.query().shape());
    }

    /// What may be shown of the rows that may be shown.
    private Uni<List<SearchHit>> allowed(Asked asked, List<SearchHit> found, boolean mayMask) {
        // nothing found is decided too: while nobody can decide, an empty answer would tell that there is nothing
        return found.isEmpty() || asked.query().having().isEmpty()
                ? decided(asked, found, mayMask)
                : named(asked, found).chain(kept -> decided(asked, kept, mayMask));
    }

    private Uni<List<SearchHit>> decided(Asked asked, List<SearchHit> found, boolean mayMask) {
        if (asked.type().isDirectory()) {
            return Uni.createFrom().item(found);
        }
        var name = asked.type().resourceType();
        var requests = found.stream()
                .map(hit -> hit.resource().question(Action.SEARCH, name))
                .toList();
        var allowed = access.decide(asked.caller(), requests).map(decisions -> {
            var kept = new ArrayList<SearchHit>(found.size());
            for (var i = 0; i < found.size(); i++) {
                var decision = decisions.get(i);
                if (decision.isAllowed() && (mayMask || !decision.isMasked())) {
                    var hit = found.get(i);
                    kept.add(hit.showing(Mask.of(decision, hit.resource())));
                }
            }
            return (List<SearchHit>) kept;
        });
        return shown.of(asked.caller(), name, allowed, SearchHit::resource);
    }

    /// Those hits of whom, for each `_has`, the caller may see one resource that names them.
    private Uni<List<SearchHit>> named(Asked asked, List<SearchHit> found) {
        var ids = found.stream().map(hit -> hit.resource().id()).toArray(String[]::new);
        return Multi.createFrom()
                .iterable(asked.query().having())
                .onItem()
                .transformToUniAndConcatenate(has -> namedBy(asked.caller(), has, ids))
                .collect()
                .asList()
                .map(sets -> found.stream()
                        .filter(hit -> sets.stream()
                                .allMatch(set -> set.contains(hit.resource().id())))
                        .toList());
    }

    private Uni<Set<String>> namedBy(Caller caller, SearchHas.Asked has, String[] ids) {
        var arguments =
                Stream.concat(has.arguments().stream(), Stream.of((Object) ids)).toList();
        return pool.preparedQuery(has.sql()).execute(Tuple.from(arguments)).chain(rows -> {
            if (rows.size() > SearchHas.MOST_ROWS) {
                return Uni.createFrom().failure(tooBroad());
            }
            var all = new ArrayList<Row>(rows.size());
            rows.forEach(all::add);
            return visible(caller, has.held(), all);
        });
    }

    private Uni<Set<String>> visible(Caller caller, SearchDefinition type, List<Row> rows) {
        var requests = rows.stream()
                .map(row -> SearchHit.resourceOf(row).question(Action.SEARCH, type.resourceType()))
                .toList();
        var allowed = access.decide(caller, requests).map(decisions -> {
            var seen = new ArrayList<Row>(rows.size());
            for (var i = 0; i < rows.size(); i++) {
                if (decisions.get(i).isAllowed() && !decisions.get(i).isMasked()) {
                    seen.add(rows.get(i));
                }
            }
            return (List<Row>) seen;
        });
        return shown.of(caller, type.resourceType(), allowed, SearchHit::resourceOf)
                .map(seen -> seen.stream()
                        .map(row -> Objects.requireNonNull(row.getString("hit_id")))
                        .collect(Collectors.toSet()));
    }

    private static ProblemException tooBroad() {
        return ProblemException.of(
                ProblemCode.TOO_COSTLY,
                "The search is too broad. Narrow it, for example by patient, identifier or _lastUpdated.");
    }

    private static ProblemException tooManyToCount() {
        return ProblemException.of(
                ProblemCode.TOO_COSTLY,
                "More than " + SearchForm.MOST_COUNTED
                        + " are not counted. Narrow the search, or ask for it without a total.",
                "_total");
    }
}
