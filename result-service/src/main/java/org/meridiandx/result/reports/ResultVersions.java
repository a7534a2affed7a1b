package org.meridiandx.result.reports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.access.Access;
import org.meridiandx.access.AccessDecision;
import org.meridiandx.access.Action;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.fhir.StoredResources;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.resources.KeptType;
import org.meridiandx.result.resources.ResourceTree;

/// The versions of a resource that is kept here: the current one and those that it took the place of.
///
/// An earlier version names the one that took its place, and the current one, in `Link` headers.
/// **Source:** RFC 5829 (`successor-version`, `latest-version`).
///
/// Plain statements: each version is a row whose bytes are copied to the wire.
@ApplicationScoped
public class ResultVersions {
    private static final String ALL = """
            select id, version, last_updated, patient_id, organisations, content from %s where id = $1
            union all
            select id, version, last_updated, patient_id, organisations, content from superseded_version
            where resource_type = '%s' and id = $1 and ($2::int = 0 or version = $2::int)
            order by version desc limit 1000""";
    /// For [#version]: the one that counts now.
    public static final int CURRENT = -1;
    /// For `ALL`: no version in particular.
    private static final int EVERY = 0;
    private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,8}");
    private final Pool pool;
    private final Access access;
    private final AuditTrail audit;
    private final StoredResources.Withholding withholding;
    private final String baseUrl;

    ResultVersions(
            Pool pool,
            Access access,
            AuditTrail audit,
            StoredResources.Withholding withholding,
            @ConfigProperty(name = "meridian.issuer") String baseUrl) {
        this.withholding = withholding;
        this.pool = pool;
        this.access = access;
        this.audit = audit;
        this.baseUrl = baseUrl;
    }

    /// Serves `GET [type]/[id]/_history/[version]`.
    public Uni<Response> readVersion(Caller caller, KeptType type, String id, String version) {
        if (!VERSION.matcher(version).matches()) {
            throw notFound(type);
        }
        var asked = new Asked(type, id, Integer.parseInt(version), "vread");
        return disclosed(caller, asked)
                .map(versions -> versions.stream()
                        .filter(one -> one.version() == asked.version())
                        .findFirst()
                        .map(one ->
                                withSuccessor(asked, one, versions.getFirst().version()))
                        .orElseThrow(() -> notFound(type)));
    }

    /// One version as the caller may be shown it, for what is made of it.
    ///
    /// @param interaction what the trace calls it; a `read` of a version that no longer counts is
    ///     a `vread` there
    /// @return fails with [ProblemException] 403, 404 or 503
    public Uni<StoredResource> version(Caller caller, KeptType type, String id, int version, String interaction) {
        return disclosed(caller, new Asked(type, id, version, interaction))
                .map(versions -> versions.stream()
                        .filter(one -> version == CURRENT || one.version() == version)
                        .findFirst()
                        .orElseThrow(() -> notFound(type)));
    }

    /// Serves `GET [type]/[id]/_history`: newest first, at most 1,000.
    public Uni<Response> history(Caller caller, KeptType type, String id) {
        var asked = new Asked(type, id, EVERY, "history-instance");
        return disclosed(caller, asked).map(versions -> FhirResponses.ok(bundle(type, versions)));
    }

    private record Asked(KeptType type, String id, int version, String interaction) {
        String name() {
            return type.fhirName();
        }

        /// As the trace calls it where this version counts now.
        String interactionAt(int current) {
            return interaction.equals("read") && version != current ? "vread" : interaction;
        }
    }

    private Response withSuccessor(Asked asked, StoredResource version, int current) {
        var found = FhirResponses.found(version, null);
        if (version.version() == current) {
            return found;
        }
        var address = baseUrl + "/fhir/R4/" + asked.name() + "/" + version.id();
        return Response.fromResponse(found)
                .header(
                        HttpHeaders.LINK,
                        "<" + address + "/_history/" + (version.version() + 1) + ">; rel=\"successor-version\"")
                .header(HttpHeaders.LINK, "<" + address + ">; rel=\"latest-version\"")
                .build();
    }

    /// The current version, which decides who may see the earlier ones, and those that are asked for. Of what
    /// said something else patients see nothing: it may never have been released.
    private Uni<List<StoredResource>> disclosed(Caller caller, Asked asked) {
        access.requireScope(caller, Action.READ, asked.name());
        return pool.preparedQuery(ALL.formatted(asked.type().definition().table(), asked.name()))
                .execute(Tuple.of(asked.id(), asked.version()))
                .map(rows -> {
                    var versions = new ArrayList<StoredResource>();
                    rows.forEach(row -> versions.add(versionOf(row)));
                    if (versions.isEmpty()) {
                        throw notFound(asked.type());
                    }
                    return (List<StoredResource>) versions;
                })
                .map(versions -> withholding.concerns(caller) ? sayingTheSame(versions) : versions)
                .chain(versions -> decide(caller, asked, versions.getFirst())
                        .map(decision -> versions.stream()
                                .map(one -> one.shownBy(decision))
                                .toList()));
    }

    private Uni<AccessDecision> decide(Caller caller, Asked asked, StoredResource current) {
        var request = current.question(Action.READ, asked.name());
        return access.decide(caller, List.of(request))
                .call(decided -> requireShown(caller, asked, current, decided))
                .chain(decisions -> {
                    var isAllowed = decisions.getFirst().isAllowed();
                    var entry = new AuditEntry(
                            "R",
                            asked.interactionAt(current.version()),
                            isAllowed ? "ok" : "denied",
                            isAllowed ? "" : "no-relationship",
                            asked.name(),
                            List.of(current.id()),
                            current.patientId(),
                            "");
                    return audit.record(caller, List.of(entry))
                            .replaceWith(decisions.getFirst())
                            .invoke(() -> {
                                if (!isAllowed) {
                                    throw ProblemException.of(
                                            ProblemCode.ACCESS_DENIED,
                                            "The caller has no relationship with this patient that allows it. "
                                                    + "An order, a registration or an admission makes one.");
                                }
                            });
                });
    }

    /// The current version, and those that differ from it in whose record they stood only.
    private static List<StoredResource> sayingTheSame(List<StoredResource> versions) {
        var current = saidBy(versions.getFirst());
        return versions.stream()
                .filter(version -> saidBy(version).equals(current))
                .toList();
    }

    private static ObjectNode saidBy(StoredResource version) {
        var said = ResourceTree.parse(version.content());
        said.remove(List.of("meta", "subject"));
        return said;
    }

    /// What is withheld is as if it did not exist.
    private Uni<Void> requireShown(Caller caller, Asked asked, StoredResource current, List<AccessDecision> decisions) {
        return !decisions.getFirst().isAllowed() || !withholding.concerns(caller)
                ? Uni.createFrom().voidItem()
                : withholding
                        .shown(caller, asked.name(), List.of(current))
                        .invoke(ids -> {
                            if (ids.isEmpty()) {
                                throw notFound(asked.type());
                            }
                        })
                        .replaceWithVoid();
    }

    private byte[] bundle(KeptType type, List<StoredResource> versions) {
        var json = new ByteArrayOutputStream();
        json.writeBytes(utf8(
                "{\"resourceType\":\"Bundle\",\"type\":\"history\",\"total\":" + versions.size() + ",\"entry\":["));
        for (var i = 0; i < versions.size(); i++) {
            var version = versions.get(i);
            var url = type.fhirName() + "/" + version.id();
            json.writeBytes(
                    utf8((i == 0 ? "" : ",") + "{\"fullUrl\":\"" + baseUrl + "/fhir/R4/" + url + "\",\"resource\":"));
            json.writeBytes(version.content());
            json.writeBytes(utf8(",\"request\":{\"method\":\"" + (version.version() == 1 ? "POST" : "PUT")
                    + "\",\"url\":\"" + url + "\"},\"response\":{\"status\":\"200\",\"etag\":\"W/\\\""
                    + version.version() + "\\\"\",\"lastModified\":\"" + version.lastUpdated() + "\"}}"));
        }
        json.writeBytes(utf8("]}"));
        return json.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static StoredResource versionOf(Row row) {
        return new StoredResource(
                row.getString("id"),
                row.getInteger("version"),
                row.getOffsetDateTime("last_updated").toInstant(),
                row.getString("patient_id"),
                Set.of(row.getArrayOfStrings("organisations")),
                row.getBuffer("content").getBytes());
    }

    private static ProblemException notFound(KeptType type) {
        return ProblemException.of(ProblemCode.NOT_FOUND, "There is no such " + type.fhirName() + " or version here.");
    }
}
