package org.meridiandx.imaging.dicom;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Data elements in the order of their tags, each tag at most once. Immutable.
///
/// Text getters answer what is there and can be read, in the data set's own character set; an
/// element that is absent, empty or of another kind has no values.
public final class DicomDataset {
    public static final DicomDataset EMPTY = new Collector(DicomCharacterSet.DEFAULT).build();

    private final List<DicomElement> elements;
    private final DicomCharacterSet characterSet;

    private DicomDataset(List<DicomElement> elements, DicomCharacterSet characterSet) {
        this.elements = elements;
        this.characterSet = characterSet;
    }

    /// A builder for a data set whose text is written in UTF-8.
    public static DicomDatasetBuilder builder() {
        return new DicomDatasetBuilder();
    }

    public List<DicomElement> elements() {
        return elements;
    }

    /// The character set of its text: its own, or that of the data set around it.
    public DicomCharacterSet characterSet() {
        return characterSet;
    }

    public boolean isEmpty() {
        return elements.isEmpty();
    }

    public Optional<DicomElement> get(DicomTag tag) {
        int index = indexOf(elements, tag);
        return index < 0 ? Optional.empty() : Optional.of(elements.get(index));
    }

    /// The values of a text element.
    public List<String> strings(DicomTag tag) {
        int index = indexOf(elements, tag);
        return index < 0 ? List.of() : elements.get(index).strings(characterSet);
    }

    /// The first value of a text element, if it is not empty.
    public Optional<String> string(DicomTag tag) {
        List<String> values = strings(tag);
        return values.isEmpty() || values.getFirst().isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
    }

    /// The first name of a PN element.
    public Optional<PersonName> personName(DicomTag tag) {
        return string(tag).map(PersonName::parse);
    }

    /// The first value as a UID, if it is a valid one.
    public Optional<DicomUid> uid(DicomTag tag) {
        return string(tag).flatMap(DicomUid::parse);
    }

    /// The first value as an integer, of a binary element or of an integer string.
    public Optional<Long> integer(DicomTag tag) {
        Optional<DicomElement> element = get(tag);
        if (element.isPresent() && element.get().vr() == DicomVr.IS) {
            return string(tag).flatMap(DicomDataset::parseInteger);
        }
        return element.map(DicomElement::integers)
                .filter(values -> !values.isEmpty())
                .map(List::getFirst);
    }

    /// The elements whose tags are wanted, in the same character set.
    public DicomDataset select(Predicate<DicomTag> wanted) {
        return new DicomDataset(
                elements.stream().filter(element -> wanted.test(element.tag())).toList(), characterSet);
    }

    /// The items of a sequence, none if it is absent.
    public List<DicomDataset> items(DicomTag tag) {
        return get(tag).map(DicomElement::items).orElse(List.of());
    }

    private static Optional<Long> parseInteger(String text) {
        try {
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static int indexOf(List<DicomElement> elements, DicomTag tag) {
        int low = 0;
        int high = elements.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = elements.get(middle).tag().compareTo(tag);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    /// Not the values: they must not reach a log.
    @Override
    public String toString() {
        return "DicomDataset[" + elements.size() + " elements]";
    }

    /// Collects elements in any order. Elements mostly come in order, so that adding is mostly appending.
    public static final class Collector {
        private final ArrayList<DicomElement> elements = new ArrayList<>();
        private DicomCharacterSet characterSet;
        private @Nullable DicomElement last;

        public Collector(DicomCharacterSet inherited) {
            this.characterSet = inherited;
        }

        public DicomCharacterSet characterSet() {
            return characterSet;
        }

        public boolean isEmpty() {
            return elements.isEmpty();
        }

        /// Whether a tag would not come after all others.
        public boolean isOutOfOrder(DicomTag tag) {
            return last != null && last.tag().compareTo(tag) >= 0;
        }

        /// Adds an element; of two with the same tag the first stays.
        ///
        /// @return whether the tag was new
        public boolean add(DicomElement element) {
            if (isOutOfOrder(element.tag())) {
                int index = indexOf(elements, element.tag());
                if (index >= 0) {
                    return false;
                }
                elements.add(-index - 1, element);
            } else {
                elements.add(element);
                last = element;
            }
            if (element.tag().equals(DicomTag.SPECIFIC_CHARACTER_SET)) {
                characterSet = DicomCharacterSet.of(element.strings(DicomCharacterSet.DEFAULT));
            }
            return true;
        }

        public DicomDataset build() {
            return new DicomDataset(Collections.unmodifiableList(elements), characterSet);
        }
    }
}
