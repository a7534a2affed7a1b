package org.meridiandx.charts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// A chart's `values.yaml` read with its comments: the comment over a key is its description, and a line
/// `# @schema {...}` in it adds to the JSON Schema that the default value implies. Schema and reference are written
/// from here, so that neither can say something else than the values.
final class DocumentedValues {
    private static final Pattern KEY = Pattern.compile("^( *)([A-Za-z][A-Za-z0-9-]*):.*$");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode defaults;
    private final Map<String, Doc> docs;

    /// What stands over one key.
    record Doc(String description, ObjectNode schema) {}

    /// One line of the reference.
    record Entry(String key, String value, String description) {}

    private DocumentedValues(JsonNode defaults, Map<String, Doc> docs) {
        this.defaults = defaults;
        this.docs = docs;
    }

    static DocumentedValues read(Path valuesFile) {
        try {
            return new DocumentedValues(ChartWorkspace.readYaml(valuesFile), comments(Files.readAllLines(valuesFile)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The schema of the value at a path; an unknown key is an error in it.
    ObjectNode schema(String path) {
        return schema(at(path), path);
    }

    /// Every documented leaf, in the order of the file, with keys relative to the path.
    List<Entry> reference(String path) {
        var entries = new ArrayList<Entry>();
        reference(at(path), path, path.isEmpty() ? 0 : path.lastIndexOf('.') + 1, entries);
        return entries;
    }

    private JsonNode at(String path) {
        return path.isEmpty() ? defaults : defaults.at("/" + path.replace('.', '/'));
    }

    private ObjectNode schema(JsonNode value, String path) {
        var schema = JSON.createObjectNode();
        var doc = docs.get(path);
        if (doc != null) {
            schema.put("description", doc.description());
        }
        schema.put("type", type(value, path));
        if (value.isObject() && !closed(path)) {
            var properties = schema.putObject("properties");
            value.fieldNames().forEachRemaining(name -> {
                var child = path.isEmpty() ? name : path + "." + name;
                if (!docs.containsKey(child)) {
                    throw new IllegalStateException("no comment over the key " + child);
                }
                properties.set(name, schema(value.get(name), child));
            });
            schema.put("additionalProperties", false);
        }
        if (doc != null) {
            schema.setAll(doc.schema());
        }
        return schema;
    }

    /// A key with a schema of its own says itself what may stand below it.
    private boolean closed(String path) {
        var doc = docs.get(path);
        return doc != null && !doc.schema().isEmpty();
    }

    private static String type(JsonNode value, String path) {
        return switch (value.getNodeType()) {
            case OBJECT -> "object";
            case ARRAY -> "array";
            case BOOLEAN -> "boolean";
            case STRING -> "string";
            case NUMBER -> "integer";
            case BINARY, MISSING, NULL, POJO -> throw new IllegalStateException("no default value at " + path);
        };
    }

    private void reference(JsonNode value, String path, int prefix, List<Entry> entries) {
        if (value.isObject() && !closed(path)) {
            value.fieldNames()
                    .forEachRemaining(name ->
                            reference(value.get(name), path.isEmpty() ? name : path + "." + name, prefix, entries));
            return;
        }
        var text = value instanceof ArrayNode list && list.size() > 3 ? "see values.yaml" : "`" + value + "`";
        entries.add(new Entry(path.substring(prefix), text, docs.get(path).description()));
    }

    private static Map<String, Doc> comments(List<String> lines) {
        var docs = new LinkedHashMap<String, Doc>();
        var parents = new ArrayDeque<Map.Entry<Integer, String>>();
        var description = new ArrayList<String>();
        var schema = JSON.createObjectNode();
        for (var line : lines) {
            var text = line.strip();
            var key = KEY.matcher(line);
            if (text.startsWith("# @schema ")) {
                schema.setAll((ObjectNode) parse(text.substring("# @schema ".length())));
            } else if (text.startsWith("#")) {
                description.add(text.substring(1).strip());
            } else if (key.matches()) {
                var indent = key.group(1).length();
                while (!parents.isEmpty() && parents.peek().getKey() >= indent) {
                    parents.pop();
                }
                var path = parents.isEmpty() ? key.group(2) : parents.peek().getValue() + "." + key.group(2);
                parents.push(Map.entry(indent, path));
                if (!description.isEmpty()) {
                    docs.put(path, new Doc(String.join(" ", description), schema.deepCopy()));
                }
                description.clear();
                schema.removeAll();
            } else {
                description.clear();
                schema.removeAll();
            }
        }
        return docs;
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not JSON: " + json, e);
        }
    }
}
