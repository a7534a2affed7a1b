package org.meridiandx.order.catalogue;

/// What ActivityDefinition has no element for. Described in `docs/api/order-service.md`.
final class CatalogueExtensions {
    private static final String OWN = "urn:meridian:extension:catalogue-";

    /// A plain word or name that people look for the test by: `valueString`.
    static final String SYNONYM = OWN + "synonym";

    /// What to do before the test: `valueMarkdown` in English, with the FHIR translation extension
    /// for other languages.
    static final String PREPARATION = OWN + "preparation";

    /// From sample or examination to report: `valueDuration`.
    static final String TURNAROUND = OWN + "turnaround";

    /// Whether it uses ionising radiation: `valueBoolean`.
    static final String IONISING = OWN + "ionising-radiation";

    /// What an organisation calls it: `organization` (valueReference) and `code` (valueCoding).
    static final String LOCAL_CODE = OWN + "local-code";

    /// Who does it: `organization`, `priority`, `capacityPerDay`, `serves`, `availableTime`.
    static final String PERFORMER = OWN + "performer";

    /// On the performer of a request: why the catalogue chose it, `valueString`.
    static final String CHOICE = "urn:meridian:extension:performer-choice";

    private CatalogueExtensions() {}
}
