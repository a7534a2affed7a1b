package org.meridiandx.order.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.meridiandx.hl7v2.AckProblem;
import org.meridiandx.hl7v2.Hl7Error;

/// What a message that was taken is answered, as it is kept for its repeats.
///
/// @param undone the orders, from 0, for which what was asked waits for people
/// @param warnings without patient data, as every [AckProblem]
record IntakeAnswer(List<Integer> undone, List<AckProblem> warnings) {
    private static final ObjectMapper JSON = new ObjectMapper();
    static final IntakeAnswer NOTHING_TO_TELL = new IntakeAnswer(List.of(), List.of());

    IntakeAnswer {
        undone = List.copyOf(undone);
        warnings = List.copyOf(warnings);
    }

    /// What became of one order.
    ///
    /// @param isDone whether what was asked for was done
    record Outcome(boolean isDone, List<AckProblem> warnings) {
        static final Outcome DONE = new Outcome(true, List.of());

        Outcome {
            warnings = List.copyOf(warnings);
        }

        static Outcome done(AckProblem warning) {
            return new Outcome(true, List.of(warning));
        }

        static Outcome kept(AckProblem warning) {
            return new Outcome(false, List.of(warning));
        }

        Outcome after(AckProblem warning) {
            var all = new ArrayList<>(List.of(warning));
            all.addAll(warnings);
            return new Outcome(isDone, all);
        }
    }

    static IntakeAnswer of(List<Outcome> outcomes) {
        var undone = new ArrayList<Integer>();
        var warnings = new ArrayList<AckProblem>();
        for (var ordinal = 0; ordinal < outcomes.size(); ordinal++) {
            if (!outcomes.get(ordinal).isDone()) {
                undone.add(ordinal);
            }
            warnings.addAll(outcomes.get(ordinal).warnings());
        }
        return new IntakeAnswer(undone, warnings);
    }

    boolean isPlain() {
        return undone.isEmpty() && warnings.isEmpty();
    }

    String toJson() {
        var json = JsonNodeFactory.instance.objectNode();
        var ordinals = json.putArray("undone");
        undone.forEach(ordinals::add);
        var told = json.putArray("warnings");
        for (var warning : warnings) {
            var at = warning.location();
            told.addObject()
                    .put("segment", at.segment())
                    .put("sequence", at.sequence())
                    .put("field", at.field())
                    .put("error", warning.error().number())
                    .put("text", warning.message());
        }
        return json.toString();
    }

    /// @param kept as [#toJson] wrote it; empty where there was nothing to tell
    static IntakeAnswer of(Optional<String> kept) {
        try {
            return kept.isEmpty() ? NOTHING_TO_TELL : of(JSON.readTree(kept.get()));
        } catch (JsonProcessingException ours) {
            throw new IllegalStateException("a kept answer is unreadable", ours);
        }
    }

    private static IntakeAnswer of(JsonNode json) {
        var undone = new ArrayList<Integer>();
        json.get("undone").forEach(ordinal -> undone.add(ordinal.asInt()));
        var warnings = new ArrayList<AckProblem>();
        json.get("warnings").forEach(node -> warnings.add(warning(node)));
        return new IntakeAnswer(undone, warnings);
    }

    private static AckProblem warning(JsonNode node) {
        var at = new AckProblem.Location(
                node.get("segment").asText(),
                node.get("sequence").asInt(),
                node.get("field").asInt(),
                0,
                0);
        var error = Arrays.stream(Hl7Error.values())
                .filter(known -> known.number() == node.get("error").asInt())
                .findFirst()
                .orElse(Hl7Error.INTERNAL);
        return AckProblem.warning(at, error, node.get("text").asText());
    }
}
