{#- What to do about records of a state and a reason, one sentence. -#}
{% macro remedy_of_usage(records) -%}
    case
        when {{ records }}.reason = 'batch_withdrawn'
            then 'Nothing to do: its batch was withdrawn. Corrected usage is landed with new event ids.'
        when {{ records }}.state = 'replaced' then 'Nothing to do: another record stands in its place.'
        when {{ records }}.state = 'duplicate' then 'Nothing to do: the same fact is already counted.'
        when {{ records }}.state = 'conflict'
            then 'Compare it with the record that came first; to change that one, send an event with replaces_event_id.'
        when {{ records }}.state = 'rejected' then 'Correct the record and send it in again: tallyhouse quarantine redrive.'
        when {{ records }}.reason = 'not_yet_built' then 'Run tallyhouse build.'
        when {{ records }}.reason = 'account_parked' then 'Resolve the finding that parks the account: see operations.parked_accounts.'
        when {{ records }}.reason = 'unknown_meter' then 'Add the meter to the meters table, or correct the record with a replacing event.'
        when {{ records }}.reason = 'unknown_account' then 'Land the account, or correct the record with a replacing event.'
        when {{ records }}.reason = 'unknown_reseller' then 'Land the reseller, or land the account again with the right one.'
        when {{ records }}.reason = 'no_price' then 'Land a price for the meter, resource type and pricing mode that holds at that time.'
        when {{ records }}.reason = 'overlapping_prices' then 'Land the prices again so that only one of them holds at any time.'
        when {{ records }}.reason = 'price_currency_differs' then 'Land the contract price in the currency the account is billed in.'
        when {{ records }}.reason = 'snapshot_not_valid' then 'Replace the event by one whose pricing snapshot names its currency.'
        when {{ records }}.reason = 'original_not_arrived' then 'Land the event that it replaces.'
        when {{ records }}.reason = 'stop_without_start' then 'Land the start that belongs to the stop.'
        when {{ records }}.reason in ('event_kind_not_supported', 'too_many_decimals_for_meter', 'distinct_attribute_missing')
            then 'Correct the record with a replacing event that its meter takes.'
        when {{ records }}.reason in ('window_not_ended', 'event_in_future')
            then 'Nothing to do: it is rated by the first build after its time.'
        else 'Resolves by itself in the first build after what the reason names is there.'
    end
{%- endmacro %}
