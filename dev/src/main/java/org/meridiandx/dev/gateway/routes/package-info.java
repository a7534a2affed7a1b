/// Where a request goes: the route table, and how a request target is read so that gateway and service read it alike.
@NullMarked
package org.meridiandx.dev.gateway.routes;

import org.jspecify.annotations.NullMarked;
