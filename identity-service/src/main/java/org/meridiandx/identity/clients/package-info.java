/// The systems that may ask for tokens: their keys, scopes, organisation and role.
@NullMarked
package org.meridiandx.identity.clients;

import org.jspecify.annotations.NullMarked;
