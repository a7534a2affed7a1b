/// Self-service for those who build partner systems: register a client, rotate its keys, see
/// its scopes, quota and last use. An operator grants scopes and switches clients off.
@NullMarked
package org.meridiandx.identity.registration;

import org.jspecify.annotations.NullMarked;
