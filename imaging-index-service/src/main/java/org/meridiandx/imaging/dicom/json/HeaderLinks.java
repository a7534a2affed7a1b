package org.meridiandx.imaging.dicom.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Makes addresses of the marks that stand for large values in stored headers.
public final class HeaderLinks {
    /// A quotation mark in a text is escaped, so that no value can look like this.
    private static final byte[] MARK = "\"BulkDataURI\":\"".getBytes(StandardCharsets.US_ASCII);

    private HeaderLinks() {}

    /// Appends a stored header.
    ///
    /// @param members DICOM JSON members of the header
    /// @param instanceUrl address of the instance
    public static void expand(byte[] members, String instanceUrl, ByteArrayOutputStream out) {
        var prefix = (instanceUrl + "/").getBytes(StandardCharsets.US_ASCII);
        var copied = 0;
        for (var at = indexOf(members, 0); at >= 0; at = indexOf(members, copied)) {
            out.write(members, copied, at - copied);
            out.writeBytes(prefix);
            copied = at;
        }
        out.write(members, copied, members.length - copied);
    }

    /// Where the next link's text begins.
    private static int indexOf(byte[] members, int from) {
        for (var at = from; at <= members.length - MARK.length; at++) {
            if (members[at] == '"' && matches(members, at)) {
                return at + MARK.length;
            }
        }
        return -1;
    }

    private static boolean matches(byte[] members, int at) {
        for (var i = 0; i < MARK.length; i++) {
            if (members[at + i] != MARK[i]) {
                return false;
            }
        }
        return true;
    }
}
