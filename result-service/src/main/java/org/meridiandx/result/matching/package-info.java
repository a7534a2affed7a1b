/// Whose result is it, and which order does it answer? Questions to identity-service and order-service, and the
/// queue of reports that wait for an answer.
@NullMarked
package org.meridiandx.result.matching;

import org.jspecify.annotations.NullMarked;
