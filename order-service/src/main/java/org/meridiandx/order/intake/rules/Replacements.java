package org.meridiandx.order.intake.rules;

import java.util.ArrayList;
import java.util.List;

/// Which orders of a message take the place of which: those that are replaced stand first, then those that
/// replace them, several or one on either side.
///
/// **Source:** HL7 v2.5.1 chapter 4, table 0119: RP, RU, RQ and RO.
public final class Replacements {
    private final List<OrderControl> controls;
    private final List<List<Integer>> replaced;

    private Replacements(List<OrderControl> controls, List<List<Integer>> replaced) {
        this.controls = List.copyOf(controls);
        this.replaced = List.copyOf(replaced);
    }

    /// @param controls of the message's orders, in their order
    public static Replacements of(List<OrderControl> controls) {
        var replaced = new ArrayList<List<Integer>>();
        var before = new ArrayList<Integer>();
        for (var i = 0; i < controls.size(); i++) {
            var isNew = controls.get(i) == OrderControl.REPLACEMENT;
            var isOld = controls.get(i) == OrderControl.REPLACE;
            if (!isNew && (!isOld || controls.get(i - 1 < 0 ? i : i - 1) != OrderControl.REPLACE)) {
                before.clear();
            }
            if (isOld) {
                before.add(i);
            }
            replaced.add(isNew ? List.copyOf(before) : List.of());
        }
        return new Replacements(controls, replaced);
    }

    /// What an order asks for among the others: one that replaces none is a new one like any.
    public OrderControl controlOf(int order) {
        return switch (controls.get(order)) {
            case REPLACE ->
                replaced.stream().anyMatch(old -> old.contains(order))
                        ? OrderControl.REPLACE
                        : OrderControl.REPLACE_BY_NOTHING;
            case REPLACEMENT -> replaced.get(order).isEmpty() ? OrderControl.PLACE : OrderControl.REPLACEMENT;
            case PLACE, CHANGE, CANCEL, REPLACE_BY_NOTHING, HOLD, RELEASE, STATUS, UNABLE -> controls.get(order);
        };
    }

    /// The orders that this one takes the place of.
    public List<Integer> replacedBy(int order) {
        return replaced.get(order);
    }
}
