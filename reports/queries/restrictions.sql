-- Restrictions that are in force, and those that an operator has taken away.
select
    restrictions.account_id,
    restrictions.currency,
    restrictions.restriction,
    restrictions.status,
    restrictions.source,
    restrictions.state,
    restrictions.reason,
    restrictions.actor,
    restrictions.explanation,
    restrictions.restricted_since
from operations.restrictions
order by
    restrictions.status collate "C",
    restrictions.account_id collate "C",
    restrictions.currency collate "C",
    restrictions.restriction collate "C",
    restrictions.source collate "C"
