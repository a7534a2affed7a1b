package org.meridiandx.imaging.dicom.file;

/// Turns the byte order of values around.
final class ByteSwap {
    private ByteSwap() {}

    /// Swaps each whole unit; bytes that do not fill one stay.
    static void inPlace(byte[] data, int unit) {
        if (unit < 2) {
            return;
        }
        for (int start = 0; start + unit <= data.length; start += unit) {
            for (int low = start, high = start + unit - 1; low < high; low++, high--) {
                byte kept = data[low];
                data[low] = data[high];
                data[high] = kept;
            }
        }
    }
}
