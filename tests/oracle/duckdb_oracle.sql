-- f of every pricing model and the posting of the difference, in whole numbers of 128 bits; shares nothing with python_oracle.py.
-- A product of two numbers is kept in seven pieces of 12 digits and divided piece by piece, the remainder carried on, so nothing is rounded
-- before the end. It covers amounts below 1.7e26 minor units; beyond, DuckDB stops with an overflow.

with parts_in_pieces as (

    select
        case_id,
        moment,
        factor % 1000000000000::hugeint as f0,
        factor // 1000000000000::hugeint % 1000000000000::hugeint as f1,
        factor // 1000000000000000000000000::hugeint % 1000000000000::hugeint as f2,
        factor // 1000000000000000000000000000000000000::hugeint as f3,
        price % 1000000000000::hugeint as p0,
        price // 1000000000000::hugeint % 1000000000000::hugeint as p1,
        price // 1000000000000000000000000::hugeint % 1000000000000::hugeint as p2,
        price // 1000000000000000000000000000000000000::hugeint as p3
    from parts

),

products as (

    select
        case_id,
        moment,
        [
            sum(f3 * p3),
            sum(f3 * p2 + f2 * p3),
            sum(f3 * p1 + f2 * p2 + f1 * p3),
            sum(f3 * p0 + f2 * p1 + f1 * p2 + f0 * p3),
            sum(f2 * p0 + f1 * p1 + f0 * p2),
            sum(f1 * p0 + f0 * p1),
            sum(f0 * p0)
        ] as pieces
    from parts_in_pieces
    group by case_id, moment

),

-- Two divisions at once: by the power of ten that leaves 12 decimals of the minor unit, and of what comes out by the divisor of the price.
products_divided as (

    select
        moments.case_id,
        moments.moment,
        moments.maximum_amount,
        moments.exponent,
        ('1' || repeat('0', 15 - moments.exponent))::hugeint as power,
        list_reduce(
            list_prepend(
                {'piece': 0::hugeint, 'rest_of_power': 0::hugeint, 'rest': 0::hugeint, 'result': 0::hugeint},
                list_transform(
                    products.pieces, lambda piece: {'piece': piece, 'rest_of_power': 0::hugeint, 'rest': 0::hugeint, 'result': 0::hugeint}
                )
            ),
            lambda carried, next: {
                'piece': 0::hugeint,
                'rest_of_power': (carried.rest_of_power * 1000000000000::hugeint + next.piece) % power,
                'rest':
                (carried.rest * 1000000000000::hugeint + (carried.rest_of_power * 1000000000000::hugeint + next.piece) // power) % moments.divisor,
                'result':
                carried.result * 1000000000000::hugeint
                + (carried.rest * 1000000000000::hugeint + (carried.rest_of_power * 1000000000000::hugeint + next.piece) // power)
                // moments.divisor
            }
        ).result as uncapped
    from moments
    inner join products on products.case_id = moments.case_id and products.moment = moments.moment

),

amounts as (

    select
        case_id,
        moment,
        case
            when maximum_amount is null then uncapped
            else least(uncapped, (maximum_amount + 5::hugeint * ('1' || repeat('0', 5 - exponent))::hugeint) // ('1' || repeat('0', 6 - exponent))::hugeint)
        end as amount
    from products_divided

),

differences as (

    select
        cases.case_id,
        cases.rounding,
        amounts_before.amount as amount_before,
        amounts_after.amount as amount_after,
        case when amounts_after.amount < amounts_before.amount then -1::hugeint else 1::hugeint end as direction,
        abs(amounts_after.amount - amounts_before.amount) // 1000000000000::hugeint as whole,
        abs(amounts_after.amount - amounts_before.amount) % 1000000000000::hugeint as rest
    from cases
    inner join amounts as amounts_before on amounts_before.case_id = cases.case_id and amounts_before.moment = 'before'
    inner join amounts as amounts_after on amounts_after.case_id = cases.case_id and amounts_after.moment = 'after'

),

differences_posted as (

    select
        *,
        direction * case
            when rounding = 'up' and rest > 0 then whole + 1
            when rounding = 'half_away' and rest >= 500000000000 then whole + 1
            when rounding = 'half_even' and (rest > 500000000000 or (rest = 500000000000 and whole % 2 = 1)) then whole + 1
            else whole
        end as posted
    from differences

)

select
    case_id,
    (amount_before // 1000000000000::hugeint) || '.' || lpad((amount_before % 1000000000000::hugeint)::varchar, 12, '0') as amount_before,
    (amount_after // 1000000000000::hugeint) || '.' || lpad((amount_after % 1000000000000::hugeint)::varchar, 12, '0') as amount_after,
    posted::varchar as amount_minor
from differences_posted
