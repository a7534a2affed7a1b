package org.meridiandx.result.followup.worklists;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.result.resources.ResourceTree;

/// Work lists as plain JSON.
@Path("/results/follow-ups")
public class PlainListResource {
    private final WorklistService worklists;
    private final CurrentCaller current;
    private final String baseUrl;

    PlainListResource(
            WorklistService worklists,
            CurrentCaller current,
            @ConfigProperty(name = "meridian.issuer") String baseUrl) {
        this.worklists = worklists;
        this.current = current;
        this.baseUrl = baseUrl;
    }

    @GET
    @Produces("application/json")
    public Uni<byte[]> list(UriInfo uri) {
        var query = ListQuery.parse(uri.getQueryParameters());
        return worklists.page(current.get(), query).map(page -> ResourceTree.write(plain(query, page)));
    }

    private ObjectNode plain(ListQuery query, WorklistService.Page page) {
        var json = ResourceTree.object();
        json.put("list", query.list().code());
        var items = json.putArray("items");
        page.lines().forEach(line -> items.add(FollowUpJson.of(line)));
        page.next().ifPresent(next -> json.put("next", baseUrl + "/results/follow-ups" + query.from(next)));
        return json;
    }
}
