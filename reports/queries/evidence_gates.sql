-- What each gate said in each build.
select
    gate_results.build_number,
    gate_results.gate,
    gate_results.status,
    gate_results.failure_count,
    gate_results.message
from operations.gate_results
order by gate_results.build_number, gate_results.gate collate "C"
