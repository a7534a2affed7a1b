-- Whether a head contradicts an earlier one is asked for each head that comes: smaller logs that were signed later.
create index witnessed_head_time on witnessed_head (region, signed_at);
