-- Every given row becomes one line: the COPY line of the event where the row is plainly good, else a marked line that carries the row itself.
-- Nothing here rejects: a marked row is judged by ingest.usage.events, which gives the same line for a row that this shortcut would have taken.
copy (
    with numbered as (
        select row_number() over () as ordinal, given.* from given
    ),
    joined as (
        select
            numbered.*,
            -- A meter nobody knows yet takes what any meter may take: the event lands, and waits for it.
            case
                when takes.meter is not null then case when list_contains(takes.event_kinds, numbered.event_kind) then takes.input_decimals end
                when strlen(numbered.meter) <= 200 and numbered.event_kind in ('quantity', 'span', 'start', 'stop', 'level', 'reading') then 9
            end as input_decimals,
            try_cast(numbered.occurred_at as timestamptz) as occurred,
            try_cast(numbered.ended_at as timestamptz) as ended,
        from numbered
        left join takes on takes.meter = numbered.meter
    ),
    judged as (
        select
            *,
            is_moment_text(occurred_at) and occurred >= timestamptz '1990-01-01 00:00:00+00' and occurred < timestamptz '2100-01-01 00:00:00+00'
            and account_id is not null
            and case
                when event_kind = 'span' then is_moment_text(ended_at) and ended >= occurred and ended < timestamptz '2100-01-01 00:00:00+00'
                else ended_at is null
            end
            and case
                when quantity is null then event_kind = 'stop'
                when contains(quantity, '.') then
                    regexp_full_match(quantity, '(0|[1-9][0-9]{0,19})\.[0-9]{1,30}') and length(rtrim(split_part(quantity, '.', 2), '0')) <= input_decimals
                else regexp_full_match(quantity, '0|[1-9][0-9]{0,19}') and input_decimals is not null
            end
            and (pricing_mode is null or pricing_mode in ('on_demand', 'spot', 'reserved'))
            and (replaces_event_id is null or replaces_event_id <> event_id)
            and pricing_snapshot is null
            and case
                when attributes is null then true
                when event_id is null then false
                -- A flat object of plain texts and small numbers with every key once; the rest is parsed in full.
                when is_flat_object(attributes) then length(list_distinct(json_keys(attributes))) = length(json_keys(attributes))
                else false
            end
            and input_decimals is not null
            and not getvariable('is_careful') as is_plain,
            canonical_quantity(quantity) as exact_quantity,
            coalesce(pricing_mode, 'on_demand') as mode,
        from joined
    ),
    hashed as (
        select
            *,
            case when event_id is null and is_plain then
                sha256(concat(
                    prefixed(getvariable('file_name')), prefixed(replaces_event_id), prefixed(source), prefixed(event_kind), prefixed(meter),
                    prefixed(account_id), prefixed(resource_id), prefixed(resource_type), prefixed(exact_quantity),
                    prefixed(epoch_us(occurred)::varchar), prefixed(epoch_us(ended)::varchar), prefixed(project_id), prefixed(submitter_id),
                    prefixed(route_id), prefixed(region), prefixed(correlation_id), prefixed(mode), prefixed(parent_resource_id), '--'
                ))
            end as row_hash,
        from judged
    ),
    identified as (
        -- An event without an id is the first of its kind until the warehouse has counted the equal rows before it.
        select *, coalesce(event_id, sha256(concat(prefixed(row_hash), '1:0'))) as final_id,
        from hashed
    ),
    written as (
        select
            *,
            case when is_plain then
                concat(
                    left(sha256(concat(prefixed(source), prefixed(final_id))), 32), chr(31),
                    getvariable('batch_id'), chr(31),
                    utc_text(occurred_at, occurred), chr(31),
                    utc_text(ended_at, ended), chr(31),
                    exact_quantity, chr(31),
                    case when replaces_event_id is not null then left(sha256(concat(prefixed(source), prefixed(replaces_event_id))), 32) end, chr(31),
                    source, chr(31), final_id, chr(31), replaces_event_id, chr(31), event_kind, chr(31), meter, chr(31), account_id, chr(31),
                    resource_id, chr(31), resource_type, chr(31), mode, chr(31), project_id, chr(31), submitter_id, chr(31), route_id, chr(31),
                    region, chr(31), correlation_id, chr(31), parent_resource_id, chr(31), pricing_snapshot, chr(31), attributes, chr(31),
                    case when not (is_canonical_moment(occurred_at) and (ended_at is null or is_canonical_moment(ended_at)) and (quantity is null or quantity = exact_quantity)) then
                        concat('{', concat_ws(
                            ',',
                            case when not is_canonical_moment(occurred_at) then concat('"occurred_at":"', occurred_at, '"') end,
                            case when not is_canonical_moment(ended_at) then concat('"ended_at":"', ended_at, '"') end,
                            case when quantity <> exact_quantity then concat('"quantity":"', quantity, '"') end
                        ), '}')
                    end
                )
            end as line,
        from identified
    )
    select
        case
            -- Control characters and backslashes need escapes, and a character too many would shift the fields.
            when
                line is not null
                and regexp_full_match(line, '[^\x00-\x1f\\]+(\x1f[^\x00-\x1f\\]*){23}')
                and case
                    when strlen(line) <= 1000 then true
                    else
                        strlen(line) <= 100000 and greatest(
                            strlen(event_id), strlen(replaces_event_id), strlen(source), strlen(account_id), strlen(resource_id), strlen(resource_type),
                            strlen(project_id), strlen(submitter_id), strlen(route_id), strlen(region), strlen(correlation_id), strlen(parent_resource_id)
                        ) <= 1000
                end
                then case when getvariable('is_staged') then concat(ordinal, chr(31), row_hash, chr(31), given_text(given_row), chr(31), line) else line end
            else concat(chr(1), ordinal, chr(31), to_json(given_row))
        end as line
    from (
        select
            *,
            struct_pack(
                event_id, replaces_event_id, source, event_kind, meter, account_id, resource_id, resource_type, quantity, occurred_at, ended_at, project_id,
                submitter_id, route_id, region, correlation_id, pricing_mode, parent_resource_id, pricing_snapshot, attributes
            ) as given_row,
        from written
    ) as written_with_given
) to '{{ fifo }}' (format csv, header false, delimiter '{{ never }}', quote '', escape '', use_tmp_file false)
