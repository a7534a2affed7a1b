package org.meridiandx.order.fhir.history;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.access.Action;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.fhir.SearchDefinition;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.order.fhir.RecordAccess;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Earlier versions of a record, for those who may read the present one, each audited as a read.
///
/// It uses the PostgreSQL client, as reads of the present version do: rows are copied as they were served.
@ApplicationScoped
class Versions {
    private static final int MOST = 200;
    private static final String SELECT = """
            select version, last_updated, content from %s_history
            where id = $1 and ($2 = 0 or version = $2) order by version desc limit\s""" + MOST;
    private final Pool pool;
    private final RecordAccess access;
    private final String baseUrl;

    Versions(Pool pool, RecordAccess access, @ConfigProperty(name = "meridian.issuer") String issuer) {
        this.pool = pool;
        this.access = access;
        this.baseUrl = issuer + "/fhir/R4/";
    }

    /// @return 200 with a history Bundle of the newest 200 versions; fails with [ProblemException] 403 or 404
    Uni<Response> history(Caller who, SearchDefinition type, String id) {
        return versions(who, type, id, 0)
                .map(versions -> FhirResponses.ok(bundleOf(type.resourceType(), id, versions)));
    }

    /// @param version as it stands in the address
    /// @return fails with [ProblemException] 403 or 404
    Uni<StoredResource> version(Caller who, SearchDefinition type, String id, String version) {
        var number = numberOf(version);
        return versions(who, type, id, number)
                .map(found -> found.stream().findFirst().orElseThrow(Versions::missing));
    }

    static Response answer(StoredResource version, HttpHeaders headers) {
        return FhirResponses.found(version, headers.getHeaderString(HttpHeaders.IF_NONE_MATCH));
    }

    private Uni<List<StoredResource>> versions(Caller who, SearchDefinition type, String id, int version) {
        access.requireScope(who, Action.READ, type.resourceType());
        return access.find(type, id)
                .chain(present -> access.disclose(who, type.resourceType(), present)
                        .chain(decision -> load(type, present, version)
                                .map(versions -> versions.stream()
                                        .map(one -> one.shownBy(decision))
                                        .toList())));
    }

    private Uni<List<StoredResource>> load(SearchDefinition type, StoredResource present, int version) {
        return pool.preparedQuery(SELECT.formatted(type.table()))
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

    private byte[] bundleOf(String type, String id, List<StoredResource> versions) {
        var bundle = JsonNodeFactory.instance.objectNode();
        bundle.put("resourceType", "Bundle").put("type", "history").put("total", versions.size());
        var json = Buffer.buffer(bundle.toString());
        var out = Buffer.buffer().appendBuffer(json, 0, json.length() - 1).appendString(",\"entry\":[");
        for (var i = 0; i < versions.size(); i++) {
            var version = versions.get(i);
            var method = version.version() == 1 ? "POST" : "PUT";
            var url = version.version() == 1 ? type : type + "/" + id;
            out.appendString((i == 0 ? "" : ",") + "{\"fullUrl\":\"" + baseUrl + type + "/" + id + "\",\"resource\":")
                    .appendBytes(version.content())
                    .appendString(",\"request\":{\"method\":\"" + method + "\",\"url\":\"" + url
                            + "\"},\"response\":{\"status\":\"200\",\"etag\":\"W/\\\"" + version.version()
                            + "\\\"\",\"lastModified\":\"" + version.lastUpdated() + "\"}}");
        }
        return out.appendString("]}").getBytes();
    }

    private static int numberOf(String version) {
        try {
            var number = Integer.parseInt(version);
            if (number >= 1) {
                return number;
            }
        } catch (NumberFormatException bad) {
            throw missing();
        }
        throw missing();
    }

    private static ProblemException missing() {
        return ProblemException.of(ProblemCode.NOT_FOUND, "There is no such version here.");
    }
}
