package org.meridiandx.fhir;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.access.Access;
import org.meridiandx.access.AccessDecision;
import org.meridiandx.access.AccessRequest;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.fhir.IncludedResources.Group;

/// A search from the question to its Bundle: whether it may be asked, the page that may be shown, what
/// comes along, how many there are, and a durable trace of all that before the answer.
@ApplicationScoped
class ResourceSearch {
    /// Beyond these, who was counted is no disclosure about anybody.
    private static final int MOST_PATIENTS_TRACED = 20;

    private final Access access;
    private final AuditTrail audit;
    private final SearchPages pages;
    private final IncludedResources included;
    private final String baseUrl;

    ResourceSearch(
            Access access,
            AuditTrail audit,
            SearchPages pages,
            IncludedResources included,
            @ConfigProperty(name = "meridian.issuer") String baseUrl) {
        this.access = access;
        this.audit = audit;
        this.pages = pages;
        this.included = included;
        this.baseUrl = baseUrl;
    }

    /// All that is shown.
    ///
    /// @param counted patients of all rows that the caller may see, where they were counted
    private record Found(SearchPage page, List<Group> groups, Optional<List<String>> counted) {}

    /// @return 200 with a searchset Bundle; fails with [ProblemException] 403, 422 or 503
    Uni<Response> answer(SearchPages.Asked asked) {
        return requirePatient(asked)
                .chain(() -> found(asked))
                .call(found -> record(asked, found))
                .map(found -> FhirResponses.ok(bundleOf(asked, found)));
    }

    private Uni<Found> found(SearchPages.Asked asked) {
        var form = asked.query().form();
        if (!form.hasEntries()) {
            return counted(asked)
                    .map(all -> new Found(new SearchPage(List.of(), Optional.empty()), List.of(), Optional.of(all)));
        }
        var page = pages.page(asked)
                .chain(shown -> included.of(asked.caller(), new Group(asked.type(), shown.resources()), asked.query())
                        .map(groups -> new Found(shown, groups, Optional.empty())));
        return form.isCounted()
                ? page.chain(
                        found -> counted(asked).map(all -> new Found(found.page(), found.groups(), Optional.of(all))))
                : page;
    }

    /// The hits of one page, without what a Bundle would say of them.
    Uni<StoredResources.Page> page(SearchPages.Asked asked) {
        return requirePatient(asked)
                .chain(() -> found(asked))
                .call(found -> record(asked, found))
                .map(found -> new StoredResources.Page(
                        found.page().resources(), found.page().continuesAfter().map(SearchCursor::after)));
    }

    /// Ids of all that the caller may see unmasked, before they are shown.
    Uni<List<String>> visible(SearchPages.Asked asked) {
        return requirePatient(asked)
                .chain(() -> pages.outlines(asked, false))
                .map(hits -> hits.stream().map(hit -> hit.resource().id()).toList());
    }

    private Uni<List<String>> counted(SearchPages.Asked asked) {
        return pages.outlines(asked, SearchPages.mayMask(asked))
                .map(hits ->
                        hits.stream().map(hit -> hit.resource().patientId()).toList());
    }

    private Uni<Void> record(SearchPages.Asked asked, Found found) {
        var type = asked.type();
        var query = asked.query();
        var entries = new ArrayList<AuditEntry>();
        found.counted().ifPresent(all -> entries.addAll(ofCounted(asked, all)));
        if (query.form().hasEntries()) {
            entries.addAll(new Group(type, found.page().resources()).trailOfHits(query));
        }
        found.groups().forEach(group -> entries.addAll(group.trail(query)));
        return entries.isEmpty() && type.isDirectory()
                ? Uni.createFrom().voidItem()
                : audit.record(asked.caller(), entries);
    }

    /// That somebody has records, or has none, is told by a number too.
    private static List<AuditEntry> ofCounted(SearchPages.Asked asked, List<String> patients) {
        if (asked.type().isDirectory()) {
            return List.of();
        }
        var all = patients.stream().distinct().toList();
        var traced = all.isEmpty() || all.size() > MOST_PATIENTS_TRACED
                ? List.of(asked.query().patientId().orElse(""))
                : all;
        return traced.stream()
                .map(patient -> AuditEntry.search(
                        asked.type().resourceType(),
                        List.of(),
                        patient,
                        asked.query().shape()))
                .toList();
    }

    private Uni<Void> requirePatient(SearchPages.Asked asked) {
        var named = asked.query().patientId();
        return named.isEmpty()
                ? Uni.createFrom().voidItem()
                : pages.inForce(asked.type(), named.get()).chain(patientId -> requirePatient(asked, patientId));
    }

    private Uni<Void> requirePatient(SearchPages.Asked asked, String patientId) {
        var type = asked.type().resourceType();
        var request = AccessRequest.searchGate(type, patientId);
        return access.decide(asked.caller(), List.of(request)).chain(decisions -> {
            if (decisions.getFirst() instanceof AccessDecision.Denied denied) {
                var entry = AuditEntry.denied("search-type", type, "", patientId, denied.reason());
                return audit.record(asked.caller(), List.of(entry))
                        .onItem()
                        .failWith(() -> StoredResources.noRelationship());
            }
            return Uni.createFrom().voidItem();
        });
    }

    private Buffer bundleOf(SearchPages.Asked asked, Found found) {
        var next = found.page().continuesAfter().map(last -> url(asked, Optional.of(SearchCursor.after(last))));
        var isWhole = asked.query().isFirstPage() && next.isEmpty();
        var total = found.counted()
                .map(List::size)
                .or(() -> isWhole ? Optional.of(found.page().resources().size()) : Optional.empty());
        return SearchBundle.of(
                baseUrl,
                wanted(asked, new Group(asked.type(), found.page().resources())),
                found.groups().stream().map(group -> wanted(asked, group)).toList(),
                new SearchBundle.Links(url(asked, Optional.empty()), next),
                total);
    }

    private static Group wanted(SearchPages.Asked asked, Group group) {
        var form = asked.query().form();
        return form.subset().isEmpty()
                ? group
                : new Group(
                        group.type(),
                        group.resources().stream()
                                .map(one -> form.of(group.type().resourceType(), one))
                                .toList());
    }

    private String url(SearchPages.Asked asked, Optional<String> cursor) {
        var all = new MultivaluedHashMap<String, String>(asked.parameters());
        cursor.ifPresent(value -> all.putSingle("_cursor", value));
        var query = new StringBuilder();
        all.forEach((name, values) -> values.forEach(value -> query.append(query.isEmpty() ? '?' : '&')
                .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8))));
        return baseUrl + "/fhir/R4/" + asked.type().resourceType() + query;
    }
}
