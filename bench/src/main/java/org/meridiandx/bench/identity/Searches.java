package org.meridiandx.bench.identity;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import org.meridiandx.bench.patients.SyntheticPatient;

/// How a patient is looked for.
enum Searches {
    BY_NUMBER("by NHS number") {
        @Override
        String path(SyntheticPatient patient) {
            return "/fhir/R4/Patient?identifier=" + encoded("https://fhir.nhs.uk/Id/nhs-number|" + patient.nhsNumber());
        }
    },
    /// Half with the whole family name, a third with the postcode too, the rest with the name's beginning.
    BY_DEMOGRAPHICS("by demographics") {
        @Override
        String path(SyntheticPatient patient) {
            String path = "/fhir/R4/Patient?birthdate=" + patient.birthDate() + "&family=";
            int kind = ThreadLocalRandom.current().nextInt(6);
            if (kind < 3) {
                return path + encoded(patient.family()) + "&gender=" + patient.gender();
            }
            return kind < 5
                    ? path + encoded(patient.family()) + "&address-postalcode=" + encoded(patient.postcode())
                    : path + encoded(patient.family().substring(0, 3) + "*") + "&given=" + encoded(patient.given());
        }
    };

    private final String title;

    Searches(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /// The path of a search that finds this patient.
    abstract String path(SyntheticPatient patient);

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
