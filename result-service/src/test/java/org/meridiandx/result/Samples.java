package org.meridiandx.result;

import java.nio.charset.StandardCharsets;

/// Messages and resources made for these tests; synthetic patients only.
public final class Samples {
    public static final String NHS_NUMBER = "9990000018";
    public static final String PATIENT_ID = "patient-1";

    private Samples() {}

    /// A full blood count in British style.
    public static byte[] fullBloodCount(String controlId, String filler, String status, String haemoglobin) {
        return message(
                controlId,
                NHS_NUMBER,
                "ORC|RE|PL" + filler + "^RX901|" + filler + "^RX902",
                "OBR|1|PL" + filler + "^RX901|" + filler + "^RX902|FBC^Full blood count^L|||20261120093000|||||||"
                        + "20261120101500|BLOOD&Venous blood|||||||20261121080000||HM|" + status,
                "OBX|1|NM|HGB^Haemoglobin^L^718-7^Hemoglobin^LN||" + haemoglobin + "|g/L|130-170|L|||" + status
                        + "|||20261120093000",
                "NTE|1||Please repeat in four weeks.",
                "OBX|2|NM|WBC^White cell count^L||6.20|10*9/L|4.0-11.0|N|||" + status,
                "OBX|3|ST|FILM^Blood film^L||Normochromic||||||" + status);
    }

    /// Any result message for a patient.
    public static byte[] message(String controlId, String nhsNumber, String... segments) {
        var text = "MSH|^~\\&|LIMS|RX902|MERIDIAN|NORTH|20261121090000||ORU^R01^ORU_R01|" + controlId + "|P|2.5.1\r"
                + "PID|1||" + nhsNumber + "^^^NHS^NH~H1234^^^RX901^MR||TESTPATIENT^ANN||19700101|F\r"
                + String.join("\r", segments) + "\r";
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
