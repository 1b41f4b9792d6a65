-- A posting group is rounded once, as the price version in force at its end says.

create function book.rounded(amount numeric, rounding text) returns numeric language sql immutable parallel safe as $$
    select case rounding
        when 'up' then sign(amount) * ceil(abs(amount))
        when 'down' then trunc(amount)
        when 'half_even'
            then case
                when abs(amount - trunc(amount)) = 0.5 then 2 * round(amount / 2)
                else round(amount)
            end
        else round(amount)
    end
$$;
comment on function book.rounded is 'Whole minor units: half_away (from zero, the usual one), half_even, up (away from zero) or down (towards zero).';
grant execute on function book.rounded to tallyhouse_build, tallyhouse_runner, tallyhouse_poster;

alter table current.group_totals
add column rounding text not null default 'half_away' check (rounding in ('half_away', 'half_even', 'up', 'down')),
add column rounded_minor bigint not null default 0;
update current.group_totals set rounded_minor = round(amount_exact);
comment on column current.group_totals.rounding is 'How the group is rounded to minor units.';
comment on column current.group_totals.rounded_minor is 'What the group comes to in minor units, posted or not; positive when owed.';
