-- The ledger's own guards: whatever the code does, a ledger transaction sums to zero in one currency at commit, and
-- what was posted is never changed or taken away.
create function ledger_check_balance() returns trigger language plpgsql as $$
declare
  total numeric;
begin
  select coalesce(sum(amount_micros), 0) into total from ledger_entry where tx_id = new.tx_id;
  if total <> 0 then
    raise exception 'ledger transaction % sums to % micros, not to zero', new.tx_id, total
      using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
--> statement-breakpoint
create constraint trigger ledger_entry_balance after insert on ledger_entry
  deferrable initially deferred for each row execute function ledger_check_balance();
--> statement-breakpoint
create function ledger_check_currency() returns trigger language plpgsql as $$
begin
  if new.currency !~ '^[A-Z]{3}$' then
    raise exception 'ledger transaction %: % is not a currency', new.id, new.currency
      using errcode = 'integrity_constraint_violation';
  end if;
  if exists (select 1 from "order" o where o.id = new.order_id and o.currency <> new.currency)
    or exists (select 1 from payout p where p.id = new.payout_id and p.currency <> new.currency) then
    raise exception 'ledger transaction % is in %, what it belongs to is not', new.id, new.currency
      using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
--> statement-breakpoint
create constraint trigger ledger_transaction_currency after insert on ledger_transaction
  deferrable initially deferred for each row execute function ledger_check_currency();
--> statement-breakpoint
create function ledger_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is only added to: % refused', tg_table_name, lower(tg_op)
    using errcode = 'integrity_constraint_violation';
end $$;
--> statement-breakpoint
create trigger ledger_transaction_append_only before update or delete on ledger_transaction
  for each row execute function ledger_refuse_change();
--> statement-breakpoint
create trigger ledger_entry_append_only before update or delete on ledger_entry
  for each row execute function ledger_refuse_change();
--> statement-breakpoint
create trigger commission_no_delete before delete on commission
  for each row execute function ledger_refuse_change();
--> statement-breakpoint
-- A commission's hold may be set and lifted; everything else about it stands as earned.
create trigger commission_append_only before update on commission
  for each row when (to_jsonb(new) - 'held_reason' is distinct from to_jsonb(old) - 'held_reason')
  execute function ledger_refuse_change();
