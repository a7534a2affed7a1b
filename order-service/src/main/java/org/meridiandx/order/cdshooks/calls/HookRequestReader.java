package org.meridiandx.order.cdshooks.calls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.meridiandx.order.cdshooks.calls.HookRequest.DraftOrder;
import org.meridiandx.order.cdshooks.calls.HookRequest.FhirServer;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Reads and checks what an EHR sends. All checks come before anything is done.
///
/// **Source:** CDS Hooks 2.0, "Calling a CDS Service"; hook library, order-select, order-sign,
/// patient-view.
public final class HookRequestReader {
    private static final int MOST_ORDERS = 50;
    private static final String REQUEST = "ServiceRequest";
    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Pattern REFERENCE = Pattern.compile("[A-Z][A-Za-z]{1,40}/[A-Za-z0-9.-]{1,64}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");

    private final Hook hook;
    private final ObjectNode body;
    private final ObjectNode context;

    private HookRequestReader(Hook hook, byte[] bytes) {
        this.hook = hook;
        this.body = HookJson.object(bytes);
        var named = HookJson.requireText(body, "hook", "hook");
        if (!named.equals(hook.id())) {
            throw HookJson.refused("hook", "does not fit: this service answers " + hook.id() + ".");
        }
        this.context = HookJson.requireObject(body, "context", "context");
    }

    /// @throws ProblemException 400 that names the place which cannot be taken
    public static HookRequest read(Hook hook, byte[] body) {
        return new HookRequestReader(hook, body).read();
    }

    private HookRequest read() {
        var instance = HookJson.requireText(body, "hookInstance", "hookInstance");
        if (!UUID_FORM.matcher(instance).matches()) {
            throw HookJson.refused("hookInstance", "is a UUID.");
        }
        var user = requireUser();
        var patientId = HookJson.requireText(context, "patientId", "context.patientId");
        if (!ID.matcher(patientId).matches()) {
            throw HookJson.refused("context.patientId", "is the id of a Patient, without its type.");
        }
        HookJson.text(context, "encounterId", "context.encounterId");
        var orders = hook.isAboutOrders() ? orders(patientId) : List.<DraftOrder>of();
        return new HookRequest(
                hook,
                UUID.fromString(instance),
                user,
                patientId,
                orders,
                PrefetchReader.patient(body, patientId),
                server());
    }

    private String requireUser() {
        var user = HookJson.requireText(context, "userId", "context.userId");
        if (!REFERENCE.matcher(user).matches()) {
            throw HookJson.refused("context.userId", "is a reference such as Practitioner/123.");
        }
        return user;
    }

    private List<DraftOrder> orders(String patientId) {
        var wanted = hook == Hook.ORDER_SELECT ? selections() : Set.<String>of();
        var orders = new ArrayList<DraftOrder>();
        var names = new HashSet<String>();
        for (var resource : drafts()) {
            var order = new DraftOrder(resource);
            if (!resource.path("resourceType").asText().equals(REQUEST)) {
                continue;
            }
            if (!order.id().isEmpty() && !names.add(order.id())) {
                throw HookJson.refused("context.draftOrders", "holds two ServiceRequests of one id.");
            }
            requireSubject(resource, patientId);
            if (hook == Hook.ORDER_SIGN || wanted.contains(REQUEST + "/" + order.id())) {
                orders.add(order);
            }
        }
        return orders;
    }

    private Set<String> selections() {
        if (!(context.path("selections") instanceof ArrayNode list) || list.isEmpty()) {
            throw ProblemException.of(
                    ProblemCode.MISSING_VALUE,
                    "'context.selections' is missing; it lists the ids of the orders that were selected.",
                    "context.selections");
        }
        var selected = new HashSet<String>();
        for (var each : list) {
            if (!each.isTextual() || !REFERENCE.matcher(each.textValue()).matches()) {
                throw HookJson.refused("context.selections", "lists references such as ServiceRequest/123.");
            }
            selected.add(each.textValue());
        }
        return selected;
    }

    /// The list `medications` of the drafts before 1.0 is understood; it holds no imaging.
    private List<ObjectNode> drafts() {
        if (!context.has("draftOrders") && context.path("medications") instanceof ArrayNode) {
            return List.of();
        }
        var bundle = HookJson.requireObject(context, "draftOrders", "context.draftOrders");
        if (!bundle.path("resourceType").asText().equals("Bundle")) {
            throw HookJson.refused("context.draftOrders", "is a Bundle.");
        }
        var entries = bundle.path("entry");
        if (!entries.isMissingNode() && !entries.isArray() || entries.size() > MOST_ORDERS) {
            throw HookJson.refused("context.draftOrders.entry", "is a list of at most " + MOST_ORDERS + " orders.");
        }
        var drafts = new ArrayList<ObjectNode>();
        for (var entry : entries) {
            if (!(entry.path("resource") instanceof ObjectNode resource)
                    || resource.path("resourceType").asText().isEmpty()) {
                throw HookJson.refused("context.draftOrders.entry", "holds a resource with its resourceType each.");
            }
            drafts.add(resource);
        }
        return drafts;
    }

    /// What is known of one patient must never advise about another.
    private static void requireSubject(JsonNode order, String patientId) {
        var reference = order.path("subject").path("reference").asText("");
        if (!reference.isEmpty() && !reference.equals(patientId) && !reference.endsWith("/" + patientId)) {
            throw HookJson.refused(
                    "context.draftOrders.entry.resource.subject", "names another patient than context.patientId.");
        }
    }

    private Optional<FhirServer> server() {
        var address = HookJson.text(body, "fhirServer", "fhirServer").map(HookRequestReader::address);
        var token = Optional.<String>empty();
        if (body.has("fhirAuthorization")) {
            if (address.isEmpty()) {
                throw HookJson.refused("fhirAuthorization", "needs fhirServer beside it.");
            }
            token = Optional.of(authorization());
        }
        var shown = token;
        return address.map(uri -> new FhirServer(uri, shown));
    }

    private static URI address(String text) {
        try {
            var uri = new URI(text);
            var scheme = uri.getScheme() == null ? "" : uri.getScheme();
            if ((scheme.equals("https") || scheme.equals("http"))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException malformed) {
            throw HookJson.refused("fhirServer", "is no URL.");
        }
        throw HookJson.refused("fhirServer", "is the base URL of a FHIR server, http or https, without query or user.");
    }

    private String authorization() {
        var node = HookJson.requireObject(body, "fhirAuthorization", "fhirAuthorization");
        var type = HookJson.requireText(node, "token_type", "fhirAuthorization.token_type");
        if (!type.equals("Bearer")) {
            throw HookJson.refused("fhirAuthorization.token_type", "is Bearer.");
        }
        if (!node.path("expires_in").isIntegralNumber()) {
            throw HookJson.refused("fhirAuthorization.expires_in", "is a number of seconds.");
        }
        HookJson.requireText(node, "scope", "fhirAuthorization.scope");
        HookJson.requireText(node, "subject", "fhirAuthorization.subject");
        var token = HookJson.requireText(node, "access_token", "fhirAuthorization.access_token");
        if (token.chars().anyMatch(c -> c <= 0x20 || c >= 0x7f)) {
            throw HookJson.refused("fhirAuthorization.access_token", "is one token.");
        }
        return token;
    }
}
