-- one row per raw table of a connected vendor: whether it was found, what it lacks, how many rows it had
with

source as (

    select * from {{ source('landing', 'source_tables') }}

),

renamed as (

    select
        -- ids
        source_system || '.' || source_table as source_table_id,
        -- text
        source_system,
        source_table,
        nullif(location, '') as location,
        nullif(missing_columns, '') as missing_columns,
        -- numbers
        raw_row_count,
        -- booleans
        is_required,
        is_present

    from source

)

select * from renamed
