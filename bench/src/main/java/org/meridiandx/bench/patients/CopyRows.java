package org.meridiandx.bench.patients;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.postgresql.copy.CopyIn;

/// Rows in PostgreSQL's binary form for COPY. Fields are written in the order of the columns.
///
/// **Source:** PostgreSQL documentation, COPY, binary format.
public final class CopyRows {

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    private static final LocalDate FIRST_DAY = LocalDate.of(2000, 1, 1);
    private static final Instant FIRST_MOMENT = Instant.parse("2000-01-01T00:00:00Z");
    private static final int TEXT_OID = 25;
    private static final int FULL = 1 << 20;

    private final CopyIn copy;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(FULL + (1 << 14));
    private final DataOutputStream out = new DataOutputStream(bytes);

    public CopyRows(CopyIn copy) throws IOException {
        this.copy = copy;
        out.write(SIGNATURE);
        out.writeInt(0);
        out.writeInt(0);
    }

    public CopyRows row(int fields) throws IOException, SQLException {
        if (bytes.size() >= FULL) {
            send();
        }
        out.writeShort(fields);
        return this;
    }

    public CopyRows text(String value) throws IOException {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    public CopyRows bytes(byte[] value) throws IOException {
        out.writeInt(value.length);
        out.write(value);
        return this;
    }

    public CopyRows integer(int value) throws IOException {
        out.writeInt(Integer.BYTES);
        out.writeInt(value);
        return this;
    }

    public CopyRows bool(boolean value) throws IOException {
        out.writeInt(1);
        out.writeByte(value ? 1 : 0);
        return this;
    }

    public CopyRows date(LocalDate value) throws IOException {
        return integer((int) ChronoUnit.DAYS.between(FIRST_DAY, value));
    }

    public CopyRows time(Instant value) throws IOException {
        out.writeInt(Long.BYTES);
        out.writeLong(Duration.between(FIRST_MOMENT, value).toNanos() / 1000);
        return this;
    }

    /// An array with one text.
    public CopyRows texts(String value) throws IOException {
        byte[] content = value.getBytes(StandardCharsets.UTF_8);
        out.writeInt(6 * Integer.BYTES + content.length);
        out.writeInt(1);
        out.writeInt(0);
        out.writeInt(TEXT_OID);
        out.writeInt(1);
        out.writeInt(1);
        return bytes(content);
    }

    public void end() throws IOException, SQLException {
        out.writeShort(-1);
        send();
        copy.endCopy();
    }

    private void send() throws SQLException {
        byte[] content = bytes.toByteArray();
        copy.writeToCopy(content, 0, content.length);
        bytes.reset();
    }
}
