package org.meridiandx.imaging.dicom.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/// A growing array of JSON text in UTF-8.
final class JsonBytes {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] out = new byte[4096];
    private int size;

    byte[] toBytes() {
        return Arrays.copyOf(out, size);
    }

    /// ASCII text that needs no escapes: punctuation, keys, numbers.
    JsonBytes raw(String ascii) {
        int length = ascii.length();
        room(length);
        for (int i = 0; i < length; i++) {
            out[size + i] = (byte) ascii.charAt(i);
        }
        size += length;
        return this;
    }

    JsonBytes raw(char ascii) {
        room(1);
        out[size++] = (byte) ascii;
        return this;
    }

    /// A string with its quotes. Halves of surrogate pairs become the replacement character.
    JsonBytes string(String text) {
        int length = text.length();
        room(length * 6 + 2);
        out[size++] = '"';
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                ascii(c);
            } else if (c < 0x800) {
                out[size++] = (byte) (0xC0 | c >> 6);
                out[size++] = (byte) (0x80 | c & 0x3F);
            } else if (!Character.isSurrogate(c)) {
                three(c);
            } else if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1))) {
                four(Character.toCodePoint(c, text.charAt(++i)));
            } else {
                three('\uFFFD');
            }
        }
        out[size++] = '"';
        return this;
    }

    /// Bytes as a Base64 string with its quotes.
    JsonBytes base64(byte[] data) {
        byte[] encoded = Base64.getEncoder().encode(data);
        room(encoded.length + 2);
        out[size++] = '"';
        System.arraycopy(encoded, 0, out, size, encoded.length);
        size += encoded.length;
        out[size++] = '"';
        return this;
    }

    private void ascii(char c) {
        if (c == '"' || c == '\\') {
            out[size++] = '\\';
            out[size++] = (byte) c;
        } else if (c >= 0x20 && c != 0x7F) {
            out[size++] = (byte) c;
        } else {
            out[size++] = '\\';
            out[size++] = 'u';
            out[size++] = '0';
            out[size++] = '0';
            out[size++] = HEX[c >> 4];
            out[size++] = HEX[c & 0xF];
        }
    }

    private void three(char c) {
        out[size++] = (byte) (0xE0 | c >> 12);
        out[size++] = (byte) (0x80 | c >> 6 & 0x3F);
        out[size++] = (byte) (0x80 | c & 0x3F);
    }

    private void four(int codePoint) {
        out[size++] = (byte) (0xF0 | codePoint >> 18);
        out[size++] = (byte) (0x80 | codePoint >> 12 & 0x3F);
        out[size++] = (byte) (0x80 | codePoint >> 6 & 0x3F);
        out[size++] = (byte) (0x80 | codePoint & 0x3F);
    }

    private void room(int more) {
        if (out.length - size < more) {
            out = Arrays.copyOf(out, Math.max(out.length * 2, size + more));
        }
    }
}
