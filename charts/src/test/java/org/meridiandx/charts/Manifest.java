package org.meridiandx.charts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/// One rendered Kubernetes object.
record Manifest(JsonNode json) {

    String kind() {
        return json.path("kind").asText();
    }

    String apiVersion() {
        return json.path("apiVersion").asText();
    }

    String name() {
        return json.path("metadata").path("name").asText();
    }

    /// The node at a JSON pointer, for example `/spec/replicas`.
    JsonNode at(String pointer) {
        return json.at(pointer);
    }

    /// The first container of a Deployment.
    JsonNode container() {
        return at("/spec/template/spec/containers/0");
    }

    /// Names and values of the container's environment; a reference to a secret reads `secret:name/key`.
    Map<String, String> environment() {
        var environment = new TreeMap<String, String>();
        for (var variable : container().path("env")) {
            var reference = variable.at("/valueFrom/secretKeyRef");
            environment.put(
                    variable.path("name").asText(),
                    reference.isMissingNode()
                            ? variable.path("value").asText()
                            : "secret:%s/%s"
                                    .formatted(
                                            reference.path("name").asText(),
                                            reference.path("key").asText()));
        }
        return environment;
    }

    static List<Manifest> ofKind(List<Manifest> manifests, String kind) {
        return manifests.stream()
                .filter(manifest -> manifest.kind().equals(kind))
                .toList();
    }

    static Manifest only(List<Manifest> manifests, String kind, String name) {
        return ofKind(manifests, kind).stream()
                .filter(manifest -> manifest.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no %s named %s is rendered".formatted(kind, name)));
    }

    static List<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    @Override
    public String toString() {
        return kind() + "/" + name();
    }
}
