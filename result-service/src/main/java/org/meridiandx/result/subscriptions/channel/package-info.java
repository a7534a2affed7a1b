/// The way to a subscriber: which addresses are called, how a call is signed and made, and what its answer means.
@NullMarked
package org.meridiandx.result.subscriptions.channel;

import org.jspecify.annotations.NullMarked;
