/// What is believed of a provider, and whom its claims describe. Pure.
@NullMarked
package org.meridiandx.identity.signin.rules;

import org.jspecify.annotations.NullMarked;
