package org.meridiandx.order.records;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.hl7.fhir.r4.model.Resource;
import org.meridiandx.fhir.FhirJson;

/// Tells whether two requests say the same: SHA-256 over the encoded resource as it was sent, id
/// and meta apart.
public final class ContentDigest {
    private ContentDigest() {}

    /// @return 64 hexadecimal digits
    public static String of(Resource request) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(FhirJson.encode(request)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
