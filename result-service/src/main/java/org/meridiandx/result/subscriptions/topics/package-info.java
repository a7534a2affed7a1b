/// What can be subscribed to, and which of the region's events belong to it.
@NullMarked
package org.meridiandx.result.subscriptions.topics;

import org.jspecify.annotations.NullMarked;
