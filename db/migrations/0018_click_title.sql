-- The title each visitor was sent to: a link may be pointed elsewhere while its old target is still in memory. Older rows keep null,
-- and the history of their link says it.
alter table click add column title_id text;
