package org.meridiandx.imaging.indicators;

import jakarta.ws.rs.Path;
import org.meridiandx.indicators.IndicatorResource;

/// `GET /indicators/imaging`: what [ImagingIndicators] count.
@Path("/indicators/imaging")
public class ImagingIndicatorsResource extends IndicatorResource {
    ImagingIndicatorsResource(Answering answering) {
        super(answering);
    }
}
