package org.meridiandx.order.guidance.rules;

import java.math.BigDecimal;

/// What would be done.
///
/// @param modality as in the fact `requested_modality`; `none` for no imaging
/// @param procedure in words
/// @param contrast `none`, `iv-iodinated`, `iv-gadolinium` or `radiologist-decides`
/// @param radiationBand `none`, `minimal`, `low`, `medium` or `high`
/// @param typicalDose mSv of effective dose
public record Examination(
        String modality, String procedure, String contrast, String radiationBand, BigDecimal typicalDose) {
    static final String NO_IMAGING = "none";

    boolean isImaging() {
        return !modality.equals(NO_IMAGING);
    }
}
