package org.meridiandx.order.guidance.coding;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridiandx.order.guidance.rules.facts.Fact;
import org.meridiandx.order.guidance.rules.facts.FactValue;
import org.meridiandx.order.guidance.rules.facts.Facts;

/// What a request says, as far as its codes and words are known.
///
/// @param facts of the request: the examination and the reasons
/// @param examination in the table's words; empty where it is not known
/// @param reasons that are known, in the table's words
/// @param notUnderstood what gave no fact, as people can find it in their request
/// @param suspicionOpen disorders that are named without saying whether they are suspected or known
/// @param beside words beside codes
public record Recognised(
        Facts facts,
        Optional<String> examination,
        List<String> reasons,
        List<String> notUnderstood,
        List<String> suspicionOpen,
        Beside beside) {
    public Recognised {
        reasons = List.copyOf(reasons);
        notUnderstood = List.copyOf(notUnderstood);
        suspicionOpen = List.copyOf(suspicionOpen);
    }

    /// Whether all is known that a rating rests on: what is asked for, and why.
    public boolean isWhole() {
        return examination.isPresent() && !reasons.isEmpty() && notUnderstood.isEmpty() && suspicionOpen.isEmpty();
    }

    /// Whether the examination shows this region, as in the fact `requested_region`.
    public boolean asksFor(String region) {
        return valueOf(CodeTableReader.REGION)
                .filter(new FactValue.Choice(region)::equals)
                .isPresent();
    }

    /// Whether another request asks for the same modality of the same region.
    public boolean isOfTheSame(Recognised other) {
        return examination.isPresent()
                && other.examination.isPresent()
                && valueOf(CodeTableReader.MODALITY).equals(other.valueOf(CodeTableReader.MODALITY))
                && valueOf(CodeTableReader.REGION).equals(other.valueOf(CodeTableReader.REGION));
    }

    private Optional<FactValue> valueOf(String name) {
        return facts.supplied().stream()
                .filter(fact -> fact.name().equals(name))
                .findFirst()
                .map(facts::value);
    }

    /// The same of a request that says more than was read.
    ///
    /// @param more what else gave no fact
    public Recognised withNotUnderstood(List<String> more) {
        var all = new ArrayList<>(notUnderstood);
        all.addAll(more);
        return new Recognised(facts, examination, reasons, all, suspicionOpen, beside);
    }

    /// The same of a request whose notes speak of more.
    ///
    /// @param label as people can find it in their request
    /// @param more facts that they speak of
    Recognised withMentioned(String label, List<Fact> more) {
        var open = more.stream()
                .filter(fact -> !facts.isSupplied(fact) && !beside.mentioned().contains(fact))
                .toList();
        if (open.isEmpty()) {
            return this;
        }
        var mentioned = new ArrayList<>(beside.mentioned());
        mentioned.addAll(open);
        var with = new Recognised(
                facts, examination, reasons, notUnderstood, suspicionOpen, new Beside(beside.unread(), mentioned));
        return with.withNotUnderstood(List.of(label));
    }

    /// What a request asks for and why is in no log.
    @Override
    public String toString() {
        return "Recognised[" + facts + "]";
    }
}
