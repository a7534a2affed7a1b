package org.meridiandx.hl7v2.mllp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Cuts a stream of bytes into frames, on demand: what nobody has asked for stays unread. Holds at most the largest
/// message. Forgiving: no CR after FS, blanks and a byte order mark between frames, a doubled VT.
///
/// ```
///            VT                     FS
/// BETWEEN ────────> INSIDE ───────────────> BETWEEN
///    │ too much junk   │ too large
///    └────> DISCARDING <┘
/// ```
final class FrameDecoder {

    static final byte VT = 0x0B;

    static final byte FS = 0x1C;

    static final byte CR = 0x0D;

    /// So many bytes without a start block are not MLLP.
    static final int MOST_JUNK = 64 * 1024;

    /// How much of a message above the limit is kept: its header.
    private static final int START_KEPT = 4096;

    /// A buffer above this is not kept between messages.
    private static final int BUFFER_KEPT = 64 * 1024;

    private static final byte[] NOTHING = {};

    private final int maxMessageBytes;
    private State state = State.BETWEEN;
    private ByteBuf unread = Unpooled.EMPTY_BUFFER;
    private byte[] buffer = NOTHING;
    private int length;
    private int junk;

    private enum State {
        BETWEEN,
        INSIDE,
        DISCARDING
    }

    FrameDecoder(int maxMessageBytes) {
        this.maxMessageBytes = maxMessageBytes;
    }

    void feed(ByteBuf bytes) {
        unread = unread.isReadable() ? Unpooled.wrappedBuffer(unread, bytes) : bytes;
    }

    boolean hasUnread() {
        return unread.isReadable();
    }

    /// Whether a message has begun and not ended.
    boolean isInsideFrame() {
        return state == State.INSIDE;
    }

    /// Whether bytes came that no frame holds.
    boolean hasJunk() {
        return junk > 0;
    }

    /// The next thing, or null when more bytes are needed.
    @Nullable
    Frame next() {
        Frame frame = null;
        while (frame == null && unread.isReadable()) {
            frame = switch (state) {
                case BETWEEN -> between();
                case INSIDE -> inside();
                case DISCARDING -> discard();
            };
        }
        return frame;
    }

    private @Nullable Frame between() {
        while (unread.isReadable()) {
            byte b = unread.readByte();
            if (b == VT) {
                state = State.INSIDE;
                return endJunk(new Frame.Junk(false));
            }
            if (b == FS) {
                var unstarted = endJunk(new Frame.Unstarted());
                if (unstarted != null) {
                    return unstarted;
                }
            } else if (!isFiller(b) && ++junk > MOST_JUNK) {
                state = State.DISCARDING;
                return endJunk(new Frame.Junk(true));
            }
        }
        return null;
    }

    private @Nullable Frame endJunk(Frame frame) {
        boolean any = junk > 0;
        junk = 0;
        return any ? frame : null;
    }

    /// Blanks, NUL, and the bytes of a byte order mark.
    private static boolean isFiller(byte b) {
        return (b >= 0 && b <= ' ') || b == (byte) 0xEF || b == (byte) 0xBB || b == (byte) 0xBF;
    }

    private @Nullable Frame inside() {
        int end = unread.indexOf(unread.readerIndex(), unread.writerIndex(), FS);
        int count = end < 0 ? unread.readableBytes() : end - unread.readerIndex();
        if (count > maxMessageBytes - length) {
            return tooLarge(count);
        }
        if (end < 0) {
            append(count);
            return null;
        }
        byte[] content = take(count);
        unread.skipBytes(1);
        state = State.BETWEEN;
        int start = lastStart(content);
        if (start == 0) {
            return new Frame.Complete(content);
        }
        return restart(content, start);
    }

    /// A start block inside a message: the sender gave up and began again. What stands before is reported first.
    private Frame restart(byte[] content, int start) {
        boolean doubled = true;
        for (int i = 0; i < start; i++) {
            doubled &= content[i] == VT;
        }
        var rest = Arrays.copyOfRange(content, start, content.length);
        if (doubled) {
            return new Frame.Complete(rest);
        }
        unread = Unpooled.wrappedBuffer(Unpooled.wrappedBuffer(new byte[] {VT}, rest, new byte[] {FS}), unread);
        return new Frame.CutOff();
    }

    /// Where the content begins that the last start block announces: behind leading VT, or behind
    /// the last `VT MSH`.
    private static int lastStart(byte[] content) {
        for (int i = content.length - 4; i >= 0; i--) {
            if (content[i] == VT && content[i + 1] == 'M' && content[i + 2] == 'S' && content[i + 3] == 'H') {
                return i + 1;
            }
        }
        int start = 0;
        while (start < content.length && content[start] == VT) {
            start++;
        }
        return start;
    }

    private byte[] take(int count) {
        byte[] content;
        if (length == 0) {
            content = new byte[count];
            unread.readBytes(content);
        } else {
            append(count);
            content = Arrays.copyOf(buffer, length);
        }
        release();
        return content;
    }

    private void append(int count) {
        int needed = length + count;
        if (needed > buffer.length) {
            long doubled = Math.max(8192L, buffer.length * 2L);
            buffer = Arrays.copyOf(buffer, (int) Math.max(needed, Math.min(doubled, maxMessageBytes)));
        }
        unread.readBytes(buffer, length, count);
        length = needed;
    }

    private void release() {
        length = 0;
        if (buffer.length > BUFFER_KEPT) {
            buffer = NOTHING;
        }
    }

    private Frame tooLarge(int count) {
        if (length < START_KEPT) {
            append(Math.min(count, Math.min(START_KEPT, maxMessageBytes) - length));
        }
        var start = Arrays.copyOf(buffer, Math.min(length, START_KEPT));
        length = 0;
        buffer = NOTHING;
        state = State.DISCARDING;
        return new Frame.TooLarge(start);
    }

    private @Nullable Frame discard() {
        int end = unread.indexOf(unread.readerIndex(), unread.writerIndex(), FS);
        unread = Unpooled.EMPTY_BUFFER;
        return end < 0 ? null : new Frame.TooLargeEnded();
    }
}
