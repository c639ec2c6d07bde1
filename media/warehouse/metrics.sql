-- The figures of Countersign's panel from `countersign report --format ndjson` (schema countersign/warehouse/1,
-- media/schemas/warehouse.schema.json). Written for DuckDB; other warehouses need their own first statement.
-- Each query stands below its name. Tables: facts (as loaded), period (one row: first_day, last_day).
--
-- CREATE TABLE facts AS SELECT * FROM read_json('facts.ndjson', format = 'newline_delimited', union_by_name = true, sample_size = -1);
-- CREATE TABLE period AS SELECT DATE '2026-01-01' AS first_day, DATE '2026-03-31' AS last_day;

-- name: views
CREATE OR REPLACE VIEW span AS
  SELECT repository, module, owner, assistant, CAST(model AS VARCHAR) AS model, kind, state, CAST("end" AS VARCHAR) AS ending, first AS is_first, fixed, CAST(lines AS BIGINT) AS lines,
         CAST(introduced AS DATE) AS introduced, CAST("from" AS DATE) AS from_day, CAST("to" AS DATE) AS to_day
  FROM facts WHERE type = 'span';
CREATE OR REPLACE VIEW open_line_ages AS
  SELECT date_diff('day', introduced, last_day) AS age, sum(lines) AS lines
  FROM span, period WHERE state = 'open' AND from_day <= last_day AND (to_day IS NULL OR to_day > last_day) GROUP BY 1;

-- name: open-debt
SELECT coalesce(sum(lines), 0) AS value FROM open_line_ages;

-- name: age
WITH seen AS (SELECT age, sum(lines) OVER (ORDER BY age) AS so_far, sum(lines) OVER () AS total FROM open_line_ages)
SELECT min(age) AS value FROM seen WHERE so_far >= 0.9 * total;

-- name: coverage
SELECT round(answered / nullif(landed, 0), 4) AS value FROM (
  SELECT sum(CASE WHEN is_first THEN lines END) AS landed,
         coalesce(sum(CASE WHEN state = 'answered' AND from_day <= last_day AND (to_day IS NULL OR to_day > last_day OR ending IN ('removed', 'rewritten', 'replaced')) THEN lines END), 0) AS answered
  FROM span, period WHERE introduced BETWEEN first_day AND last_day);

-- name: stale
SELECT round(coalesce(lapsed, 0) / nullif(signed, 0), 4) AS value FROM (
  SELECT sum(CASE WHEN (ending = 'signed' AND to_day BETWEEN first_day AND last_day) OR (is_first AND state = 'answered' AND from_day BETWEEN first_day AND last_day) THEN lines END) AS signed,
         sum(CASE WHEN state = 'answered' AND ending IN ('reopened', 'replaced') AND to_day - from_day <= 14 AND from_day BETWEEN first_day AND last_day AND to_day <= last_day THEN lines END) AS lapsed
  FROM span, period);

-- name: origin-known
SELECT round(sum(CAST(known AS BIGINT)) / nullif(sum(CAST(lines AS BIGINT)), 0), 4) AS value FROM facts, period WHERE type = 'added' AND CAST(day AS DATE) BETWEEN first_day AND last_day;

-- name: debt-over-time
WITH days AS (SELECT CAST(unnest(generate_series(first_day, last_day, INTERVAL 1 DAY)) AS DATE) AS day FROM period)
SELECT CAST(day AS VARCHAR) AS day,
       coalesce(sum(CASE WHEN day - introduced <= 2 THEN lines END), 0) AS "days-0-2",
       coalesce(sum(CASE WHEN day - introduced BETWEEN 3 AND 7 THEN lines END), 0) AS "days-3-7",
       coalesce(sum(CASE WHEN day - introduced BETWEEN 8 AND 30 THEN lines END), 0) AS "days-8-30",
       coalesce(sum(CASE WHEN day - introduced > 30 THEN lines END), 0) AS "days-over-30",
       coalesce(sum(lines), 0) AS total
FROM days LEFT JOIN span ON state = 'open' AND from_day <= day AND (to_day IS NULL OR to_day > day) GROUP BY day ORDER BY day;

-- name: flow
WITH events AS (
  SELECT introduced AS day, 'introduced' AS what, lines FROM span WHERE is_first
  UNION ALL SELECT to_day, 'signed', lines FROM span WHERE ending = 'signed'
  UNION ALL SELECT from_day, 'signed', lines FROM span WHERE is_first AND state = 'answered'
  UNION ALL SELECT to_day, ending, lines FROM span WHERE state = 'open' AND ending IN ('removed', 'rewritten', 'replaced')
  UNION ALL SELECT to_day, 'reopened', lines FROM span WHERE state = 'answered' AND ending = 'reopened'),
weeks AS (SELECT CAST(unnest(generate_series(CAST(date_trunc('week', first_day) AS DATE), last_day, INTERVAL 7 DAY)) AS DATE) AS week FROM period),
sums AS (
  SELECT week,
         coalesce(sum(CASE what WHEN 'introduced' THEN lines END), 0) AS introduced, coalesce(sum(CASE what WHEN 'reopened' THEN lines END), 0) AS reopened,
         coalesce(sum(CASE what WHEN 'signed' THEN lines END), 0) AS signed, coalesce(sum(CASE what WHEN 'removed' THEN lines END), 0) AS removed,
         coalesce(sum(CASE what WHEN 'rewritten' THEN lines END), 0) AS rewritten, coalesce(sum(CASE what WHEN 'replaced' THEN lines END), 0) AS replaced
  FROM weeks LEFT JOIN (SELECT events.* FROM events, period WHERE day BETWEEN first_day AND last_day) AS within ON CAST(date_trunc('week', day) AS DATE) = week GROUP BY week)
