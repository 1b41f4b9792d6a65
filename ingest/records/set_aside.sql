insert into raw.rejected_records (rejected_id, batch_id, kind, reason_code, message, line_number, header, content, content_sha256, event_key)
select
    encode(substring(sha256(convert_to(
        length(%(batch_id)s::text) || ':' || %(batch_id)s::text || length(incoming.row_number::text) || ':' || incoming.row_number::text, 'UTF8'
    )) for 16), 'hex')::uuid,
    %(batch_id)s,
    'records',
    incoming.fate,
    case incoming.fate
        when 'conflict' then 'A record with the same key and other content was here first, and stands.'
        else 'The tiers of this price do not form a whole in this file, or a line of it cannot be read: none of them landed.'
    end,
    incoming.line_number,
    %(header)s,
    incoming.content,
    sha256(incoming.content),
    case when incoming.fate = 'conflict' then incoming.record_key end
from incoming
where incoming.fate not in ('landed', 'duplicate');
