package org.meridiandx.imaging.retrieval;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.meridiandx.imaging.dicom.json.HeaderLinks;
import org.meridiandx.imaging.retrieval.RetrievalRepository.Header;

/// Puts stored headers together to a metadata answer.
final class MetadataWriter {
    private final String studyUrl;

    /// @param studyUrl address of the study
    MetadataWriter(String studyUrl) {
        this.studyUrl = studyUrl;
    }

    /// @return a JSON array in UTF-8
    byte[] write(List<Header> headers) {
        var out = new ByteArrayOutputStream(headers.stream()
                        .mapToInt(header -> header.members().length + 512)
                        .sum()
                + 2);
        out.write('[');
        for (var i = 0; i < headers.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            out.write('{');
            var header = headers.get(i);
            HeaderLinks.expand(
                    header.members(),
                    studyUrl + "/series/" + header.seriesUid() + "/instances/" + header.sopUid(),
                    out);
            out.write('}');
        }
        out.write(']');
        return out.toByteArray();
    }
}