SELECT CAST(week AS VARCHAR) AS week, introduced, reopened, signed, removed, rewritten, replaced, introduced + reopened - signed - removed - rewritten - replaced AS net FROM sums ORDER BY week;

-- name: where
SELECT module, coalesce(sum(CASE risk WHEN 'high' THEN minutes END), 0) AS high, coalesce(sum(CASE risk WHEN 'medium' THEN minutes END), 0) AS medium,
       coalesce(sum(CASE risk WHEN 'unrated' THEN minutes END), 0) AS unrated, coalesce(sum(CASE risk WHEN 'low' THEN minutes END), 0) AS low,
       sum(minutes) AS minutes, sum(CAST(open AS BIGINT)) AS lines, count(*) AS hunks
FROM facts, period WHERE type = 'hunk' AND state <> 'signed-off' AND NOT generated AND (introduced IS NULL OR CAST(introduced AS DATE) <= last_day) GROUP BY module ORDER BY minutes DESC, module;

-- name: assistants
SELECT assistant, coalesce(model, 'not said') AS model,
       coalesce(sum(CASE WHEN is_first AND introduced BETWEEN first_day AND last_day THEN lines END), 0) AS introduced,
       coalesce(sum(CASE WHEN state = 'open' AND from_day <= last_day AND (to_day IS NULL OR to_day > last_day) THEN lines END), 0) AS open,
       round(coalesce(sum(CASE WHEN ending IN ('rewritten', 'replaced') AND to_day - introduced <= 14 AND introduced BETWEEN first_day AND last_day AND to_day <= last_day THEN lines END), 0)
         / nullif(sum(CASE WHEN is_first AND introduced BETWEEN first_day AND last_day THEN lines END), 0), 4) AS rewritten
FROM span, period GROUP BY assistant, model ORDER BY introduced DESC, assistant, model;

-- name: coverage-by-module
SELECT module, landed, coalesce(answered, 0) AS answered, round(coalesce(answered, 0) / landed, 4) AS coverage FROM (
  SELECT module, sum(CASE WHEN is_first THEN lines END) AS landed,
         sum(CASE WHEN state = 'answered' AND from_day <= last_day AND (to_day IS NULL OR to_day > last_day OR ending IN ('removed', 'rewritten', 'replaced')) THEN lines END) AS answered
  FROM span, period WHERE introduced BETWEEN first_day AND last_day GROUP BY module) WHERE landed > 0 ORDER BY module;

-- name: gate-history
WITH weeks AS (SELECT CAST(unnest(generate_series(CAST(date_trunc('week', first_day) AS DATE), last_day, INTERVAL 7 DAY)) AS DATE) AS week FROM period),
landed AS (SELECT span.*, CAST(date_trunc('week', introduced) AS DATE) AS week, last_day FROM span, period WHERE is_first AND introduced BETWEEN first_day AND last_day),
sums AS (
  SELECT week, coalesce(sum(CASE WHEN state = 'answered' THEN lines END), 0) AS answered, coalesce(sum(lines), 0) AS landed,
         coalesce(sum(CASE WHEN state = 'open' AND ending = 'signed' AND to_day - introduced <= 14 AND to_day <= last_day THEN lines END), 0) AS later
  FROM weeks LEFT JOIN landed USING (week) GROUP BY week)
SELECT CAST(week AS VARCHAR) AS week, answered, later, landed - answered - later AS open, round(answered / nullif(landed, 0), 4) AS share FROM sums ORDER BY week;

-- name: oldest
SELECT path, date_diff('day', CAST(introduced AS DATE), last_day) AS age FROM facts, period
WHERE type = 'hunk' AND state <> 'signed-off' AND NOT generated AND CAST(introduced AS DATE) <= last_day ORDER BY introduced, minutes DESC, id LIMIT 10;

-- name: batches
SELECT count(*) AS batches, max(lines) AS largest FROM (
  SELECT repository, batch, min("at") AS signed_at, sum(CAST(lines AS BIGINT)) AS lines FROM facts WHERE type = 'verdict' AND verdict = 'approved' GROUP BY repository, batch), period
WHERE CAST(substr(CAST(signed_at AS VARCHAR), 1, 10) AS DATE) BETWEEN first_day AND last_day;

-- name: daily-agreement
-- The daily snapshots say the same as the spans: no row.
SELECT s.day, s.open, d.open FROM
  (SELECT CAST(day AS DATE) AS day, sum(CAST(open AS BIGINT)) AS open FROM facts WHERE type = 'day' GROUP BY 1) AS d
JOIN (SELECT d.day, sum(lines) AS open FROM (SELECT DISTINCT CAST(day AS DATE) AS day FROM facts WHERE type = 'day') AS d JOIN span ON state = 'open' AND from_day <= d.day AND (to_day IS NULL OR to_day > d.day) GROUP BY 1) AS s USING (day)
WHERE s.open <> d.open;

-- name: waived
SELECT strftime("at", '%Y-%m-%dT%H:%M:%SZ') AS given_at, path, risk, CAST(lines AS BIGINT) AS lines, strftime(CAST(until AS TIMESTAMP), '%Y-%m-%d') AS until_day, reason FROM facts, period
WHERE type = 'verdict' AND verdict = 'waived' AND CAST("at" AS DATE) BETWEEN first_day AND last_day
ORDER BY given_at DESC, path;
