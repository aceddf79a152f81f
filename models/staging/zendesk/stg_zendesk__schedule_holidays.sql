-- one row per raw row of zendesk.schedule_holiday, in the shape of int_schedule_holidays_unioned
{{ config(enabled = 'zendesk' in var('help_desk_vendors')) }}

with

holidays as (

    select * from {{ ref('base_zendesk__schedule_holidays') }}

)

select
    'zendesk' as source_system,
    'schedule_holiday' as source_table,
    holidays.*

from holidays
