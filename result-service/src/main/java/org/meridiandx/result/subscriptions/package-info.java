/// Who wants to be told of what: FHIR Subscriptions (R5 backport) by REST hook.
///
/// The region's own events come back from Kafka and are kept for each subscription that they are meant for
/// ([SubscriptionEventsListener]); the package `delivery` tells them. docs/adr/033 says why so.
@NullMarked
package org.meridiandx.result.subscriptions;

import org.jspecify.annotations.NullMarked;
