/// Which scopes are granted out of those asked for. Pure.
@NullMarked
package org.meridiandx.identity.oauth.rules;

import org.jspecify.annotations.NullMarked;
