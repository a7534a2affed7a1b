package org.meridiandx.result.followup.worklists;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.result.resources.ResourceTree;

/// Work lists as a Bundle of Tasks.
@Path("/fhir/R4")
public class WorklistResource {
    private final WorklistService worklists;
    private final CurrentCaller current;
    private final String baseUrl;

    WorklistResource(
            WorklistService worklists,
            CurrentCaller current,
            @ConfigProperty(name = "meridian.issuer") String baseUrl) {
        this.worklists = worklists;
        this.current = current;
        this.baseUrl = baseUrl;
    }

    /// The list as a searchset of Tasks.
    @GET
    @Path("DiagnosticReport/{operation:(\\$|%24)follow-ups}")
    public Uni<Response> tasks(UriInfo uri) {
        var query = ListQuery.parse(uri.getQueryParameters());
        return worklists
                .page(current.get(), query)
                .map(page -> FhirResponses.ok(ResourceTree.write(bundle(query, page))));
    }

    private ObjectNode bundle(ListQuery query, WorklistService.Page page) {
        var path = baseUrl + "/fhir/R4/DiagnosticReport/$follow-ups";
        var bundle = ResourceTree.resource("Bundle").put("type", "searchset");
        var links = bundle.putArray("link");
        links.addObject().put("relation", "self").put("url", path + query.from(query.after()));
        page.next().ifPresent(next -> links.addObject().put("relation", "next").put("url", path + query.from(next)));
        var entries = bundle.putArray("entry");
        for (var line : page.lines()) {
            var entry = entries.addObject();
            entry.put(
                    "fullUrl",
                    baseUrl + "/fhir/R4/DiagnosticReport/" + line.loop().reportId() + "/$follow-up");
            entry.set("resource", FollowUpTask.of(line));
            entry.putObject("search").put("mode", "match");
        }
        if (entries.isEmpty()) {
            bundle.remove("entry");
        }
        return bundle;
    }
}
