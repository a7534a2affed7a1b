package org.meridiandx.result.codes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.meridiandx.access.Access;
import org.meridiandx.access.Action;
import org.meridiandx.access.Caller;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.fhir.OdsCode;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// `/results/codes`: what the local codes of a sender mean, and which mean nothing yet. Nothing of
/// a patient.
@Path("/results/codes")
public class CodeResource {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST = 500;
    private static final int MOST_CHANGES = 5_000;
    private static final Set<String> PARAMETERS = Set.of("system", "state", "_cursor");
    private static final Pattern LOCAL = Pattern.compile("urn:meridian:[a-z0-9.-]{1,80}:codes");
    private static final Pattern ADDRESS = Pattern.compile("(https?://|urn:)[\\x21-\\x7e]{1,190}");
    private static final Pattern LOINC = Pattern.compile("\\d{1,7}-\\d");
    private static final Pattern SNOMED = Pattern.compile("[1-9]\\d{5,17}");
    private final CodeService codes;
    private final CurrentCaller current;
    private final Access access;

    CodeResource(CodeService codes, CurrentCaller current, Access access) {
        this.codes = codes;
        this.current = current;
        this.access = access;
    }

    /// `state=unmapped` (the default): the 500 that came most often; `state=mapped`: the map, by
    /// pages.
    @GET
    @Produces("application/json")
    public Uni<byte[]> list(@Context UriInfo uri) {
        var caller = current.get();
        access.requireScopeForAll(caller, Action.SEARCH, "ConceptMap");
        var given = uri.getQueryParameters();
        given.forEach((name, values) -> require(
                PARAMETERS.contains(name) && values.size() == 1, name, "is not supported here, or stands twice."));
        var system = systemOf(
                caller, Optional.ofNullable(given.getFirst("system")).orElse("").replace("\0", ""));
        return switch (Optional.ofNullable(given.getFirst("state")).orElse("unmapped")) {
            case "unmapped" -> codes.waiting(system, MOST).map(CodeResource::unmapped);
            case "mapped" ->
                codes.mapped(new CodeRepository.Page(
                                system, after(Optional.ofNullable(given.getFirst("_cursor"))), MOST))
                        .map(CodeResource::mapped);
            default -> throw invalid("state", "is unmapped or mapped.");
        };
    }

    /// Changes the map: `[{"system": …, "code": …, "target": {"system": …, "code": …, "display":
    /// …}}]`; without `target` the code is no longer mapped. All or nothing, safe to repeat.
    @PUT
    @Consumes("application/json")
    @Produces("application/json")
    public Uni<byte[]> change(byte[] body) {
        var caller = current.get();
        access.requireScopeForAll(caller, Action.UPDATE, "ConceptMap");
        var changes = new ArrayList<CodeRepository.Change>();
        for (var item : read(body)) {
            changes.add(change(caller, item, changes.size()));
        }
        var answer = JsonNodeFactory.instance.objectNode().put("changed", changes.size());
        return codes.change(changes, caller.actor()).replaceWith(() -> bytes(answer));
    }

    private static CodeRepository.Change change(Caller caller, JsonNode item, int index) {
        var place = "[" + index + "]";
        var system = text(item, "system", place);
        require(
                LOCAL.matcher(system).matches() || isAddress(system),
                place + ".system",
                "is a system of local codes, urn:meridian:…:codes, or the address of one that is not known to all.");
        systemOf(caller, system);
        var code = new CodeMap.Code(system, text(item, "code", place));
        var target = item.path("target");
        if (target.isMissingNode() || target.isNull()) {
            return new CodeRepository.Change(code, Optional.empty());
        }
        var meaning = new CodeMap.Target(
                text(target, "system", place + ".target"),
                text(target, "code", place + ".target"),
                target.path("display").asText("").replace("\0", ""));
        var isPossible = switch (meaning.system()) {
            case IdentifierSystems.LOINC -> LOINC.matcher(meaning.code()).matches();
            case IdentifierSystems.SNOMED -> SNOMED.matcher(meaning.code()).matches();
            default -> false;
        };
        require(isPossible, place + ".target", "is a code of LOINC or SNOMED CT.");
        return new CodeRepository.Change(code, Optional.of(meaning));
    }

