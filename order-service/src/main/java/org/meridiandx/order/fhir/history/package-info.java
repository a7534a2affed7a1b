/// Earlier versions of requests and of order sets over HTTP: vread and history.
@NullMarked
package org.meridiandx.order.fhir.history;

import org.jspecify.annotations.NullMarked;
