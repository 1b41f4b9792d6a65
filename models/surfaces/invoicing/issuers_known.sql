-- The newest version of each issuer that a build has seen.

with issuers as (

    select * from {{ source('raw', 'issuers') }}

),

batches_taken as (

    select * from {{ ref('batches_taken') }}

),

versions_numbered as (

    select
        issuers.issuer_id,
        coalesce(issuers.legal_name, issuers.issuer_id) as issuer_name,
        row_number() over (partition by issuers.record_key order by issuers.batch_id desc, issuers.row_number desc) as age
    from issuers
    inner join batches_taken on batches_taken.batch_id = issuers.batch_id

),

issuers_known as (

    select
        versions_numbered.issuer_id,
        versions_numbered.issuer_name
    from versions_numbered
    where versions_numbered.age = 1

)

select * from issuers_known
