package org.meridiandx.imaging.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One data element: a tag, how its value is to be understood, and the value.
///
/// Its getters never fail on odd content: what cannot be read as asked is absent.
public record DicomElement(DicomTag tag, DicomVr vr, DicomValue value) {

    /// The value in memory; empty for sequences and for values left in the file.
    public Optional<byte[]> bytes() {
        return value instanceof DicomValue.Bytes(byte[] data) ? Optional.of(data) : Optional.empty();
    }

    /// The items of a sequence, none for anything else.
    public List<DicomDataset> items() {
        return value instanceof DicomValue.Items(List<DicomDataset> items) ? items : List.of();
    }

    /// Whether there is nothing in it.
    public boolean isEmpty() {
        return switch (value) {
            case DicomValue.Bytes(byte[] data) -> data.length == 0;
            case DicomValue.Items(List<DicomDataset> items) -> items.isEmpty();
            case DicomValue.Deferred deferred -> deferred.length() == 0;
            case DicomValue.Fragments fragments -> fragments.fragments().isEmpty();
        };
    }

    /// The values of a text element without padding; an empty value among others stays, an empty
    /// element has none.
    public List<String> strings(DicomCharacterSet characterSet) {
        if (!(value instanceof DicomValue.Bytes(byte[] data)) || data.length == 0 || !vr.isText()) {
            return List.of();
        }
        String text = vr.isLocalised() ? characterSet.decode(data) : DicomCharacterSet.DEFAULT.decode(data);
        if (!vr.isMultiValued() || text.indexOf('\\') < 0) {
            String only = trim(text);
            return only.isEmpty() ? List.of() : List.of(only);
        }
        List<String> values = new ArrayList<>();
        int start = 0;
        for (int end = text.indexOf('\\'); end >= 0; end = text.indexOf('\\', start)) {
            values.add(trim(text.substring(start, end)));
            start = end + 1;
        }
        values.add(trim(text.substring(start)));
        return values;
    }

    /// The values of a binary integer element, 64-bit unsigned ones as their signed twins.
    public List<Long> integers() {
        if (!(value instanceof DicomValue.Bytes(byte[] data)) || vr.kind() != DicomVr.Kind.NUMBER) {
            return List.of();
        }
        ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        List<Long> values = new ArrayList<>(data.length / vr.unitBytes());
        while (in.remaining() >= vr.unitBytes()) {
            values.add(
                    switch (vr) {
                        case US -> (long) Short.toUnsignedInt(in.getShort());
                        case SS -> (long) in.getShort();
                        case UL -> Integer.toUnsignedLong(in.getInt());
                        case SL -> (long) in.getInt();
                        case SV, UV -> in.getLong();
                        case FL -> (long) in.getFloat();
                        default -> (long) in.getDouble();
                    });
        }
        return values;
    }

    /// The values of a binary floating-point element.
    public List<Double> doubles() {
        if (!(value instanceof DicomValue.Bytes(byte[] data)) || (vr != DicomVr.FL && vr != DicomVr.FD)) {
            return List.of();
        }
        ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        List<Double> values = new ArrayList<>(data.length / vr.unitBytes());
        while (in.remaining() >= vr.unitBytes()) {
            values.add(vr == DicomVr.FL ? in.getFloat() : in.getDouble());
        }
        return values;
    }

    /// The tags that an element of representation AT points to.
    public List<DicomTag> tags() {
        if (!(value instanceof DicomValue.Bytes(byte[] data)) || vr != DicomVr.AT) {
            return List.of();
        }
        ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        List<DicomTag> values = new ArrayList<>(data.length / 4);
        while (in.remaining() >= 4) {
            values.add(DicomTag.of(Short.toUnsignedInt(in.getShort()), Short.toUnsignedInt(in.getShort())));
        }
        return values;
    }

    /// Leading spaces count only in free text; trailing spaces and NULs never do.
    private String trim(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == 0)) {
            end--;
        }
        int start = 0;
        while (vr.isMultiValued() && vr != DicomVr.UC && start < end && text.charAt(start) == ' ') {
            start++;
        }
        return text.substring(start, end);
    }
}
