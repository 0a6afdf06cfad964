-- Whose a fan site is: what must stand on it, and where the proof stands.
alter table site add column proof_token text not null default replace(gen_random_uuid()::text, '-', '');
--> statement-breakpoint
create table site_proof (
  site_id text primary key references site (id) on delete cascade,
  method text not null constraint site_proof_method check (method in ('tag', 'file', 'dns', 'seen')),
  state text not null constraint site_proof_state check (state in ('waiting', 'proved', 'lost')),
  place text not null,
  asked_at timestamptz(3) not null,
  checked_at timestamptz(3) not null,
  proved_at timestamptz(3),
  failures integer not null default 0,
  failing_since timestamptz(3),
  failure text constraint site_proof_failure check (failure in ('bad_address', 'private_address', 'unresolvable', 'refused', 'timeout', 'too_large', 'too_many_redirects', 'tls', 'status', 'moved', 'not_html', 'no_tag', 'wrong_tag', 'no_file', 'wrong_file', 'no_record', 'wrong_record', 'dns_silent', 'no_button', 'no_way_back', 'taken')),
  opened text not null,
  status integer,
  next_check_at timestamptz(3)
);
--> statement-breakpoint
-- One proved site at each place.
create unique index site_proof_place on site_proof (place) where state = 'proved';
--> statement-breakpoint
create index site_proof_due on site_proof (next_check_at);
