package org.meridiandx.order.intake;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;
import java.util.Set;

/// How senders are answered.
@ConfigMapping(prefix = "meridian.orders.answers")
interface AnswerConfig {
    /// Senders (`facility/application`) who get ORR, ORL or ORG although MSH-16 does not ask for it.
    Optional<Set<String>> byOrder();
}
