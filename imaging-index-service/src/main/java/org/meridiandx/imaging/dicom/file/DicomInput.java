package org.meridiandx.imaging.dicom.file;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// A window on a source that moves forwards: whole headers are read from an array, never byte by
/// byte from the source.
final class DicomInput {
    private static final int WINDOW = 64 * 1024;
    private static final VarHandle SHORT_LE = view(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT_BE = view(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT_LE = view(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT_BE = view(int[].class, ByteOrder.BIG_ENDIAN);

    private final DicomSource source;
    private final boolean inPlace;
    private final byte[] window;
    private final long size;

    /// The source's position of the window's first byte.
    private long base;

    private int next;
    private int filled;

    DicomInput(DicomSource source) throws IOException {
        this.source = source;
        this.size = source.size();
        if (source instanceof DicomSource.Memory(byte[] content)) {
            inPlace = true;
            window = content;
            filled = content.length;
        } else {
            inPlace = false;
            window = new byte[Math.clamp(size, 512, WINDOW)];
        }
    }

    long position() {
        return base + next;
    }

    long size() {
        return size;
    }

    /// Whether so many bytes (at most 512) are left; brings them into the window.
    boolean has(int count) throws IOException {
        return filled - next >= count || refill(count);
    }

    void require(int count) throws IOException {
        if (!has(count)) {
            throw new DicomException(DicomException.Reason.TRUNCATED, position());
        }
    }

    private boolean refill(int count) throws IOException {
        if (inPlace) {
            return false;
        }
        int kept = Math.max(filled - next, 0);
        if (kept > 0) {
            System.arraycopy(window, next, window, 0, kept);
        }
        base += next;
        next = 0;
        filled = kept;
        while (filled < count) {
            int read = source.read(base + filled, window, filled, window.length - filled);
            if (read < 0) {
                return false;
            }
            filled += read;
        }
        return true;
    }

    /// A byte ahead in the window, after `has`.
    int peekByte(int ahead) {
        return window[next + ahead] & 0xFF;
    }

    int peekUnsignedShort(int ahead, boolean bigEndian) {
        return (short) (bigEndian ? SHORT_BE : SHORT_LE).get(window, next + ahead) & 0xFFFF;
    }

    int peekInt(int ahead, boolean bigEndian) {
        return (int) (bigEndian ? INT_BE : INT_LE).get(window, next + ahead);
    }

    /// The tag at the window's start: group and element are two numbers, each in the byte order.
    int peekTag(boolean bigEndian) {
        return bigEndian ? (int) INT_BE.get(window, next) : Integer.rotateLeft((int) INT_LE.get(window, next), 16);
    }

    /// Moves over bytes that `has` has shown.
    void consume(int count) {
        next += count;
    }

    /// Moves on by any number of bytes; that they exist shows at the next read.
    void skip(long count) {
        long left = filled - (long) next;
        if (count <= left || inPlace) {
            next = (int) Math.min(next + count, Integer.MAX_VALUE);
        } else {
            base += next + count;
            next = 0;
            filled = 0;
        }
    }

    /// Whether the byte at a position exists. A source that does not know its size is read up to
    /// there: skip to behind it next, or an inflated one has to start again.
    boolean exists(long position) throws IOException {
        if (position < base + filled) {
            return true;
        }
        return size != Long.MAX_VALUE ? position < size : source.read(position, new byte[1], 0, 1) > 0;
    }

    byte[] bytes(int count) throws IOException {
        byte[] value = new byte[count];
        int copied = Math.clamp(filled - (long) next, 0, count);
        System.arraycopy(window, next, value, 0, copied);
        next += copied;
        while (copied < count) {
            if (!has(Math.min(count - copied, 512))) {
                throw new DicomException(DicomException.Reason.TRUNCATED, position());
            }
            int piece = Math.min(filled - next, count - copied);
            System.arraycopy(window, next, value, copied, piece);
            next += piece;
            copied += piece;
        }
        return value;
    }

    private static VarHandle view(Class<?> arrayType, ByteOrder order) {
        return MethodHandles.byteArrayViewVarHandle(arrayType, order);
    }
}
