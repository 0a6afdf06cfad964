-- What the catalogue is searched by: one document per title, weighted by where a word stands. Names match as they are
-- written ('simple') and by their English stem; the publisher's name belongs to it, so triggers keep it, not a generated column.
alter table title add column search tsvector not null default ''::tsvector;
--> statement-breakpoint
create function title_search_document(name text, tagline text, description text, publisher text) returns tsvector
language sql stable as $$
  select setweight(to_tsvector('simple', name), 'A') || setweight(to_tsvector('english', name), 'A')
    || setweight(to_tsvector('simple', publisher), 'B')
    || setweight(to_tsvector('simple', tagline), 'C') || setweight(to_tsvector('english', tagline), 'C')
    || setweight(to_tsvector('simple', description), 'D') || setweight(to_tsvector('english', description), 'D')
$$;
--> statement-breakpoint
create function title_keep_search() returns trigger language plpgsql as $$
begin
  new.search := title_search_document(new.name, new.tagline, new.description,
    coalesce((select p.name from publisher p where p.id = new.publisher_id), ''));
  return new;
end $$;
--> statement-breakpoint
create trigger title_search before insert or update of name, tagline, description, publisher_id on title
  for each row execute function title_keep_search();
--> statement-breakpoint
create function publisher_keep_search() returns trigger language plpgsql as $$
begin
  update title set publisher_id = publisher_id where publisher_id = new.id;
  return null;
end $$;
--> statement-breakpoint
create trigger publisher_search after update of name on publisher
  for each row when (old.name is distinct from new.name) execute function publisher_keep_search();
--> statement-breakpoint
update title set publisher_id = publisher_id;
--> statement-breakpoint
create index title_search_words on title using gin (search);
--> statement-breakpoint
create index title_on_offer on title (published_at desc, id desc) where state = 'published';
