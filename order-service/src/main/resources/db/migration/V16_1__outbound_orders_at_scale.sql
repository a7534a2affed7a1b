-- What counting, listing and forgetting go along, however many messages were sent.
drop index outbound_order_stuck;
create index outbound_order_open on outbound_order (seq) where state in ('waiting', 'dead', 'held');
create index outbound_order_open_since on outbound_order (state, created_at) where state in ('waiting', 'dead', 'held');
create index outbound_order_of_state on outbound_order (state, seq);
create index outbound_order_of_requester on outbound_order (requester, state, seq);
create index outbound_order_of_partner on outbound_order (partner, state, seq);
create index outbound_order_sent on outbound_order (settled_at) where state = 'sent' and payload is not null;

-- A migration that fills a column of service_request is no news to anybody.
drop trigger service_request_tell_partner on service_request;
create trigger service_request_tell_partner after insert on service_request
    for each row execute function tell_partner();
create trigger service_request_tell_partner_of_change after update on service_request
    for each row when (old.version <> new.version) execute function tell_partner();
