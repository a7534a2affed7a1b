-- A refused message that was dealt with in another way: who says so, and what was done instead.
alter table outbound_order
    add column discarded_by text not null default '',
    add column discard_reason text not null default '';
alter table outbound_order drop constraint outbound_order_state_check;
alter table outbound_order add constraint outbound_order_state_check
    check (state in ('waiting', 'sent', 'dead', 'held', 'known', 'discarded'));
create index outbound_order_discarded on outbound_order (settled_at) where state = 'discarded' and payload is not null;
