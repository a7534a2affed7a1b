package org.meridiandx.imaging.dicom.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;

/// Bytes that can be read from any position. A source belongs to one reader at a time.
public interface DicomSource {

    /// How many bytes there are.
    long size() throws IOException;

    /// Reads some bytes from a position.
    ///
    /// @return how many were read, at least one; -1 at or beyond the end
    int read(long position, byte[] target, int offset, int length) throws IOException;

    /// The bytes of an array, which the caller no longer changes.
    static DicomSource of(byte[] content) {
        return new Memory(content);
    }

    /// The bytes of a file or another channel, which the caller closes.
    static DicomSource of(SeekableByteChannel channel) {
        return new Channel(channel);
    }

    /// Bytes in memory; the reader looks at them in place.
    record Memory(byte[] content) implements DicomSource {
        @Override
        public long size() {
            return content.length;
        }

        @Override
        public int read(long position, byte[] target, int offset, int length) {
            if (position >= content.length) {
                return -1;
            }
            int count = (int) Math.min(length, content.length - position);
            System.arraycopy(content, (int) position, target, offset, count);
            return count;
        }
    }

    /// Bytes behind a channel, read in large pieces.
    record Channel(SeekableByteChannel channel) implements DicomSource {
        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public int read(long position, byte[] target, int offset, int length) throws IOException {
            ByteBuffer into = ByteBuffer.wrap(target, offset, length);
            return channel instanceof FileChannel file
                    ? file.read(into, position)
                    : channel.position(position).read(into);
        }
    }
}
