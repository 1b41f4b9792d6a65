-- A price may be the greater of a base fee and the usage. Candidate prices of shadow rating have the same columns and checks.
alter table raw.prices drop constraint prices_model_check;
alter table raw.prices add constraint prices_model_check check (
    model in ('per_unit', 'graduated', 'volume', 'package', 'percentage', 'graduated_percentage', 'flat', 'greater_of')
);
alter table control.shadow_prices drop constraint prices_model_check;
alter table control.shadow_prices add constraint prices_model_check check (
    model in ('per_unit', 'graduated', 'volume', 'package', 'percentage', 'graduated_percentage', 'flat', 'greater_of')
);
