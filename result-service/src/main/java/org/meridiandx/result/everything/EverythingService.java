package org.meridiandx.result.everything;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.fhir.StoredResources;
import org.meridiandx.result.reports.ResultBundle;
import org.meridiandx.result.reports.ResultBundle.Typed;

/// `Patient/[id]/$everything`: the searches of all types one after another, with their decisions and traces, on pages
/// of one size.
@ApplicationScoped
public class EverythingService {
    private final StoredResources stored;
    private final String baseUrl;

    EverythingService(StoredResources stored, @ConfigProperty(name = "meridian.issuer") String baseUrl) {
        this.stored = stored;
        this.baseUrl = baseUrl;
    }

    /// What a page holds so far.
    ///
    /// @param next address of the page that follows
    private record Filled(List<Typed> resources, Optional<String> next) {}

    /// @return 200 with a searchset Bundle; fails with 400, 403 (also where the scope of one type is missing) or 503
    Uni<Response> everything(Caller caller, EverythingQuery query) {
        return fill(caller, query, List.of())
                .map(page -> FhirResponses.ok(ResultBundle.page(baseUrl, page.resources(), page.next())));
    }

    private Uni<Filled> fill(Caller caller, EverythingQuery query, List<Typed> before) {
        var type = query.types().getFirst();
        return stored.page(caller, type.definition(), query.search(query.count() - before.size()))
                .chain(page -> {
                    var all = new ArrayList<>(before);
                    page.resources().forEach(one -> all.add(new Typed(type.fhirName(), one)));
                    if (page.next().isPresent()) {
                        return Uni.createFrom()
                                .item(new Filled(all, page.next().map(cursor -> query.address(baseUrl, cursor))));
                    }
                    var following = query.ofNextType();
                    if (following.isEmpty()) {
                        return Uni.createFrom().item(new Filled(all, Optional.empty()));
                    }
                    return all.size() < query.count()
                            ? fill(caller, following.get(), all)
                            : Uni.createFrom().item(new Filled(all, following.map(next -> next.address(baseUrl, ""))));
                });
    }
}
