/// What a subscriber asks for: Subscription resources read and checked, and written as they are served.
@NullMarked
package org.meridiandx.result.subscriptions.definition;

import org.jspecify.annotations.NullMarked;
