package org.meridiandx.result.followup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.meridiandx.contracts.events.v1.OrderRef;
import org.meridiandx.result.Region;
import org.meridiandx.result.Samples;
import org.meridiandx.testkit.identity.IdentityStandIn;

/// A potassium that a surgery asked for, as the laboratory sends it and mends it.
public record Potassium(int mllpPort, IdentityStandIn identity) {
    public static final String SURGERY = "Y90001";

    /// Registers the patient and the surgery's order.
    public void order(String number) {
        identity.patients().add(Samples.PATIENT_ID, Samples.NHS_NUMBER, "1970-01-01");
        identity.orders()
                .add(
                        OrderRef.newBuilder()
                                .setOrderId("order-" + number)
                                .setPlacerNumber("PL" + number)
                                .setFillerNumber(number)
                                .setRequester(SURGERY)
                                .setPerformer("RX902")
                                .build(),
                        Samples.PATIENT_ID,
                        "active");
    }

    /// @param status F, or C for one that is mended
    /// @param flag as OBX-8; may be empty
    public void send(String controlId, String number, String status, String value, String flag) throws IOException {
        var minute = status.equals("F") ? "15" : "45";
        var reply = Region.send(
                mllpPort,
                Samples.message(
                        controlId,
                        Samples.NHS_NUMBER,
                        "ORC|RE|PL" + number + "^Y90001|" + number + "^RX902",
                        "OBR|1|PL" + number + "^Y90001|" + number
                                + "^RX902|UE^Urea and electrolytes^L|||20261120093000|||||||20261120101500|BLOOD|||||||"
                                + "2026112108" + minute + "00||CH|" + status,
                        "OBX|1|NM|K^Potassium^L^2823-3^Potassium^LN||" + value + "|mmol/L|3.5-5.3|" + flag + "|||"
                                + status + "|||20261120093000"));
        assertThat(reply.code()).isEqualTo("AA");
    }

    /// The report's id, which somebody who is not followed looked up.
    public String report(String number) {
        return Region.found("radiologist", "DiagnosticReport?identifier=" + number)
                .getString("entry[0].resource.id");
    }
}
