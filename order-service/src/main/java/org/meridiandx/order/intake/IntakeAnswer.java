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

/// What a message is answered, as it is kept for its repeats.
///
/// @param verdict what became of it as a whole
/// @param undone of one that was taken: the orders, from 0, for which what was asked waits for people
/// @param problems without patient data, as every [AckProblem]; warnings where it was taken
record IntakeAnswer(Verdict verdict, List<Integer> undone, List<AckProblem> problems) {
    private static final ObjectMapper JSON = new ObjectMapper();
    static final IntakeAnswer NOTHING_TO_TELL = new IntakeAnswer(Verdict.AA, List.of(), List.of());

    IntakeAnswer {
        undone = List.copyOf(undone);
        problems = List.copyOf(problems);
    }

    /// MSA-1, by the names of table 0008: taken, wrong, not for here.
    enum Verdict {
        AA,
        AE,
        AR
    }

    /// A message that is wrong: none of its orders was done.
    static IntakeAnswer refused(List<AckProblem> problems) {
        return new IntakeAnswer(Verdict.AE, List.of(), problems);
    }

    /// A message that is not for here.
    static IntakeAnswer rejected(AckProblem problem) {
        return new IntakeAnswer(Verdict.AR, List.of(), List.of(problem));
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
        return new IntakeAnswer(Verdict.AA, undone, warnings);
    }

    boolean isPlain() {
        return verdict == Verdict.AA && undone.isEmpty() && problems.isEmpty();
    }

    String toJson() {
        var json = JsonNodeFactory.instance.objectNode().put("verdict", verdict.name());
        if (verdict == Verdict.AA) {
            // Left out of a refusal: a replica of the version before must not take it for an acceptance.
            var ordinals = json.putArray("undone");
            undone.forEach(ordinals::add);
        }
        var told = json.putArray("warnings");
        for (var problem : problems) {
            var at = problem.location();
            told.addObject()
                    .put("segment", at.segment())
                    .put("sequence", at.sequence())
                    .put("field", at.field())
                    .put("repetition", at.repetition())
                    .put("component", at.component())
                    .put("error", problem.error().number())
                    .put("text", problem.message());
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
        var verdict = Verdict.valueOf(json.path("verdict").asText("AA"));
        var undone = new ArrayList<Integer>();
        json.path("undone").forEach(ordinal -> undone.add(ordinal.asInt()));
        var problems = new ArrayList<AckProblem>();
        json.get("warnings").forEach(node -> problems.add(problem(node, verdict)));
        return new IntakeAnswer(verdict, undone, problems);
    }

    private static AckProblem problem(JsonNode node, Verdict verdict) {
        var at = new AckProblem.Location(
                node.get("segment").asText(),
                node.get("sequence").asInt(),
                node.get("field").asInt(),
                node.path("repetition").asInt(),
                node.path("component").asInt());
        var error = Arrays.stream(Hl7Error.values())
                .filter(known -> known.number() == node.get("error").asInt())
                .findFirst()
                .orElse(Hl7Error.INTERNAL);
        var text = node.get("text").asText();
        return verdict == Verdict.AA ? AckProblem.warning(at, error, text) : AckProblem.error(at, error, text);
    }
}
