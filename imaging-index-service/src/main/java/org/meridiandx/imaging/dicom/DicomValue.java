package org.meridiandx.imaging.dicom;

import java.util.Arrays;
import java.util.List;

/// What a data element holds, or where it is.
public sealed interface DicomValue {
    /// The length of a value that is ended by a delimiter.
    long UNDEFINED_LENGTH = -1;

    /// A value in memory, little endian whatever the file's byte order was.
    ///
    /// @param data the value, padding included; not to be modified
    record Bytes(byte[] data) implements DicomValue {
        public static final Bytes EMPTY = new Bytes(new byte[0]);

        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes bytes && Arrays.equals(data, bytes.data);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(data);
        }

        /// Not the value: it must not reach a log.
        @Override
        public String toString() {
            return "Bytes[" + data.length + "]";
        }
    }

    /// The items of a sequence.
    record Items(List<DicomDataset> items) implements DicomValue {
        public Items {
            items = List.copyOf(items);
        }
    }

    /// A value that was left in the file: too long to keep, or the pixel data.
    ///
    /// @param offset where it starts, from the start of the file (of the inflated data set if it is deflated)
    /// @param length its bytes, `UNDEFINED_LENGTH` where only a walk through the fragments would tell
    record Deferred(long offset, long length) implements DicomValue {}

    /// A compressed value in fragments that were left in the file, the offset table apart.
    ///
    /// @param offset where the first item starts
    /// @param frameOffsets the basic offset table, empty if there is none; relative to the first
    ///     fragment's item
    /// @param fragments each fragment's bytes without its item header
    record Fragments(long offset, List<Long> frameOffsets, List<Deferred> fragments) implements DicomValue {
        public Fragments {
            frameOffsets = List.copyOf(frameOffsets);
            fragments = List.copyOf(fragments);
        }
    }
}
