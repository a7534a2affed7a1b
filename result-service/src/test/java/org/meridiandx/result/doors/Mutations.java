package org.meridiandx.result.doors;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Changes samples as broken senders do: a part is cut, doubled, moved, taken from another sample or replaced by what
/// parsers stumble over. Parts are what the separators of the format divide.
final class Mutations {
    private static final int MOST_PARTS = 4_000;
    private static final List<byte[]> TEMPTING = List.of(
            bytes(""),
            bytes("\0"),
            bytes("\\X00\\"),
            bytes("\\Xzz\\"),
            bytes("\\.br\\"),
            bytes("\\"),
            bytes("\"\""),
            bytes("null"),
            bytes("{}"),
            bytes("[]"),
            bytes("\"\\ud800\""),
            bytes("\"\\u0000\""),
            bytes("-0"),
            bytes("1e400"),
            bytes("1E-999999"),
            bytes("NaN"),
            bytes("99999999999999999999999999999999"),
            bytes("20260230"),
            bytes("00000000"),
            bytes("99991231235959.9999+1400"),
            bytes("2026-11-21T24:00:00Z"),
            bytes("<5"),
            bytes(">=^7"),
            bytes("^^^&&&~~~"),
            bytes("?'+:"),
            bytes("\u202e\ufeff"),
            new byte[] {(byte) 0xff, (byte) 0xfe, (byte) 0xc3},
            bytes("x".repeat(70_000)));

    private final String separators;
    private final List<byte[]> samples;
    private final Random random;

    /// @param separators characters that divide what the format is made of
    Mutations(String separators, List<byte[]> samples, long seed) {
        this.separators = separators;
        this.samples = samples;
        this.random = new Random(seed);
    }

    byte[] next() {
        var parts = parts(any(samples));
        for (var changes = 1 + random.nextInt(4); changes > 0; changes--) {
            change(parts);
        }
        var out = new ByteArrayOutputStream();
        parts.forEach(out::writeBytes);
        return random.nextInt(20) == 0
                ? Arrays.copyOf(out.toByteArray(), random.nextInt(out.size() + 1))
                : out.toByteArray();
    }

    private void change(List<byte[]> parts) {
        if (parts.isEmpty()) {
            return;
        }
        var at = random.nextInt(parts.size());
        switch (random.nextInt(7)) {
            case 0 -> parts.remove(at);
            case 1 -> parts.add(at, parts.get(random.nextInt(parts.size())));
            case 2 -> parts.set(at, parts.get(random.nextInt(parts.size())));
            case 3 -> parts.set(at, any(parts(any(samples))));
            case 4 -> parts.set(at, flipped(parts.get(at)));
            default -> parts.set(at, any(TEMPTING));
        }
    }

    private byte[] flipped(byte[] part) {
        var changed = part.clone();
        if (changed.length > 0) {
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return changed;
    }

    /// Separators are parts of their own.
    private List<byte[]> parts(byte[] sample) {
        var parts = new ArrayList<byte[]>();
        var from = 0;
        for (var at = 0; at < sample.length && parts.size() < MOST_PARTS; at++) {
            if (separators.indexOf(sample[at]) >= 0) {
                parts.add(Arrays.copyOfRange(sample, from, at));
                parts.add(new byte[] {sample[at]});
                from = at + 1;
            }
        }
        parts.add(Arrays.copyOfRange(sample, from, sample.length));
        return parts;
    }

    private byte[] any(List<byte[]> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
