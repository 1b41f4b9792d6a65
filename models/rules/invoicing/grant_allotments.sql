-- Grant by grant, each burns on the first lines of its validity that no earlier one has paid, until it is used up: the same as line by line.

with recursive grants_to_burn as (

    select * from {{ ref('grants_to_burn') }}

),

grant_spend as (

    select * from {{ ref('grant_spend') }}

),

segments_summed as (

    select
        grant_spend.account_id,
        grant_spend.currency,
        grant_spend.segment_start,
        sum(grant_spend.burnable_minor) as spent_minor
    from grant_spend
    group by grant_spend.account_id, grant_spend.currency, grant_spend.segment_start

),

allotted as (

    select
        segments_summed.account_id,
        segments_summed.currency,
        null::text as grant_id,
        0::bigint as standing,
        0::numeric as taken_before,
        0::numeric as taken_minor,
        segments_summed.spent_minor as left_minor,
        segments_summed.segment_start
    from segments_summed

    union all

    select
        taken.account_id,
        taken.currency,
        taken.grant_id,
        taken.standing,
        taken.taken_before,
        taken.taken_minor,
        taken.left_minor - taken.taken_minor as left_minor,
        taken.segment_start
    from (
        select
            allotted.account_id,
            allotted.currency,
            grants_to_burn.grant_id,
            grants_to_burn.standing,
            allotted.taken_before + allotted.taken_minor as taken_before,
            allotted.left_minor,
            allotted.segment_start,
            case
                when allotted.segment_start >= grants_to_burn.effective_at and allotted.segment_start < grants_to_burn.expires_at
                    then greatest(
                        0,
                        least(
                            allotted.left_minor,
                            grants_to_burn.amount_minor - coalesce(
                                sum(
                                    case
                                        when
                                            allotted.segment_start >= grants_to_burn.effective_at
                                            and allotted.segment_start < grants_to_burn.expires_at
                                            then allotted.left_minor
                                        else 0
                                    end
                                ) over (
                                    partition by allotted.account_id, allotted.currency
                                    order by allotted.segment_start
                                    rows between unbounded preceding and 1 preceding
                                ),
                                0
                            )
                        )
                    )
                else 0
            end as taken_minor
        from allotted
        inner join grants_to_burn
            on
                grants_to_burn.account_id = allotted.account_id
                and grants_to_burn.currency = allotted.currency
                and grants_to_burn.standing = allotted.standing + 1
    ) as taken

)

select * from allotted
