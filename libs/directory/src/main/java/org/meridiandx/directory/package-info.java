/// Which patient is meant, and which order: questions to identity-service and order-service over gRPC,
/// with time limits, one more try and a circuit breaker. No answer is an answer too.
@NullMarked
package org.meridiandx.directory;

import org.jspecify.annotations.NullMarked;
