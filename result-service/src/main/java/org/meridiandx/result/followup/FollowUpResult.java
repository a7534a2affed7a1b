package org.meridiandx.result.followup;

import org.meridiandx.result.followup.loops.Loop;

/// How a [FollowUpCommand] ended.
sealed interface FollowUpResult {
    /// Done now, or before: the same answer.
    record Done(Loop loop) implements FollowUpResult {}

    /// The report is not followed: history, or from before reports were.
    record NotFollowed() implements FollowUpResult {}

    /// It lies with others.
    ///
    /// @param organisation ODS code of those who answer for it
    record NotYours(String organisation) implements FollowUpResult {}

    /// Another version of the report is current.
    record Superseded(int currentVersion) implements FollowUpResult {}

    /// The loop is not there yet, or past it.
    ///
    /// @param next what to do instead
    record NotNow(String state, String next) implements FollowUpResult {}
}
