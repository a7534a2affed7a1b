package org.meridiandx.result.indicators;

import jakarta.ws.rs.Path;
import org.meridiandx.indicators.IndicatorResource;

/// `GET /indicators/results`: what [ResultIndicators] count.
@Path("/indicators/results")
public class ResultIndicatorsResource extends IndicatorResource {
    ResultIndicatorsResource(Answering answering) {
        super(answering);
    }
}
