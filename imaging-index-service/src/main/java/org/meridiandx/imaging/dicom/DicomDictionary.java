package org.meridiandx.imaging.dicom;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The data dictionary of the standard: tag to keyword and value representation.
///
/// **Source**: DICOM PS3.6, from the resource `dicom-dictionary.txt`.
public final class DicomDictionary {
    private static final DicomDictionary STANDARD = load();
    private static final int OVERLAY_GROUPS = 0x6000;
    private static final int CURVE_GROUPS = 0x5000;

    /// Open addressing over primitive keys: implicit encodings ask for every element.
    private final int[] tags;

    private final @Nullable Entry[] entries;
    private final int mask;
    private final Map<String, DicomTag> byKeyword;

    private record Entry(DicomTag tag, String keyword, DicomVr vr, boolean signedByPixelRepresentation) {}

    private DicomDictionary(List<Entry> all) {
        int size = Integer.highestOneBit(all.size()) << 2;
        this.tags = new int[size];
        this.entries = new @Nullable Entry[size];
        this.mask = size - 1;
        this.byKeyword = HashMap.newHashMap(all.size());
        for (Entry entry : all) {
            int slot = slot(entry.tag.value());
            tags[slot] = entry.tag.value();
            entries[slot] = entry;
            byKeyword.putIfAbsent(entry.keyword, entry.tag);
        }
    }

    /// The representation of a tag where the encoding does not carry it.
    public static DicomVr vr(int tag, boolean pixelsAreSigned) {
        if ((tag & 0xFFFF) == 0) {
            return DicomVr.UL; // group length, in every group
        }
        if ((tag & 0x10000) != 0) {
            return (tag & 0xFFFF) >= 0x10 && (tag & 0xFFFF) <= 0xFF ? DicomVr.LO : DicomVr.UN; // private creator
        }
        Entry entry = STANDARD.find(tag);
        if (entry == null) {
            return DicomVr.UN;
        }
        return entry.signedByPixelRepresentation && pixelsAreSigned ? DicomVr.SS : entry.vr;
    }

    static Optional<String> keyword(DicomTag tag) {
        Entry entry = STANDARD.find(tag.value());
        return entry == null ? Optional.empty() : Optional.of(entry.keyword);
    }

    static Optional<DicomTag> byKeyword(String keyword) {
        return Optional.ofNullable(STANDARD.byKeyword.get(keyword));
    }

    private @Nullable Entry find(int tag) {
        int group = tag >>> 16;
        int block = group & 0xFF00;
        boolean repeats = block == OVERLAY_GROUPS || block == CURVE_GROUPS;
        return entries[slot(repeats ? block << 16 | tag & 0xFFFF : tag)];
    }

    private int slot(int tag) {
        int slot = (tag * 0x9E3779B9) >>> 7 & mask;
        while (entries[slot] != null && tags[slot] != tag) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private static DicomDictionary load() {
        List<Entry> all = new ArrayList<>(5300);
        try (InputStream in = DicomDictionary.class.getResourceAsStream("dicom-dictionary.txt")) {
            if (in == null) {
                throw new IllegalStateException("dicom-dictionary.txt is not on the class path");
            }
            var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    all.add(parse(line));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new DicomDictionary(all);
    }

    private static Entry parse(String line) {
        int tagAt = line.indexOf('|') + 1;
        int vrAt = tagAt + 9;
        var tag = new DicomTag(Integer.parseUnsignedInt(line, tagAt, tagAt + 8, 16));
        String vr = line.substring(vrAt, vrAt + 2);
        boolean either = vr.equals("XS");
        return new Entry(tag, line.substring(0, tagAt - 1), either ? DicomVr.US : DicomVr.valueOf(vr), either);
    }
}
