-- Performers that take orders by HL7 v2 only: where they listen, and how they are to be written to. A row is put here by
-- the region's platform team; it counts from the next order on.
create table outbound_partner (
    ods             text primary key,
    host            text    not null,
    port            int     not null check (port between 1 and 65535),
    tls             boolean not null default true,
    -- MSH-12
    version         text    not null default '2.5.1' check (version in ('2.3', '2.4', '2.5.1')),
    laboratory_type text    not null default 'OML^O21' check (laboratory_type in ('OML^O21', 'ORM^O01')),
    imaging_type    text    not null default 'ORM^O01' check (imaging_type in ('ORM^O01', 'OMG^O19')),
    -- The code system that comes first in OBR-4, by its URI; empty: as the request has them.
    code_system     text    not null default '',
    -- MSH-18
    charset         text    not null default 'UNICODE UTF-8' check (charset in ('UNICODE UTF-8', '8859/1', 'ASCII')),
    -- MSH-5, MSH-3, MSH-4; MSH-6 is the ODS code
    application     text    not null default '',
    own_application text    not null default 'MERIDIAN',
    own_facility    text    not null default '',
    -- OML and OMG came with version 2.4.
    check (version <> '2.3' or (laboratory_type = 'ORM^O01' and imaging_type = 'ORM^O01'))
);

-- What is to be sent to them, has been, or cannot be. One message a row, made from that version of the request.
create table outbound_order (
    seq           bigint generated always as identity primary key,
    -- MSH-10: the same however often the message is sent, and no other message's even after a restore
    control_id    text        not null unique default upper(substr(replace(gen_random_uuid()::text, '-', ''), 1, 20)),
    partner       text        not null references outbound_partner,
    order_id      text        not null references service_request,
    order_version int         not null,
    patient_id    text        not null,
    requester     text        not null,
    -- ORC-1
    control       text        not null,
    -- waiting; sent: acknowledged; dead: refused; held: behind a refused one of the same order; known: the partner said it
    state         text        not null check (state in ('waiting', 'sent', 'dead', 'held', 'known')),
    payload       bytea,
    attempts      int         not null default 0,
    -- not before this; while a replica sends it, the end of its lease
    due_at        timestamptz not null default now(),
    cause         text        not null default '',
    answer        bytea,
    created_at    timestamptz not null default now(),
    settled_at    timestamptz
);
create index outbound_order_waiting on outbound_order (partner, seq) where state = 'waiting';
create index outbound_order_of_patient on outbound_order (partner, patient_id, seq) where state = 'waiting';
create index outbound_order_unwritten on outbound_order (seq) where state = 'waiting' and payload is null;
create index outbound_order_of_order on outbound_order (order_id, seq);
create index outbound_order_stuck on outbound_order (seq) where state in ('dead', 'held');

-- ORC-1 for a change of a request, as the performer is to hear of it; null where there is nothing to tell.
create function outbound_control(was service_request, request service_request, last_told text) returns text
    language sql immutable as $$
    select case
        when last_told is null or last_told = 'CA' then
            case when request.status = 'active' and (was is null or was.status in ('draft', 'on-hold')
                or was.patient_id = '' or was.performer <> request.performer) then 'NW' end
        when request.status in ('revoked', 'entered-in-error') then 'CA'
        when request.status = 'completed' or was.patient_id <> request.patient_id then null
        when request.status = 'on-hold' and was.status <> 'on-hold' then 'HD'
        when request.status = 'active' and was.status = 'on-hold' then 'RL'
        else 'XO'
    end $$;

create function queue_outbound_order(request service_request, to_partner text, told text) returns void
    language plpgsql as $$
begin
    if told is not null then
        insert into outbound_order (partner, order_id, order_version, patient_id, requester, control, state)
        select to_partner, request.id, request.version, request.patient_id, request.requester, told,
            case
                when current_setting('meridian.told_by', true) = to_partner then 'known'
                when exists (select from outbound_order
                    where order_id = request.id and partner = to_partner and state = 'dead') then 'held'
                else 'waiting'
            end;
    end if;
end $$;

-- In the transaction of the change, whichever door it came through.
create function tell_partner() returns trigger language plpgsql as $$
declare
    was service_request;
begin
    if tg_op = 'UPDATE' then
        was := old;
        if old.performer <> new.performer and exists (select from outbound_partner where ods = old.performer) then
            perform queue_outbound_order(new, old.performer, 'CA')
            from (select control from outbound_order where order_id = new.id and partner = old.performer
                order by seq desc limit 1) last where last.control <> 'CA';
        end if;
    end if;
    -- A performer's own orders came from it; an order for nobody known is nobody's work yet.
    if new.patient_id <> '' and new.performer <> new.requester
            and exists (select from outbound_partner where ods = new.performer) then
        perform queue_outbound_order(new, new.performer, outbound_control(was, new,
            (select control from outbound_order where order_id = new.id and partner = new.performer
                order by seq desc limit 1)));
    end if;
    return new;
end $$;

create trigger service_request_tell_partner after insert or update on service_request
    for each row execute function tell_partner();
