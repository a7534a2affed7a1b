package org.meridiandx.order.guidance.rules.facts;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads typed values out of a content file. Whatever is not as it should be is refused with its line.
///
/// @param name as messages call it
public record ContentFile(String name, SourceNode.Fields root) {

    public SourceNode.Fields fields(SourceNode node) {
        if (node instanceof SourceNode.Fields fields) {
            return fields;
        }
        throw fault(node, "fields are expected here");
    }

    public List<SourceNode> items(SourceNode node) {
        if (node instanceof SourceNode.Items items) {
            return items.values();
        }
        throw fault(node, "a list is expected here");
    }

    public String text(SourceNode node) {
        if (node instanceof SourceNode.Text text) {
            return text.value();
        }
        throw fault(node, "a single value is expected here");
    }

    public SourceNode get(SourceNode.Fields fields, String key) {
        return find(fields, key).orElseThrow(() -> fault(fields, "'" + key + "' is missing"));
    }

    /// @return empty where the key is left out, and where it is null
    public Optional<SourceNode> find(SourceNode.Fields fields, String key) {
        return Optional.ofNullable(fields.values().get(key)).filter(node -> !(node instanceof SourceNode.Empty));
    }

    /// What may be left out, but not left empty.
    public Optional<SourceNode> findFilled(SourceNode.Fields fields, String key) {
        if (fields.values().get(key) instanceof SourceNode.Empty empty) {
            throw fault(empty, "'" + key + "' is empty; leave it out or say something");
        }
        return find(fields, key);
    }

    /// **Hazard:** a condition under a misspelt key would not count, and the rest hold for more people than it is meant
    /// for.
    ///
    /// @param keys all that may stand here
    public SourceNode.Fields only(SourceNode node, Set<String> keys) {
        var fields = fields(node);
        fields.values().forEach((key, value) -> {
            if (!keys.contains(key)) {
                throw fault(
                        value,
                        "'" + key + "' is no key here: "
                                + keys.stream().sorted().toList());
            }
        });
        return fields;
    }

    public String text(SourceNode.Fields fields, String key) {
        return text(get(fields, key));
    }

    public Optional<String> findText(SourceNode.Fields fields, String key) {
        return find(fields, key).map(this::text);
    }

    public List<String> texts(SourceNode.Fields fields, String key) {
        return find(fields, key)
                .map(node -> items(node).stream().map(this::text).toList())
                .orElse(List.of());
    }

    public List<SourceNode.Fields> all(SourceNode.Fields fields, String key) {
        return items(get(fields, key)).stream().map(this::fields).toList();
    }

    public boolean flag(SourceNode.Fields fields, String key) {
        var node = get(fields, key);
        return switch (text(node)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw fault(node, "'" + key + "' is true or false");
        };
    }

    public BigDecimal number(SourceNode.Fields fields, String key) {
        return number(get(fields, key));
    }

    public BigDecimal number(SourceNode node) {
        try {
            return new BigDecimal(text(node));
        } catch (NumberFormatException notANumber) {
            throw fault(node, "'" + text(node) + "' is not a number");
        }
    }

    /// @param codes what each constant is called in the file
    public <E extends Enum<E>> E oneOf(SourceNode.Fields fields, String key, Map<String, E> codes) {
        var node = get(fields, key);
        var value = codes.get(text(node));
        if (value == null) {
            throw fault(
                    node,
                    "'" + key + "' is one of "
                            + codes.keySet().stream().sorted().toList());
        }
        return value;
    }

    public ContentException fault(SourceNode node, String reason) {
        return new ContentException(name, node.line(), reason);
    }
}
