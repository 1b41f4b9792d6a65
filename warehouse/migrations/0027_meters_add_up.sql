-- How the events of a meter add up, for surfaces that tell how much was used: a maximum or a count of the different is no sum of its records.

alter table current.meters add column aggregation text;