    private static boolean isAddress(String system) {
        return ADDRESS.matcher(system).matches() && !CodeSystems.isOfTheWorld(system);
    }

    /// A laboratory's own system; the roles loader and operator have all.
    ///
    /// @param asked may be empty
    private static String systemOf(Caller caller, String asked) {
        var isOverall = switch (caller.role()) {
            case "loader", "operator" -> true;
            case "laboratory", "radiologist" -> false;
            default -> throw denied();
        };
        if (isOverall) {
            return asked;
        }
        var own = OdsCode.parse(caller.organisation())
                .map(code -> IdentifierSystems.local(code, "codes"))
                .orElseThrow(CodeResource::denied);
        if (!asked.isEmpty() && !asked.equals(own)) {
            throw denied();
        }
        return own;
    }

    private static ArrayNode read(byte[] body) {
        try {
            if (JSON.readTree(body) instanceof ArrayNode list && !list.isEmpty() && list.size() <= MOST_CHANGES) {
                return list;
            }
        } catch (JsonProcessingException malformed) {
            throw malformed();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        throw malformed();
    }

    private static byte[] unmapped(List<CodeRepository.Waiting> found) {
        var all = JsonNodeFactory.instance.objectNode();
        var entries = all.putArray("unmapped");
        for (var one : found) {
            entries.addObject()
                    .put("system", one.unmapped().code().system())
                    .put("code", one.unmapped().code().code())
                    .put("display", one.unmapped().display())
                    .put("element", one.unmapped().element())
                    .put("seen", one.seen())
                    .put("firstSeen", one.firstSeen().toString())
                    .put("lastSeen", one.lastSeen().toString());
        }
        return bytes(all);
    }

    private static byte[] mapped(List<CodeRepository.Mapped> found) {
        var all = JsonNodeFactory.instance.objectNode();
        var entries = all.putArray("mapped");
        for (var one : found) {
            var entry = entries.addObject()
                    .put("system", one.code().system())
                    .put("code", one.code().code());
            entry.putObject("target")
                    .put("system", one.target().system())
                    .put("code", one.target().code())
                    .put("display", one.target().display());
            entry.put("changedAt", one.changedAt().toString()).put("changedBy", one.changedBy());
        }
        if (found.size() == MOST) {
            var last = found.getLast();
            all.put(
                    "cursor",
                    last.code().system() + "\n" + last.code().code() + "\n"
                            + last.target().system());
        }
        return bytes(all);
    }

    /// The cursor of a page as it was given.
    private static List<String> after(Optional<String> cursor) {
        var parts = List.of(cursor.orElse("\n\n").replace("\0", "").split("\n", -1));
        require(parts.size() == 3, "_cursor", "is not one that this server gave.");
        return parts;
    }

    private static String text(JsonNode item, String name, String place) {
        var text = item.path(name).asText("").strip().replace("\0", "");
        require(!text.isEmpty() && text.length() <= 200, place + "." + name, "is a text of 1 to 200 characters.");
        return text;
    }

    private static void require(boolean isRight, String name, String text) {
        if (!isRight) {
            throw invalid(name, text);
        }
    }

    private static ProblemException invalid(String name, String text) {
        return ProblemException.of(ProblemCode.INVALID_VALUE, name + " " + text, name);
    }

    private static ProblemException malformed() {
        return ProblemException.of(
                ProblemCode.MALFORMED_BODY, "The body must be a JSON array of 1 to " + MOST_CHANGES + " changes.");
    }

    private static ProblemException denied() {
        return ProblemException.of(
                ProblemCode.ACCESS_DENIED, "A laboratory sees and changes the map of its own codes.");
    }

    private static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
