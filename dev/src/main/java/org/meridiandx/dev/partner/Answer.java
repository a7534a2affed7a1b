package org.meridiandx.dev.partner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// What the gateway answered.
///
/// @param status HTTP status
/// @param headers HTTP headers
/// @param body the bytes of the body, empty when there is none; not copied
/// @param took from sending to the last byte
@SuppressWarnings("ArrayRecordComponent")
public record Answer(int status, HttpHeaders headers, byte[] body, Duration took) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /// Whether the status is 2xx.
    public boolean isSuccess() {
        return status / 100 == 2;
    }

    /// The body as JSON; a missing node where it is none.
    public JsonNode json() {
        try {
            var tree = JSON.readTree(body);
            return tree == null ? MissingNode.getInstance() : tree;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /// The body as text in UTF-8.
    public String text() {
        return text(StandardCharsets.UTF_8);
    }

    /// The body as text.
    public String text(Charset charset) {
        return new String(body, charset);
    }

    /// The first header of this name.
    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /// The number of entries of a searchset, 0 where it is none. Outcomes among them do not count.
    public int matches() {
        int count = 0;
        for (var entry : json().path("entry")) {
            if (!entry.path("search").path("mode").asText("match").equals("outcome")) {
                count++;
            }
        }
        return count;
    }

    /// Why it was refused, in the words of the answer: the first issue of an OperationOutcome or the detail of problem
    /// details; else the start of the body.
    public String reason() {
        var tree = json();
        var issue = tree.path("issue").path(0);
        if (!issue.isMissingNode()) {
            String code = issue.path("details")
                    .path("coding")
                    .path(0)
                    .path("code")
                    .asText(issue.path("code").asText());
            String text = issue.path("diagnostics")
                    .asText(issue.path("details").path("text").asText());
            return code + ": " + text;
        }
        if (tree.has("detail") || tree.has("title")) {
            return tree.path("title").asText() + ": " + tree.path("detail").asText();
        }
        if (tree.has("error")) {
            return tree.path("error").asText() + ": "
                    + tree.path("error_description").asText();
        }
        String text = text();
        return text.length() <= 160 ? text : text.substring(0, 160) + "…";
    }

    @Override
    public String toString() {
        return "Answer[status=" + status + ", bytes=" + body.length + ", took=" + took.toMillis() + " ms]";
    }
}
