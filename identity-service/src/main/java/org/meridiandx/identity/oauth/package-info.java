/// The words of OAuth 2 that every endpoint below `/oauth2` speaks: forms, answers, refusals
/// and their trace.
@NullMarked
package org.meridiandx.identity.oauth;

import org.jspecify.annotations.NullMarked;
