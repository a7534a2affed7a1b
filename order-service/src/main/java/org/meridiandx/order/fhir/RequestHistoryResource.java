package org.meridiandx.order.fhir;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import org.meridiandx.access.Action;
import org.meridiandx.access.Caller;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// `/fhir/R4/ServiceRequest/[id]/_history`: earlier versions of a request, for those who may read
/// the present one.
///
/// It uses the PostgreSQL client, as reads of the present version do: rows are copied as they were served.
@Path("/fhir/R4/ServiceRequest/{id}/_history")
public class RequestHistoryResource {
    private static final String SELECT = "select version, last_updated, content from service_request_history"
            + " where id = $1 and ($2 = 0 or version = $2) order by version desc limit 200";
    private final Pool pool;
    private final RecordAccess access;
    private final CurrentCaller caller;

    RequestHistoryResource(Pool pool, RecordAccess access, CurrentCaller caller) {
        this.pool = pool;
        this.access = access;
        this.caller = caller;
    }

    @GET
    public Uni<Response> history(@PathParam("id") String id) {
        return versions(caller.get(), id, 0).map(versions -> FhirResponses.ok(bundleOf(id, versions)));
    }

    @GET
    @Path("{version}")
    public Uni<Response> version(
            @PathParam("id") String id, @PathParam("version") String version, @Context HttpHeaders headers) {
        var number = numberOf(version);
        if (number < 1) {
            throw missing();
        }
        return versions(caller.get(), id, number).map(versions -> {
            if (versions.isEmpty()) {
                throw missing();
            }
            return FhirResponses.found(versions.getFirst(), headers.getHeaderString(HttpHeaders.IF_NONE_MATCH));
        });
    }

    private Uni<List<StoredResource>> versions(Caller who, String id, int version) {
        access.requireScope(who, Action.READ, RequestResource.TYPE);
        return access.find(RequestSearches.SERVICE_REQUEST, id)
                .chain(present -> access.disclose(who, RequestResource.TYPE, present)
                        .chain(decision -> load(present, version)
                                .map(versions -> versions.stream()
                                        .map(one -> one.shownBy(decision))
                                        .toList())));
    }

    private Uni<List<StoredResource>> load(StoredResource present, int version) {
        return pool.preparedQuery(SELECT)
                .execute(Tuple.of(present.id(), version))
                .map(rows -> {
                    var versions = new ArrayList<StoredResource>(rows.size());
                    rows.forEach(row -> versions.add(new StoredResource(
                            present.id(),
                            row.getInteger(0),
                            row.getOffsetDateTime(1).toInstant(),
                            present.patientId(),
                            present.organisations(),
                            row.getBuffer(2).getBytes())));
                    return versions;
                });
    }

    private static byte[] bundleOf(String id, List<StoredResource> versions) {
        var bundle = JsonNodeFactory.instance.objectNode();
        bundle.put("resourceType", "Bundle").put("type", "history").put("total", versions.size());
        var json = Buffer.buffer(bundle.toString());
        var out = Buffer.buffer().appendBuffer(json, 0, json.length() - 1).appendString(",\"entry\":[");
        for (var i = 0; i < versions.size(); i++) {
            var version = versions.get(i);
            var method = version.version() == 1 ? "POST" : "PUT";
            var url = version.version() == 1 ? RequestResource.TYPE : RequestResource.TYPE + "/" + id;
            out.appendString(i == 0 ? "{\"resource\":" : ",{\"resource\":")
                    .appendBytes(version.content())
                    .appendString(",\"request\":{\"method\":\"" + method + "\",\"url\":\"" + url
                            + "\"},\"response\":{\"status\":\"200\",\"etag\":\"W/\\\"" + version.version()
                            + "\\\"\",\"lastModified\":\"" + version.lastUpdated() + "\"}}");
        }
        return out.appendString("]}").getBytes();
    }

    private static int numberOf(String version) {
        try {
            return Integer.parseInt(version);
        } catch (NumberFormatException bad) {
            throw missing();
        }
    }

    private static ProblemException missing() {
        return ProblemException.of(ProblemCode.NOT_FOUND, "There is no such version here.");
    }
}
