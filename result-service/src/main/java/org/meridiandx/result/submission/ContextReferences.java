package org.meridiandx.result.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.meridiandx.fhir.IdentifierQuery;
import org.meridiandx.result.resources.References;
import org.meridiandx.result.resources.ResourceColumns;

/// References to resources that are not kept here become logical ones: identifier and display. What has no identifier
/// is kept as a contained resource, and so is a Medication, which says what is taken: nothing that is referred to is
/// lost.
final class ContextReferences {
    private final Map<String, ObjectNode> context;

    ContextReferences(Map<String, ObjectNode> context) {
        this.context = context;
    }

    /// Rewrites the references of one resource in place; those to other items of the submission are left.
    void rewrite(ObjectNode resource) {
        var contained = new HashMap<String, String>();
        for (var reference : References.in(resource)) {
            var literal = References.literal(reference);
            var target = context.get(literal);
            if (target != null) {
                toLogical(resource, reference, target, contained);
            } else if (literal.indexOf('?') > 0) {
                conditional(reference, literal);
            }
        }
    }

    private void toLogical(
            ObjectNode resource, ObjectNode reference, ObjectNode target, Map<String, String> contained) {
        var literal = References.literal(reference);
        var type = target.path("resourceType").asText();
        reference.put("type", type);
        display(reference, target);
        var identifier = identifierOf(target);
        if (identifier.isObject() && !type.equals("Medication")) {
            reference.remove("reference");
            reference.set("identifier", identifier.deepCopy());
        } else {
            reference.put("reference", "#" + contain(resource, literal, target, contained));
        }
    }

    /// A contained copy; its own references become logical or displays, for nothing is contained twice over.
    private String contain(ObjectNode resource, String literal, ObjectNode target, Map<String, String> contained) {
        var known = contained.get(literal);
        if (known != null) {
            return known;
        }
        var id = "context-" + (contained.size() + 1);
        contained.put(literal, id);
        var copy = target.deepCopy();
        copy.put("id", id);
        copy.remove(List.of("meta", "contained", "text"));
        for (var inner : References.in(copy)) {
            innerToLogical(inner);
        }
        resource.withArray("/contained").add(copy);
        return id;
    }

    private void innerToLogical(ObjectNode reference) {
        var target = context.get(References.literal(reference));
        if (target == null) {
            return;
        }
        display(reference, target);
        reference.put("type", target.path("resourceType").asText());
        reference.remove("reference");
        var identifier = identifierOf(target);
        if (identifier.isObject()) {
            reference.set("identifier", identifier.deepCopy());
        } else if (!reference.has("display")) {
            reference.put("display", "Sent without an identifier");
        }
    }

    /// `Practitioner?identifier=system|value` says an identifier, and that is what is kept.
    private static void conditional(ObjectNode reference, String literal) {
        var question = literal.indexOf('?');
        var query = literal.substring(question + 1);
        if (!query.startsWith("identifier=")) {
            return;
        }
        var asked = IdentifierQuery.parse(query);
        reference.remove("reference");
        reference.put("type", literal.substring(0, question));
        var identifier = reference.putObject("identifier");
        if (!asked.system().isEmpty()) {
            identifier.put("system", asked.system());
        }
        identifier.put("value", asked.value());
    }

    /// The first identifier that says enough to find it again.
    private static JsonNode identifierOf(ObjectNode target) {
        for (var identifier : ResourceColumns.each(target.path("identifier"))) {
            if (!ResourceColumns.text(identifier.path("value")).isEmpty()) {
                return identifier;
            }
        }
        return target.path("none");
    }

    private static void display(ObjectNode reference, ObjectNode target) {
        if (reference.has("display")) {
            return;
        }
        var name = target.path("name");
        if (name.isTextual()) {
            reference.put("display", name.asText());
            return;
        }
        var human = name.path(0);
        var family = ResourceColumns.text(human.path("family"));
        var isStaff = !target.path("resourceType").asText().equals("Patient");
        if (isStaff && !family.isEmpty()) {
            var prefix = ResourceColumns.text(human.path("prefix").path(0));
            reference.put("display", (prefix + " " + family).strip());
        }
    }
}
