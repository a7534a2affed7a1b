package org.meridiandx.imaging.header;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.meridiandx.imaging.dicom.DicomTag;

/// The elements of an image's header that tell where its patient is, at whatever depth.
///
/// The column `instance.tells_whereabouts` says which headers hold any of them: `WhereaboutsTest`
/// holds the two to each other.
///
/// **Source:** DICOM PS3.3 C.7.1.1 and C.2.3, PS3.15 table E.1-1. **Hazard:** a hidden address that
/// comes out of the header of an image.
public final class Whereabouts {
    public static final Set<DicomTag> TAGS = Stream.of(
                    0x00080092, // Referring Physician's Address
                    0x00080094, // Referring Physician's Telephone Numbers
                    0x00101040, // Patient's Address
                    0x00102150, // Country of Residence
                    0x00102152, // Region of Residence
                    0x00102154, // Patient's Telephone Numbers
                    0x00102155, // Patient's Telecom Information
                    0x00102297, // Responsible Person
                    0x00102299, // Responsible Organization
                    0x00104000, // Patient Comments
                    0x00380300, // Current Patient Location
                    0x00380400, // Patient's Institution Residence
                    0x00401102, // Person's Address
                    0x00401103, // Person's Telephone Numbers
                    0x00401104) // Person's Telecom Information
            .map(DicomTag::new)
            .collect(Collectors.toUnmodifiableSet());

    private static final Set<String> NAMES = TAGS.stream().map(DicomTag::hex).collect(Collectors.toUnmodifiableSet());
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    private Whereabouts() {}

    /// A stored header without them.
    ///
    /// @param members DICOM JSON members, without braces
    /// @throws IllegalArgumentException where it is no JSON
    public static byte[] takeOut(byte[] members) {
        try {
            var header = (ObjectNode) JSON.readTree("{" + new String(members, StandardCharsets.UTF_8) + "}");
            takeOut(header);
            var written = JSON.writeValueAsBytes(header);
            return Arrays.copyOfRange(written, 1, written.length - 1);
        } catch (IOException broken) {
            throw new IllegalArgumentException("a stored header is no JSON", broken);
        }
    }

    private static void takeOut(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(NAMES);
        }
        node.forEach(Whereabouts::takeOut);
    }
}
