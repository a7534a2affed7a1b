package org.meridiandx.result.copies.queue;

import io.vertx.mutiny.sqlclient.Row;
import java.util.Optional;
import org.meridiandx.access.Caller;
import org.meridiandx.access.Scopes;
import org.meridiandx.partners.PartnerAddress;
import org.meridiandx.result.copies.wire.Profile;

/// A recipient as its row stands now.
///
/// @param caller by whose rights each copy is decided
/// @param isFiles whether it takes files, and not MLLP
/// @param failures to reach it in a row
record CopyEndpoint(
        Caller caller, Profile profile, boolean isFiles, PartnerAddress address, String mailbox, int failures) {
    /// What is read of a row.
    static final String COLUMNS = """
            ods, client_id, role, purpose, transport, host, port, tls, mailbox, version, charset, application,
            own_application, own_facility, failures""";

    private static final String MAY_READ = "system/DiagnosticReport.r system/Observation.r system/Specimen.r";

    static CopyEndpoint of(Row row) {
        var ods = row.getString("ods");
        var caller = new Caller(
                row.getString("client_id"),
                ods,
                row.getString("role"),
                Optional.empty(),
                Optional.empty(),
                row.getString("purpose"),
                Scopes.parse(MAY_READ));
        var profile = new Profile(
                ods,
                row.getString("version"),
                row.getString("charset"),
                row.getString("application"),
                row.getString("own_application"),
                row.getString("own_facility"));
        return new CopyEndpoint(
                caller,
                profile,
                row.getString("transport").equals("files"),
                new PartnerAddress(row.getString("host"), row.getInteger("port"), row.getBoolean("tls")),
                row.getString("mailbox"),
                row.getInteger("failures"));
    }

    /// Whether what is sent goes to the same place in the same way.
    boolean isAtSamePlaceAs(CopyEndpoint other) {
        return isFiles == other.isFiles && address.equals(other.address) && mailbox.equals(other.mailbox);
    }

    String ods() {
        return profile.ods();
    }

    @Override
    public String toString() {
        return "CopyEndpoint[" + ods() + "]";
    }
}
