select * from {{ source('book', 'rated_lines') }}
