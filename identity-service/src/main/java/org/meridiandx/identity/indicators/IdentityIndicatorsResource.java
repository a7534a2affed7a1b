package org.meridiandx.identity.indicators;

import jakarta.ws.rs.Path;
import org.meridiandx.indicators.IndicatorResource;

/// `GET /indicators/identity`: what [IdentityIndicators] count.
@Path("/indicators/identity")
public class IdentityIndicatorsResource extends IndicatorResource {
    IdentityIndicatorsResource(Answering answering) {
        super(answering);
    }
}
