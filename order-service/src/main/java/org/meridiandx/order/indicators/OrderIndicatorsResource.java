package org.meridiandx.order.indicators;

import jakarta.ws.rs.Path;
import org.meridiandx.indicators.IndicatorResource;

/// `GET /indicators/orders`: what [OrderIndicators] count.
@Path("/indicators/orders")
public class OrderIndicatorsResource extends IndicatorResource {
    OrderIndicatorsResource(Answering answering) {
        super(answering);
    }
}
