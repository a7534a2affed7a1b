-- When each order was last told of. Its events come by patient, and an order changes its patient when records are merged
-- and parted: what was told before may come later.
create table order_told (
    source text        primary key,
    told   timestamptz not null
);
