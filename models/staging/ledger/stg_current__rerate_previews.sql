select * from {{ source('current', 'rerate_previews') }}
