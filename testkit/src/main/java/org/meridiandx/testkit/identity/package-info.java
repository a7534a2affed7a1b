/// What stands in for identity-service and order-service in the tests of the other services: signing keys over
/// HTTP, tokens of the sample region's personas, and the gRPC questions answered from tables that a test fills.
@NullMarked
package org.meridiandx.testkit.identity;

import org.jspecify.annotations.NullMarked;
