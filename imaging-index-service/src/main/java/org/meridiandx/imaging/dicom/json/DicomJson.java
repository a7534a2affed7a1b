package org.meridiandx.imaging.dicom.json;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.meridiandx.imaging.dicom.DicomCharacterSet;
import org.meridiandx.imaging.dicom.DicomDataset;
import org.meridiandx.imaging.dicom.DicomElement;
import org.meridiandx.imaging.dicom.DicomTag;
import org.meridiandx.imaging.dicom.DicomValue;
import org.meridiandx.imaging.dicom.DicomVr;
import org.meridiandx.imaging.dicom.PersonName;

/// Writes data sets in the DICOM JSON model. Thread safe.
///
/// Group lengths and the file meta information are left out; the character set is said to be UTF-8,
/// which JSON is. A number that is not one in the file (`DS` and `IS` are text there) is written as
/// a string, which the standard allows.
///
/// **Source**: DICOM PS3.18 annex F.
public final class DicomJson {
    private static final Pattern JSON_NUMBER =
            Pattern.compile("-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,4})?");
    private static final Pattern LOOSE_NUMBER =
            Pattern.compile("[+-]?[0-9]{0,30}\\.?[0-9]{0,30}([eE][+-]?[0-9]{1,4})?");
    private static final long SAFE_INTEGER = 1L << 53;

    /// Says where a value can be fetched that is not in memory.
    @FunctionalInterface
    public interface BulkData {
        /// No links: such values are written without content.
        BulkData NONE = (path, element) -> Optional.empty();

        /// The URI of a value.
        ///
        /// @param path the way to the element: tags and item numbers from 1, as in `00081115/1/00081199`
        /// @param element the element; its value is `Deferred` or `Fragments`
        Optional<String> uri(String path, DicomElement element);
    }

    private final BulkData bulkData;
    private final JsonBytes out = new JsonBytes();

    private DicomJson(BulkData bulkData) {
        this.bulkData = bulkData;
    }

    /// One data set as a JSON object in UTF-8.
    public static byte[] write(DicomDataset dataset, BulkData bulkData) {
        var json = new DicomJson(bulkData);
        json.dataset(dataset, "");
        return json.out.toBytes();
    }

    /// Data sets as a JSON array in UTF-8, as QIDO-RS and WADO-RS metadata answer.
    public static byte[] writeArray(Iterable<DicomDataset> datasets, BulkData bulkData) {
        var json = new DicomJson(bulkData);
        json.out.raw('[');
        boolean first = true;
        for (DicomDataset dataset : datasets) {
            if (!first) {
                json.out.raw(',');
            }
            first = false;
            json.dataset(dataset, "");
        }
        return json.out.raw(']').toBytes();
    }

    private void dataset(DicomDataset dataset, String path) {
        out.raw('{');
        boolean first = true;
        for (DicomElement element : dataset.elements()) {
            if (element.tag().element() == 0 || element.tag().group() == 0x0002) {
                continue;
            }
            if (!first) {
                out.raw(',');
            }
            first = false;
            out.raw('"')
                    .raw(element.tag().hex())
                    .raw("\":{\"vr\":\"")
                    .raw(element.vr().name())
                    .raw('"');
            value(element, dataset.characterSet(), path);
            out.raw('}');
        }
        out.raw('}');
    }

    private void value(DicomElement element, DicomCharacterSet characterSet, String path) {
        switch (element.value()) {
            case DicomValue.Items(List<DicomDataset> items) ->
                items(items, path + element.tag().hex() + "/");
            case DicomValue.Deferred deferred -> link(element, path);
            case DicomValue.Fragments fragments -> link(element, path);
            case DicomValue.Bytes(byte[] data) -> {
                if (data.length > 0) {
                    inMemory(element, data, characterSet);
                }
            }
        }
    }

