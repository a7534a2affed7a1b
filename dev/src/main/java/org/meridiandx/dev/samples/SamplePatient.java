package org.meridiandx.dev.samples;

import org.meridiandx.dev.persona.Persona;

/// A patient of the sample input, who exists nowhere else.
///
/// @param nhsNumber of the test range
/// @param family family name
/// @param given given name
/// @param birthDate as `yyyy-MM-dd`
/// @param sex `F` or `M`
public record SamplePatient(String nhsNumber, String family, String given, String birthDate, String sex) {

    /// The patient of the messages in `dev/samples/hl7v2` and of the persona `patient`.
    public static final SamplePatient THWAITE =
            new SamplePatient(Persona.PATIENT_NHS_NUMBER, "THWAITE", "MARGARET", "1958-03-14", "F");

    /// Not even the synthetic ones show up in logs.
    @Override
    public String toString() {
        return "SamplePatient[redacted]";
    }
}
