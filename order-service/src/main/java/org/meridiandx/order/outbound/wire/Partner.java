package org.meridiandx.order.outbound.wire;

import io.vertx.mutiny.sqlclient.Row;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.meridiandx.partners.PartnerAddress;

/// How one performer is to be written to.
///
/// @param ods its ODS code, MSH-6
/// @param address where it listens
/// @param version MSH-12: `2.3`, `2.4` or `2.5.1`
/// @param laboratoryType MSH-9 for laboratory orders
/// @param imagingType MSH-9 for imaging orders
/// @param codeSystem URI of the code system that comes first in OBR-4; may be empty
/// @param charset MSH-18
/// @param application MSH-5
/// @param ownApplication MSH-3
/// @param ownFacility MSH-4
public record Partner(
        String ods,
        PartnerAddress address,
        String version,
        String laboratoryType,
        String imagingType,
        String codeSystem,
        String charset,
        String application,
        String ownApplication,
        String ownFacility) {
    public static final String COLUMNS = "p.ods, p.host, p.port, p.tls, p.version, p.laboratory_type, p.imaging_type,"
            + " p.code_system, p.charset, p.application, p.own_application, p.own_facility";

    /// Whether messages have TQ1 and SPM, which came with version 2.5.
    boolean hasNewSegments() {
        return version.equals("2.5.1");
    }

    Charset javaCharset() {
        return switch (charset) {
            case "8859/1" -> StandardCharsets.ISO_8859_1;
            case "ASCII" -> StandardCharsets.US_ASCII;
            default -> StandardCharsets.UTF_8;
        };
    }

    /// @param from the place of the first of [#COLUMNS], from 0
    public static Partner of(Row row, int from) {
        return new Partner(
                row.getString(from),
                new PartnerAddress(row.getString(from + 1), row.getInteger(from + 2), row.getBoolean(from + 3)),
                row.getString(from + 4),
                row.getString(from + 5),
                row.getString(from + 6),
                row.getString(from + 7),
                row.getString(from + 8),
                row.getString(from + 9),
                row.getString(from + 10),
                row.getString(from + 11));
    }
}