    private void items(List<DicomDataset> items, String path) {
        if (items.isEmpty()) {
            return;
        }
        out.raw(",\"Value\":[");
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                out.raw(',');
            }
            dataset(items.get(i), path + (i + 1) + "/");
        }
        out.raw(']');
    }

    private void link(DicomElement element, String path) {
        bulkData.uri(path + element.tag().hex(), element)
                .ifPresent(uri -> out.raw(",\"BulkDataURI\":").string(uri));
    }

    private void inMemory(DicomElement element, byte[] data, DicomCharacterSet characterSet) {
        if (element.tag().equals(DicomTag.SPECIFIC_CHARACTER_SET)) {
            out.raw(",\"Value\":[\"ISO_IR 192\"]");
            return;
        }
        switch (element.vr().kind()) {
            case BINARY, SEQUENCE -> out.raw(",\"InlineBinary\":").base64(data);
            case NUMBER -> numbers(element.vr(), data);
            case TAG -> tags(element.tags());
            default -> texts(element.vr(), element.strings(characterSet));
        }
    }

    private void texts(DicomVr vr, List<String> values) {
        boolean noName = vr == DicomVr.PN
                && values.size() == 1
                && PersonName.parse(values.getFirst()).isEmpty();
        if (values.isEmpty() || noName) {
            return;
        }
        out.raw(",\"Value\":[");
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                out.raw(',');
            }
            String value = values.get(i);
            if (value.isEmpty()) {
                out.raw("null");
            } else if (vr == DicomVr.PN) {
                personName(PersonName.parse(value));
            } else if (vr.kind() == DicomVr.Kind.NUMBER_TEXT) {
                numberText(value);
            } else {
                out.string(value);
            }
        }
        out.raw(']');
    }

    private void personName(PersonName name) {
        if (name.isEmpty()) {
            out.raw("null");
            return;
        }
        char before = '{';
        before = group(before, "Alphabetic", name.alphabetic());
        before = group(before, "Ideographic", name.ideographic());
        group(before, "Phonetic", name.phonetic());
        out.raw('}');
    }

    private char group(char before, String key, String value) {
        if (value.isEmpty()) {
            return before;
        }
        out.raw(before).raw('"').raw(key).raw("\":").string(value);
        return ',';
    }

    private void numberText(String value) {
        if (JSON_NUMBER.matcher(value).matches()) {
            out.raw(value);
        } else if (LOOSE_NUMBER.matcher(value).matches() && value.chars().anyMatch(c -> c >= '0' && c <= '9')) {
            looseNumber(value);
        } else {
            out.string(value);
        }
    }

    /// `+5`, `.5`, `5.` and `007` are numbers in DICOM but not in JSON.
    private void looseNumber(String value) {
        try {
            out.raw(new BigDecimal(value).toString());
        } catch (NumberFormatException e) {
            out.string(value);
        }
    }

    private void numbers(DicomVr vr, byte[] data) {
        int count = data.length / vr.unitBytes();
        if (count == 0) {
            return;
        }
        ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        out.raw(",\"Value\":[");
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                out.raw(',');
            }
            switch (vr) {
                case US -> out.raw(Integer.toString(Short.toUnsignedInt(in.getShort())));
                case SS -> out.raw(Short.toString(in.getShort()));
                case UL -> out.raw(Integer.toUnsignedString(in.getInt()));
                case SL -> out.raw(Integer.toString(in.getInt()));
                case SV -> wide(in.getLong(), false);
                case UV -> wide(in.getLong(), true);
                case FL -> floating(in.getFloat());
                default -> floating(in.getDouble());
            }
        }
        out.raw(']');
    }

    /// Integers that a JavaScript number cannot hold are strings.
    private void wide(long value, boolean unsigned) {
        String text = unsigned ? Long.toUnsignedString(value) : Long.toString(value);
        boolean safe = value >= (unsigned ? 0 : -SAFE_INTEGER) && value <= SAFE_INTEGER;
        if (safe) {
            out.raw(text);
        } else {
            out.string(text);
        }
    }

    private void floating(float value) {
        if (Float.isFinite(value)) {
            out.raw(Float.toString(value));
        } else {
            floating((double) value);
        }
    }

    private void floating(double value) {
        if (Double.isFinite(value)) {
            out.raw(Double.toString(value));
        } else if (Double.isNaN(value)) {
            out.string("NaN");
        } else {
            out.string(value > 0 ? "inf" : "-inf");
        }
    }

    private void tags(List<DicomTag> tags) {
        if (tags.isEmpty()) {
            return;
        }
        out.raw(",\"Value\":[");
        for (int i = 0; i < tags.size(); i++) {
            if (i > 0) {
                out.raw(',');
            }
            out.string(tags.get(i).hex());
        }
        out.raw(']');
    }
}
