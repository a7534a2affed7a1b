package org.meridiandx.result.attachments;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.result.resources.ResourceColumns;
import org.meridiandx.result.resources.ResourceTree;

/// A document that a report carries.
///
/// It is given as one of the types below or as bytes, whatever its sender called it: no browser shows it as a page
/// of this address.
///
/// **Hazard:** a document with a script that runs with the reader's rights.
///
/// @param contentType as it is given
/// @param created as in the report; may be empty
@SuppressWarnings("ArrayRecordComponent")
record Attachment(AttachmentId id, String contentType, String title, String created, byte[] data) {
    private static final String BYTES = "application/octet-stream";
    private static final Map<String, String> ENDINGS = Map.of(
            "application/pdf",
            "pdf",
            "application/rtf",
            "rtf",
            "image/png",
            "png",
            "image/jpeg",
            "jpg",
            "image/tiff",
            "tif",
            "text/plain",
            "txt",
            BYTES,
            "bin");

    /// Those of a report that hold their bytes; what only points elsewhere is not fetched.
    static List<Attachment> of(StoredResource report) {
        var all = new ArrayList<Attachment>();
        var forms = ResourceColumns.each(ResourceTree.parse(report.content()).path("presentedForm"));
        for (var i = 0; i < forms.size(); i++) {
            var form = forms.get(i);
            var id = new AttachmentId(report.id(), report.version(), i + 1);
            bytes(form.path("data"))
                    .ifPresent(data -> all.add(new Attachment(
                            id,
                            typeOf(form),
                            ResourceColumns.text(form.path("title")),
                            ResourceColumns.text(form.path("creation")),
                            data)));
        }
        return all;
    }

    /// What a browser names the file: nothing that a sender chose.
    String fileName() {
        return "report-" + id.number() + "." + ENDINGS.getOrDefault(contentType, "bin");
    }

    private static String typeOf(JsonNode form) {
        var type = ResourceColumns.text(form.path("contentType"))
                .split(";", 2)[0]
                .strip()
                .toLowerCase(Locale.ROOT);
        return ENDINGS.containsKey(type) ? type : BYTES;
    }

    private static Optional<byte[]> bytes(JsonNode data) {
        try {
            return data.isTextual() ? Optional.of(Base64.getMimeDecoder().decode(data.textValue())) : Optional.empty();
        } catch (IllegalArgumentException undecodable) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "Attachment[" + id + "]";
    }
}
