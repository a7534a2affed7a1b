/// Settings and start-up checks of this service.
@NullMarked
package org.meridiandx.identity.server;

import org.jspecify.annotations.NullMarked;
