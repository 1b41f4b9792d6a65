-- Expressions of emit_lines.sql, made once per DuckDB connection. Lengths are in characters, as Python and Postgres count them.
create temp macro prefixed(given) as
    case when given is null then '-' else concat(length(given), ':', given) end;

-- RFC 3339 in capitals; whether the day exists is for the cast to say.
create temp macro is_moment_text(given) as
    regexp_full_match(given, '[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])');

-- UTC, at most microseconds, no zero at the end of a fraction.
create temp macro is_canonical_moment(given) as
    length(given) = 20 and given[20] = 'Z'
    or length(given) <= 27 and right(given, 1) = 'Z' and given[-2] between '1' and '9' and length(given) > 20;

-- Cut to the microsecond, never rounded.
create temp macro utc_text(given, moment) as
    case
        when right(given, 1) <> 'Z' then strftime(moment, '%Y-%m-%dT%H:%M:%S.%fZ')
        when length(given) > 27 then concat(left(given, 26), 'Z')
        else given
    end;

create temp macro canonical_quantity(given) as
    case when contains(given, '.') then rtrim(rtrim(given, '0'), '.') else given end;

-- Kept with a staged row whose bytes cannot be found in the file again; escaped for COPY.
create temp macro given_text(given_row) as
    case when not getvariable('finds_bytes') then replace(to_json(given_row)::varchar, '\', '\\') end;

-- A JSON object without nesting, escapes or numbers beyond 18 digits.
create temp macro is_flat_object(given) as
    regexp_full_match(
        given,
        '\{ *"[^"\\\x00-\x1f]*" *: *("[^"\\\x00-\x1f]*"|true|false|null|-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,17})?) *(, *"[^"\\\x00-\x1f]*" *: *("[^"\\\x00-\x1f]*"|true|false|null|-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,17})?) *)*\}'
    );
