package org.meridiandx.order.guidance.coding;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridiandx.order.guidance.rules.facts.Facts;

/// What a request says, as far as its codes and words are known.
///
/// @param facts of the request: the examination and the reasons
/// @param examination in the table's words; empty where it is not known
/// @param reasons that are known, in the table's words
/// @param notUnderstood what gave no fact, as people can find it in their request
/// @param suspicionOpen disorders that are named without saying whether they are suspected or known
public record Recognised(
        Facts facts,
        Optional<String> examination,
        List<String> reasons,
        List<String> notUnderstood,
        List<String> suspicionOpen) {
    public Recognised {
        reasons = List.copyOf(reasons);
        notUnderstood = List.copyOf(notUnderstood);
        suspicionOpen = List.copyOf(suspicionOpen);
    }

    /// Whether all is known that a rating rests on: what is asked for, and why.
    public boolean isWhole() {
        return examination.isPresent() && !reasons.isEmpty() && notUnderstood.isEmpty() && suspicionOpen.isEmpty();
    }

    /// The same of a request that says more than was read.
    ///
    /// @param more what else gave no fact
    public Recognised withNotUnderstood(List<String> more) {
        var all = new ArrayList<>(notUnderstood);
        all.addAll(more);
        return new Recognised(facts, examination, reasons, all, suspicionOpen);
    }

    /// What a request asks for and why is in no log.
    @Override
    public String toString() {
        return "Recognised[" + facts + "]";
    }
}
