-- How the visitor met the link, on what kind of device, and the fan's further tags on it. Older rows keep null.
alter table click add column s1 text, add column s2 text, add column s3 text, add column s4 text, add column s5 text, add column trigger text, add column device text, add column utm text;
--> statement-breakpoint
-- A fan's demos in a span of days, for their figures.
create index entitlement_referrer on entitlement (referrer_id, origin_bound_at) where referrer_id is not null;
