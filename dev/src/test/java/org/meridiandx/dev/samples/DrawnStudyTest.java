package org.meridiandx.dev.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DrawnStudyTest {

    private static final int ACCESSION = 0x00080050;
    private static final int SOP_INSTANCE = 0x00080018;
    private static final int STUDY = 0x0020000D;
    private static final int PIXELS = 0x7FE00010;

    @Test
    void shouldDrawTwelveSlicesOfOneStudyUnderTheAccessionNumber() {
        // When
        var study = DrawnStudy.chestCt(SamplePatient.THWAITE, "RX901-77");

        // Then
        var instances = new HashSet<String>();
        assertThat(study.instances()).hasSize(12).allSatisfy(file -> {
            var elements = elements(file);
            assertThat(text(elements, ACCESSION)).isEqualTo("RX901-77");
            assertThat(text(elements, STUDY)).isEqualTo(study.studyUid()).matches("[0-9.]{10,64}");
            assertThat(elements.get(PIXELS)).hasSize(128 * 128 * 2);
            instances.add(text(elements, SOP_INSTANCE));
        });
        assertThat(instances).hasSize(12);
    }

    @Test
    void shouldDrawAirLungBoneAndANodule() {
        // When
        var pixels = ChestPhantom.slice(7, 12, 128);

        // Then
        assertThat(pixels[0]).isLessThan((short) -950);
        assertThat(pixels[64 * 128 + 90]).as("lung").isBetween((short) -850, (short) -790);
        assertThat(pixels[(int) (128 * (0.5 + 0.21)) * 128 + 64]).as("spine").isGreaterThan((short) 600);
        assertThat(pixels[(int) (128 * 0.45) * 128 + 32]).as("nodule").isBetween((short) 40, (short) 80);
    }

    @Test
    void shouldDrawARadiograph() {
        var study = DrawnStudy.chestRadiograph(SamplePatient.THWAITE, "A1");

        assertThat(study.instances()).hasSize(1);
        assertThat(elements(study.instances().getFirst()).get(PIXELS)).hasSize(128 * 128 * 2);
    }

    /// Reads the flat data set as explicit VR little endian and demands ascending tags.
    private static TreeMap<Integer, byte[]> elements(byte[] file) {
        var buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(new String(file, 128, 4, StandardCharsets.US_ASCII)).isEqualTo("DICM");
        buffer.position(132);
        var elements = new TreeMap<Integer, byte[]>();
        int last = 0;
        while (buffer.hasRemaining()) {
            int tag = (buffer.getShort() & 0xFFFF) << 16 | buffer.getShort() & 0xFFFF;
            assertThat(tag).isGreaterThan(last);
            last = tag;
            String vr = "" + (char) buffer.get() + (char) buffer.get();
            boolean wide = vr.equals("OB") || vr.equals("OW");
            if (wide) {
                buffer.getShort();
            }
            byte[] value = new byte[wide ? buffer.getInt() : buffer.getShort() & 0xFFFF];
            assertThat(value.length % 2).isZero();
            buffer.get(value);
            elements.put(tag, value);
        }
        return elements;
    }

    private static String text(TreeMap<Integer, byte[]> elements, int tag) {
        return new String(elements.get(tag), StandardCharsets.UTF_8)
                .replace("\0", "")
                .strip();
    }
}
