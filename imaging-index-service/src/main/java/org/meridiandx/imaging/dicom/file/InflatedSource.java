package org.meridiandx.imaging.dicom.file;

import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// The inflated data set of a deflated file, read forwards without ever holding it whole.
///
/// Going back starts again from the beginning. Close it: an inflater holds memory outside the heap.
final class InflatedSource implements DicomSource, AutoCloseable {
    private static final int PIECE = 16 * 1024;

    private final DicomSource deflated;
    private final long start;
    private final long limit;
    private final Inflater inflater = new Inflater(true);
    private final byte[] input = new byte[PIECE];
    private final byte[] skipped = new byte[PIECE];
    private long inputPosition;
    private long position;

    InflatedSource(DicomSource deflated, long start, long limit) {
        this.deflated = deflated;
        this.start = start;
        this.limit = limit;
        this.inputPosition = start;
    }

    /// Unknown before the end: the largest number, so that the end shows only when reading reaches it.
    @Override
    public long size() {
        return Long.MAX_VALUE;
    }

    @Override
    public int read(long from, byte[] target, int offset, int length) throws IOException {
        if (from < position) {
            inflater.reset();
            inputPosition = start;
            position = 0;
        }
        while (position < from) {
            int count = inflate(skipped, 0, (int) Math.min(skipped.length, from - position));
            if (count < 0) {
                return -1;
            }
        }
        return inflate(target, offset, length);
    }

    private int inflate(byte[] target, int offset, int length) throws IOException {
        try {
            while (true) {
                int count = inflater.inflate(target, offset, length);
                if (count > 0) {
                    position += count;
                    if (position > limit) {
                        throw new DicomException(DicomException.Reason.INFLATES_TOO_MUCH, inputPosition);
                    }
                    return count;
                }
                if (inflater.finished() || inflater.needsDictionary()) {
                    return -1;
                }
                int read = deflated.read(inputPosition, input, 0, input.length);
                if (read <= 0) {
                    return -1;
                }
                inputPosition += read;
                inflater.setInput(input, 0, read);
            }
        } catch (DataFormatException e) {
            var failure = new DicomException(DicomException.Reason.DEFLATE_ERROR, inputPosition);
            failure.initCause(e);
            throw failure;
        }
    }

    @Override
    public void close() {
        inflater.end();
    }
}
