package org.meridiandx.result.followup.worklists;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.meridiandx.access.Caller;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.resources.ResourceTree;

/// Who stands in for whom: `GET`, `POST /results/follow-ups/covers`, `DELETE …/covers/[id]`, and
/// `POST /results/follow-ups/release` for somebody who is gone.
@Path("/results/follow-ups")
public class CoverResource {
    private static final Pattern PERSON = Pattern.compile("Practitioner/[A-Za-z0-9.-]{1,64}");
    private final CoverService covers;
    private final CurrentCaller current;

    CoverResource(CoverService covers, CurrentCaller current) {
        this.covers = covers;
        this.current = current;
    }

    /// Those that hold now or will, the earliest first.
    @GET
    @Path("covers")
    @Produces("application/json")
    public Uni<byte[]> list() {
        return covers.list(current.get()).map(all -> {
            var json = ResourceTree.object();
            var items = json.putArray("items");
            all.forEach(cover -> items.add(json(cover)));
            return ResourceTree.write(json);
        });
    }

    /// `absent` (without it the caller), `covering`, `from`, `to`.
    @POST
    @Path("covers")
    @Produces("application/json")
    public Uni<Response> add(byte[] body) {
        var caller = current.get();
        return covers.add(caller, coverOf(caller, read(body, Set.of("absent", "covering", "from", "to"))))
                .map(cover -> Response.status(Response.Status.CREATED)
                        .entity(ResourceTree.write(json(cover)))
                        .build());
    }

    @DELETE
    @Path("covers/{id}")
    public Uni<Void> end(@PathParam("id") String id) {
        return covers.end(current.get(), idOf(id));
    }

    /// `person`: their open reports go back to the team.
    @POST
    @Path("release")
    @Produces("application/json")
    public Uni<byte[]> release(byte[] body) {
        var person = person(read(body, Set.of("person")), "person");
        return covers.release(current.get(), person)
                .map(count -> ResourceTree.write(ResourceTree.object().put("released", count)));
    }

    private static ObjectNode read(byte[] body, Set<String> known) {
        var json = ResourceTree.parseObject(body);
        json.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw ProblemException.of(
                        ProblemCode.INVALID_PARAMETER,
                        "These are known here: " + known.stream().sorted().toList() + ".",
                        name);
            }
        });
        return json;
    }

    private static Cover coverOf(Caller caller, ObjectNode json) {
        var absent = json.has("absent") ? person(json, "absent") : caller.user().orElseThrow(() -> wrong("absent"));
        return new Cover(UUID.randomUUID(), absent, person(json, "covering"), time(json, "from"), time(json, "to"));
    }

    private static String person(ObjectNode json, String name) {
        var person = json.path(name).asText();
        if (!PERSON.matcher(person).matches()) {
            throw wrong(name);
        }
        return person;
    }

    private static Instant time(ObjectNode json, String name) {
        try {
            var time = OffsetDateTime.parse(json.path(name).asText());
            if (time.getYear() >= 2000 && time.getYear() <= 2200) {
                return time.toInstant();
            }
        } catch (DateTimeException none) {
            // told below
        }
        throw ProblemException.of(
                ProblemCode.INVALID_VALUE, "'" + name + "' is a time with its zone, as 2026-12-01T08:00:00Z.", name);
    }

    private static UUID idOf(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException none) {
            throw ProblemException.of(ProblemCode.NOT_FOUND, "There is no such cover here that still holds.");
        }
    }

    private static ProblemException wrong(String name) {
        return ProblemException.of(
                ProblemCode.INVALID_VALUE, "'" + name + "' is a person, as Practitioner/[id].", name);
    }

    private static ObjectNode json(Cover cover) {
        return ResourceTree.object()
                .put("id", cover.id().toString())
                .put("absent", cover.absent())
                .put("covering", cover.covering())
                .put("from", cover.from().toString())
                .put("to", cover.to().toString());
    }
}
