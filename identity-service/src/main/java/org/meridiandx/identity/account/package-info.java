/// What people do about their own sign-in: sign out, see their apps, withdraw.
@NullMarked
package org.meridiandx.identity.account;

import org.jspecify.annotations.NullMarked;
