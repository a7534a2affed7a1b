-- An app refreshes every few minutes for months: access tokens that have ended are forgotten long before their grant.
-- Each of them writes here, so no B-tree; cleaning up reads the few ranges of pages that are old enough.
create index granted_token_expires_at on granted_token using brin (expires_at) with (pages_per_range = 16);
