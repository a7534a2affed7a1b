/// What the service as a whole refuses to start with, and its listeners.
@NullMarked
package org.meridiandx.result.server;

import org.jspecify.annotations.NullMarked;
