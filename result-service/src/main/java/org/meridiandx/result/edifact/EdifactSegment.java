package org.meridiandx.result.edifact;

import java.util.List;
import java.util.stream.Collectors;

/// One segment: elements of components, both from 0. What is not there is an empty text.
///
/// @param name such as `NAD`
record EdifactSegment(String name, List<List<String>> elements) {
    EdifactSegment {
        elements = elements.stream().map(List::copyOf).toList();
    }

    String text(int element) {
        return text(element, 0);
    }

    String text(int element, int component) {
        if (element >= elements.size() || component >= elements.get(element).size()) {
            return "";
        }
        return elements.get(element).get(component).strip();
    }

    /// All components of an element, those that are not empty, by lines.
    String lines(int element) {
        return element >= elements.size()
                ? ""
                : elements.get(element).stream()
                        .map(String::strip)
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining("\n"));
    }

    boolean is(String wanted) {
        return name.equals(wanted);
    }

    @Override
    public String toString() {
        return "EdifactSegment[" + name + "]";
    }
}
