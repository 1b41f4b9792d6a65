-- Jobs of a speech-to-text service, CSV: one line per transcribed recording.
-- param source = speech_jobs: who measured
with jobs as (
    select job_id, customer, finished_at, seconds, voice_model,
    from read_csv(getvariable('path'), header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', skip = 0)
)
select
    -- The id is the job's own: a later export that has it again lands as a duplicate.
    job_id as event_id,
    getvariable('source') as source,
    'quantity' as event_kind,
    'speech_second' as meter,
    customer as account_id,
    job_id as resource_id,
    voice_model as resource_type,
    -- As it is: text that is no number is rejected with its reason, and never becomes a float.
    seconds as quantity,
    finished_at as occurred_at,
from jobs
