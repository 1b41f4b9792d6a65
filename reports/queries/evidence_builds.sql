-- Every build in order, with its publication and its seals.
select
    builds.build_number,
    builds.kind,
    builds.status,
    builds.reason,
    builds.as_of,
    builds.code_hash,
    builds.seed_hash,
    builds.batch_count,
    builds.rows_posted,
    builds.seal_version,
    builds.previous_seal_head,
    builds.seal_head,
    builds.seals,
    builds.started_at,
    builds.ended_at,
    builds.published_at
from operations.builds
order by builds.build_number
