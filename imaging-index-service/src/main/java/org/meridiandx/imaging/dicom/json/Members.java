package org.meridiandx.imaging.dicom.json;

/// JSON objects without their braces, so that answers are put together by copying bytes.
public final class Members {
    private Members() {}

    /// The members of an object.
    ///
    /// @param object UTF-8 JSON that begins with `{` and ends with `}`
    public static byte[] of(byte[] object) {
        var members = new byte[object.length - 2];
        System.arraycopy(object, 1, members, 0, members.length);
        return members;
    }

    /// One list of members out of several; empty ones leave no comma.
    public static byte[] join(byte[]... lists) {
        var size = 0;
        for (var list : lists) {
            size += list.length + 1;
        }
        var joined = new java.io.ByteArrayOutputStream(size);
        for (var list : lists) {
            if (list.length > 0) {
                if (joined.size() > 0) {
                    joined.write(',');
                }
                joined.writeBytes(list);
            }
        }
        return joined.toByteArray();
    }
}
