-- Every figure of a quarter's report with its trend, as somebody would write it who has the tables
-- and the definitions: what is needed twice is worked out once. Parameters: as_at, since (start of
-- the first of nine quarters), last (start of the last), until (its end).
CREATE TEMP TABLE quarters ON COMMIT DROP AS
SELECT q::date AS quarter, q::timestamp AT TIME ZONE 'Europe/London' AS began,
    (q + interval '3 months' - interval '1 day')::date AS last_on
FROM generate_series((%(since)s::timestamptz AT TIME ZONE 'Europe/London')::date::timestamp,
                     %(last)s::timestamptz AT TIME ZONE 'Europe/London', '3 months') AS q;
--> received
CREATE TEMP TABLE received ON COMMIT DROP AS
SELECT r.id, r.submitted_at, r.source_code, r.family_id, r.is_step_down, r.state,
    date_trunc('quarter', r.submitted_at AT TIME ZONE 'Europe/London')::date AS quarter,
    coalesce(r.locality_id, CASE WHEN r.area = 'elsewhere' THEN 0 ELSE -1 END) AS place
FROM referrals_referral r
WHERE r.submitted_at >= %(since)s AND r.submitted_at < %(until)s AND r.submitted_at <= %(as_at)s
  AND r.recorded_at <= %(as_at)s AND NOT (r.state = 'duplicate' AND EXISTS (
    SELECT 1 FROM referrals_move m WHERE m.referral_id = r.id AND m.to_state = 'duplicate'
      AND m.happened_at <= %(as_at)s AND m.recorded_at <= %(as_at)s));
ANALYZE received;
--> child
CREATE TEMP TABLE child ON COMMIT DROP AS
SELECT DISTINCT ON (r.quarter, c.person_id) r.quarter, r.place, c.person_id, c.age_band, c.sex,
    c.ethnic_group, c.disability
FROM received r JOIN referrals_referralchild c ON c.referral_id = r.id
ORDER BY r.quarter, c.person_id, r.submitted_at, r.id;
--> closed
CREATE TEMP TABLE closed ON COMMIT DROP AS
SELECT e.id, e.family_id, e.kind, c.reason, c.happened_at,
    date_trunc('quarter', c.happened_at AT TIME ZONE 'Europe/London')::date AS quarter,
    coalesce(c.locality_id, (
        SELECT coalesce(l.locality_id, CASE WHEN s.area = 'elsewhere' THEN 0 ELSE -1 END)
        FROM families_household h JOIN families_residence s ON s.household_id = h.id
        LEFT JOIN localities_wardlocality l ON l.ward_id = s.ward_id
            AND l.happened_at <= %(as_at)s AND l.recorded_at <= %(as_at)s
            AND (l.superseded_at IS NULL OR l.superseded_at > %(as_at)s)
            AND l.from_on <= (c.happened_at AT TIME ZONE 'Europe/London')::date
            AND (l.until_on IS NULL OR l.until_on > (c.happened_at AT TIME ZONE 'Europe/London')::date)
        WHERE h.family_id = e.family_id AND h.is_main AND s.happened_at <= %(as_at)s
          AND s.recorded_at <= %(as_at)s AND (s.superseded_at IS NULL OR s.superseded_at > %(as_at)s)
          AND s.from_on <= (c.happened_at AT TIME ZONE 'Europe/London')::date
          AND (s.until_on IS NULL OR s.until_on > (c.happened_at AT TIME ZONE 'Europe/London')::date)
        ORDER BY s.from_on DESC, s.id DESC LIMIT 1), -1) AS place
FROM casework_closing c JOIN casework_episode e ON e.id = c.episode_id
WHERE c.happened_at >= %(since)s AND c.happened_at < %(until)s AND c.happened_at <= %(as_at)s
  AND c.recorded_at <= %(as_at)s AND (c.superseded_at IS NULL OR c.superseded_at > %(as_at)s)
  AND e.recorded_at <= %(as_at)s;
ANALYZE closed;
--> referrals_received
SELECT quarter, place, count(*), 0, 0 FROM received GROUP BY 1, 2;
--> age_mix
SELECT quarter, place, count(*), 0, 0 FROM child GROUP BY 1, 2;
--> reach_per_1000
SELECT q.quarter, l.locality_id, coalesce(min(c.children), 0), sum(w.children), 0
FROM quarters q JOIN localities_wardlocality l ON l.from_on <= q.last_on
    AND (l.until_on IS NULL OR l.until_on > q.last_on) AND l.happened_at <= %(as_at)s
    AND l.recorded_at <= %(as_at)s AND (l.superseded_at IS NULL OR l.superseded_at > %(as_at)s)
JOIN localities_ward w ON w.id = l.ward_id
LEFT JOIN (SELECT quarter, place, count(*) AS children FROM child
           WHERE place > 0 AND age_band NOT IN ('unborn', 'unknown') GROUP BY 1, 2) c
    ON c.quarter = q.quarter AND c.place = l.locality_id
GROUP BY 1, 2;
--> decision_on_time
WITH started AS (
    SELECT r.id, date_trunc('quarter', r.first_contact_at AT TIME ZONE 'Europe/London')::date AS quarter,
        r.area, r.locality_id, r.decision_due_at,
        CASE WHEN r.state = 'withdrawn' THEN (SELECT min(m.happened_at) FROM referrals_move m
            WHERE m.referral_id = r.id AND m.to_state = 'withdrawn' AND m.happened_at <= %(as_at)s
              AND m.recorded_at <= %(as_at)s) END AS withdrawn_at
    FROM referrals_referral r
    WHERE r.first_contact_at >= %(since)s AND r.first_contact_at < %(until)s
      AND r.submitted_at >= %(since)s AND r.submitted_at <= %(as_at)s AND r.recorded_at <= %(as_at)s
      AND NOT (r.state = 'duplicate' AND EXISTS (
        SELECT 1 FROM referrals_move m WHERE m.referral_id = r.id AND m.to_state = 'duplicate'
          AND m.happened_at <= %(as_at)s AND m.recorded_at <= %(as_at)s))
), first AS (
    SELECT DISTINCT ON (referral_id) referral_id, happened_at, due_at, locality_id
    FROM referrals_decision WHERE happened_at >= %(since)s AND happened_at <= %(as_at)s
      AND recorded_at <= %(as_at)s AND (superseded_at IS NULL OR superseded_at > %(as_at)s)
    ORDER BY referral_id, happened_at, id
)
SELECT quarter, coalesce(CASE WHEN f.referral_id IS NULL THEN s.locality_id ELSE f.locality_id END,
        CASE WHEN area = 'elsewhere' THEN 0 ELSE -1 END),
    count(*) FILTER (WHERE f.happened_at <= coalesce(f.due_at, s.decision_due_at)),
    count(*) FILTER (WHERE f.referral_id IS NOT NULL OR s.decision_due_at < %(as_at)s),
    count(*) FILTER (WHERE f.referral_id IS NULL AND s.decision_due_at >= %(as_at)s)
FROM started s LEFT JOIN first f ON f.referral_id = s.id
WHERE withdrawn_at IS NULL OR withdrawn_at >= coalesce(f.due_at, s.decision_due_at) GROUP BY 1, 2;
--> agreement
CREATE TEMP TABLE agreement ON COMMIT DROP AS
WITH decision AS (
    SELECT *, row_number() OVER (PARTITION BY referral_id ORDER BY happened_at, id) AS nth
    FROM referrals_decision WHERE happened_at <= %(as_at)s AND happened_at < %(until)s
      AND recorded_at <= %(as_at)s AND (superseded_at IS NULL OR superseded_at > %(as_at)s)
)
SELECT date_trunc('quarter', d.happened_at AT TIME ZONE 'Europe/London')::date AS quarter,
    coalesce(d.locality_id, CASE WHEN r.area = 'elsewhere' THEN 0 ELSE -1 END) AS place, a.kind,
    d.own_level, d.suggested_level, count(*) AS decisions
FROM decision d JOIN referrals_referral r ON r.id = d.referral_id
JOIN localities_site s ON s.id = r.site_id JOIN localities_agency a ON a.id = s.agency_id
WHERE nth = 1 AND d.happened_at >= %(since)s AND d.own_level IS NOT NULL
  AND d.outcome NOT IN ('linked', 'other_service') AND r.recorded_at <= %(as_at)s
GROUP BY 1, 2, 3, 4, 5;
--> threshold_agreement
SELECT quarter, place, sum(decisions) FILTER (WHERE own_level = suggested_level), sum(decisions), 0
FROM agreement GROUP BY 1, 2;
--> re_referral_12m
WITH counted AS (
    SELECT r.id, r.submitted_at, coalesce(m.family_id, r.family_id) AS family,
        coalesce(r.locality_id, CASE WHEN r.area = 'elsewhere' THEN 0 ELSE -1 END) AS place
    FROM referrals_referral r LEFT JOIN families_merge m ON m.duplicate_id = r.family_id
        AND m.happened_at <= %(as_at)s AND m.recorded_at <= %(as_at)s
        AND (m.superseded_at IS NULL OR m.superseded_at > %(as_at)s)
    WHERE r.submitted_at >= %(since)s::timestamptz - interval '54 weeks' AND r.submitted_at < %(until)s
      AND r.submitted_at <= %(as_at)s AND r.recorded_at <= %(as_at)s AND NOT r.is_step_down
      AND NOT (r.state IN ('duplicate', 'withdrawn') AND EXISTS (
        SELECT 1 FROM referrals_move v WHERE v.referral_id = r.id AND v.to_state = r.state
          AND v.happened_at <= %(as_at)s AND v.recorded_at <= %(as_at)s))
      AND NOT EXISTS (
        SELECT 1 FROM referrals_decision d WHERE d.referral_id = r.id AND d.outcome = 'linked'
          AND d.happened_at <= %(as_at)s AND d.recorded_at <= %(as_at)s
          AND (d.superseded_at IS NULL OR d.superseded_at > %(as_at)s))
), paired AS (
    SELECT *, lag(submitted_at) OVER (PARTITION BY family ORDER BY submitted_at, id) AS earlier
    FROM counted
)
SELECT date_trunc('quarter', submitted_at AT TIME ZONE 'Europe/London')::date, place,
    count(*) FILTER (WHERE ((earlier AT TIME ZONE 'Europe/London')::date + interval '1 year')::date
        >= (submitted_at AT TIME ZONE 'Europe/London')::date), count(*), 0
FROM paired WHERE submitted_at >= %(since)s GROUP BY 1, 2;
--> allocation_on_time
WITH decided AS (
    SELECT DISTINCT ON (referral_id) referral_id, happened_at, locality_id, outcome
    FROM referrals_decision WHERE happened_at >= %(since)s AND happened_at <= %(as_at)s
      AND recorded_at <= %(as_at)s AND (superseded_at IS NULL OR superseded_at > %(as_at)s)
    ORDER BY referral_id, happened_at DESC, id DESC
), item AS (
    SELECT DISTINCT ON (e.referral_id) e.id, e.allocation_due_at AS due_at,
        date_trunc('quarter', d.happened_at AT TIME ZONE 'Europe/London')::date AS quarter,
        coalesce(d.locality_id, CASE WHEN r.area = 'elsewhere' THEN 0 ELSE -1 END) AS place
    FROM decided d JOIN casework_episode e ON e.referral_id = d.referral_id
    JOIN referrals_referral r ON r.id = d.referral_id
    WHERE d.outcome = 'family_solutions' AND d.happened_at < %(until)s
      AND e.kind = 'family_solutions' AND e.recorded_at <= %(as_at)s
    ORDER BY e.referral_id, e.started_at DESC, e.id DESC
), done AS (
    SELECT episode_id, min(happened_at) AS at FROM casework_allocation
    WHERE happened_at >= %(since)s AND happened_at <= %(as_at)s AND recorded_at <= %(as_at)s
      AND (superseded_at IS NULL OR superseded_at > %(as_at)s) GROUP BY 1
), ended AS (
    SELECT episode_id, min(happened_at) AS at FROM casework_closing
    WHERE happened_at >= %(since)s AND happened_at <= %(as_at)s AND recorded_at <= %(as_at)s
      AND (superseded_at IS NULL OR superseded_at > %(as_at)s) GROUP BY 1
)
SELECT quarter, place, count(*) FILTER (WHERE done.at <= due_at),
    count(*) FILTER (WHERE done.at IS NOT NULL OR due_at < %(as_at)s),
    count(*) FILTER (WHERE done.at IS NULL AND due_at >= %(as_at)s)
FROM item LEFT JOIN done ON done.episode_id = item.id LEFT JOIN ended ON ended.episode_id = item.id
WHERE done.at IS NOT NULL OR ended.at IS NULL OR ended.at >= due_at GROUP BY 1, 2;
--> assessment_on_time
WITH workday AS (
    SELECT array_agg(d::date ORDER BY d) AS days
    FROM generate_series(%(since)s::date - 200, %(until)s::date + 200, '1 day') AS d
    WHERE extract(isodow FROM d) < 6 AND d::date <> ALL (%(holidays)s::date[])
), allocated AS (
    SELECT e.id, e.family_id, min(a.happened_at) AT TIME ZONE 'Europe/London' AS began
    FROM casework_allocation a JOIN casework_episode e ON e.id = a.episode_id
    WHERE @known(a) AND e.recorded_at <= %(as_at)s
      AND a.happened_at >= %(since)s::timestamptz - interval '3 months' GROUP BY 1, 2
), due AS (
    SELECT id, family_id, CASE WHEN days[nth] <> began::date OR began = began::date
        THEN (days[nth + %(assessment)s - 1] + 1)::timestamp
        ELSE days[nth + %(assessment)s] + (began - began::date) END AT TIME ZONE 'Europe/London' AS due_at
    FROM allocated, workday, LATERAL (SELECT width_bucket(began::date - 1, days) + 1 AS nth) AS n
), item AS (
    SELECT due.*, @home(due.family_id | (due_at AT TIME ZONE 'Europe/London')::date) AS place,
        done.at AS done_at, ended.at AS closed_at
    FROM due LEFT JOIN (SELECT episode_id, min(happened_at) AS at FROM casework_assessment s
        WHERE @known(s) AND happened_at >= %(since)s::timestamptz - interval '3 months' GROUP BY 1) done ON done.episode_id = due.id
    LEFT JOIN (SELECT episode_id, min(happened_at) AS at FROM casework_closing c
        WHERE @known(c) AND happened_at >= %(since)s::timestamptz - interval '3 months' GROUP BY 1) ended ON ended.episode_id = due.id
    WHERE due_at >= %(since)s AND due_at < %(until)s
)
SELECT date_trunc('quarter', due_at AT TIME ZONE 'Europe/London')::date, place,
    count(*) FILTER (WHERE done_at <= due_at),
    count(*) FILTER (WHERE done_at IS NOT NULL OR due_at < %(as_at)s),
    count(*) FILTER (WHERE done_at IS NULL AND due_at >= %(as_at)s)
FROM item WHERE done_at IS NOT NULL OR closed_at IS NULL OR closed_at >= due_at GROUP BY 1, 2;
--> review_on_time
WITH plan AS (
    SELECT episode_id, min(happened_at) AS at FROM casework_plan p WHERE @known(p) GROUP BY 1
), step AS (
    SELECT episode_id, at, 0 AS kind FROM plan
    UNION ALL SELECT v.episode_id, v.happened_at, 1 FROM casework_review v
    JOIN plan USING (episode_id) WHERE @known(v)
), span AS (
    SELECT *, lead(at) OVER (PARTITION BY episode_id ORDER BY kind, at) AS held_at,
        (at AT TIME ZONE 'Europe/London')::date AS on_day,
        CASE kind WHEN 0 THEN %(first_review)s ELSE %(next_review)s END AS days FROM step
), due AS (
    SELECT span.*, e.family_id, n, on_day + days + n * %(next_review)s AS due_on
    FROM span JOIN casework_episode e ON e.id = span.episode_id AND e.recorded_at <= %(as_at)s
    CROSS JOIN LATERAL generate_series(
        greatest(0, (%(since)s::date - on_day - days) / %(next_review)s),
        greatest(0, (%(until)s::date - on_day) / %(next_review)s)) AS n
    WHERE on_day + days + n * %(next_review)s BETWEEN (%(since)s::timestamptz AT TIME ZONE 'Europe/London')::date
        AND (%(until)s::timestamptz AT TIME ZONE 'Europe/London')::date - 1
), item AS (
    SELECT due.*, (due_on + 1)::timestamp AT TIME ZONE 'Europe/London' - interval '1 microsecond' AS due_at,
        (due_on - %(next_review)s + 1)::timestamp AT TIME ZONE 'Europe/London' - interval '1 microsecond'
            AS due_before, @home(due.family_id | due_on) AS place
    FROM due
)
SELECT date_trunc('quarter', due_on)::date, place, count(*) FILTER (WHERE held_at <= due_at),
    count(*) FILTER (WHERE held_at IS NOT NULL OR due_at < %(as_at)s),
    count(*) FILTER (WHERE held_at IS NULL AND due_at >= %(as_at)s)
FROM item LEFT JOIN (SELECT episode_id, min(happened_at) AS at FROM casework_closing c
    WHERE @known(c) GROUP BY 1) ended USING (episode_id)
WHERE (n = 0 OR (due_before < %(as_at)s AND (held_at IS NULL OR held_at >= due_at)))
  AND (held_at <= due_at OR ended.at IS NULL OR ended.at >= due_at) GROUP BY 1, 2;
--> goals
CREATE TEMP TABLE goals ON COMMIT DROP AS
SELECT closed.id, closed.quarter, closed.place, count(g.id) AS all_goals,
    count(g.id) FILTER (WHERE ending.ending = 'met') AS met,
    count(g.id) FILTER (WHERE ending.ending IS DISTINCT FROM 'not_wanted') AS wanted
FROM closed LEFT JOIN casework_goal g ON g.episode_id = closed.id AND @known(g)
    AND g.happened_at <= closed.happened_at
LEFT JOIN LATERAL (SELECT e.ending FROM casework_goalend e WHERE e.goal_id = g.id AND @known(e)
    AND e.happened_at <= closed.happened_at ORDER BY e.happened_at DESC, e.id DESC LIMIT 1) ending ON true
GROUP BY 1, 2, 3;
--> goals_achieved
SELECT quarter, place, sum(met), sum(wanted), 0 FROM goals GROUP BY 1, 2;
--> moved
CREATE TEMP TABLE moved ON COMMIT DROP AS
WITH outcome AS (
    SELECT s.episode_id, (array_agg(s.score ORDER BY s.happened_at, s.id))[1] AS first,
        (array_agg(s.score ORDER BY s.happened_at DESC, s.id DESC))[1] AS last
    FROM casework_outcomescore s JOIN closed ON closed.id = s.episode_id WHERE @known(s)
    GROUP BY s.episode_id, s.outcome HAVING (min(s.happened_at) AT TIME ZONE 'Europe/London')::date
        < (max(s.happened_at) AT TIME ZONE 'Europe/London')::date
)
SELECT closed.id, quarter, place, first <= 3 AS low, sum(last - first) * 2520 / count(*) AS distance
FROM outcome JOIN closed ON closed.id = episode_id GROUP BY 1, 2, 3, 4;
--> distance_travelled
SELECT quarter, place, sum(distance), count(*), 0 FROM moved WHERE low GROUP BY 1, 2;
--> step_up
SELECT quarter, place, count(*) FILTER (WHERE reason = 'stepped_up'), count(*), 0 FROM closed
WHERE kind <> 'joint' AND reason NOT IN ('moved_away', 'died') GROUP BY 1, 2;
--> sustained_6m
WITH again AS (
    SELECT coalesce(m.family_id, r.family_id) AS family, r.submitted_at FROM referrals_referral r
    LEFT JOIN families_merge m ON m.duplicate_id = r.family_id AND @known(m)
    WHERE r.submitted_at >= %(since)s::timestamptz - interval '7 months' AND r.submitted_at < %(until)s
      AND r.submitted_at <= %(as_at)s AND r.recorded_at <= %(as_at)s
      AND NOT (r.state IN ('duplicate', 'withdrawn') AND EXISTS (
        SELECT 1 FROM referrals_move v WHERE v.referral_id = r.id AND v.to_state = r.state
          AND v.happened_at <= %(as_at)s AND v.recorded_at <= %(as_at)s))
), item AS (
    SELECT c.id, e.family_id, coalesce(m.family_id, e.family_id) AS family, c.happened_at AS began,
        ((c.happened_at AT TIME ZONE 'Europe/London')::date + interval '6 months')::date AS mark_on,
        coalesce(c.locality_id, @home(e.family_id | (c.happened_at AT TIME ZONE 'Europe/London')::date))
            AS place
    FROM casework_closing c JOIN casework_episode e ON e.id = c.episode_id
    LEFT JOIN families_merge m ON m.duplicate_id = e.family_id AND @known(m)
    WHERE c.reason = 'goals_met' AND @known(c) AND e.recorded_at <= %(as_at)s
      AND c.happened_at >= %(since)s::timestamptz - interval '7 months'
      AND c.happened_at < %(until)s::timestamptz - interval '5 months'
), judged AS (
    SELECT item.*, (mark_on + 1)::timestamp AT TIME ZONE 'Europe/London' <= %(as_at)s AS passed,
        id IN (SELECT i.id FROM item i JOIN again USING (family) WHERE again.submitted_at > i.began
            AND (again.submitted_at AT TIME ZONE 'Europe/London')::date <= i.mark_on)
        OR @stepped_up AS needed
    FROM item WHERE @in_quarters AND NOT @gone
)
SELECT date_trunc('quarter', mark_on)::date, place, count(*) FILTER (WHERE passed AND NOT needed),
    count(*) FILTER (WHERE passed), count(*) FILTER (WHERE NOT passed) FROM judged GROUP BY 1, 2;
--> step_down_held_6m
WITH item AS (
    SELECT e.id, e.family_id, coalesce(m.family_id, e.family_id) AS family, e.started_at AS began,
        ((e.started_at AT TIME ZONE 'Europe/London')::date + interval '6 months')::date AS mark_on,
        coalesce(e.locality_id, @home(e.family_id | (e.started_at AT TIME ZONE 'Europe/London')::date))
            AS place
    FROM casework_episode e LEFT JOIN families_merge m ON m.duplicate_id = e.family_id AND @known(m)
    WHERE e.origin = 'step_down' AND e.started_at <= %(as_at)s AND e.recorded_at <= %(as_at)s
      AND e.started_at >= %(since)s::timestamptz - interval '7 months'
      AND e.started_at < %(until)s::timestamptz - interval '5 months'
), judged AS (
    SELECT item.*, (mark_on + 1)::timestamp AT TIME ZONE 'Europe/London' <= %(as_at)s AS passed,
        @stepped_up AS needed
    FROM item WHERE @in_quarters AND NOT @gone
)
SELECT date_trunc('quarter', mark_on)::date, place, count(*) FILTER (WHERE passed AND NOT needed),
    count(*) FILTER (WHERE passed), count(*) FILTER (WHERE NOT passed) FROM judged GROUP BY 1, 2;
--> breakdown: source and standing level
WITH standing AS (
    SELECT DISTINCT ON (d.referral_id) d.referral_id, d.level FROM referrals_decision d
    JOIN received r ON r.id = d.referral_id AND r.submitted_at >= %(last)s
    WHERE @known(d) ORDER BY d.referral_id, d.happened_at DESC, d.id DESC
)
SELECT source_code, level, count(*) FROM received LEFT JOIN standing ON referral_id = id
WHERE submitted_at >= %(last)s GROUP BY GROUPING SETS ((source_code), (level));
--> breakdown: agency type
SELECT kind, sum(decisions) FILTER (WHERE own_level = suggested_level), sum(decisions) FROM agreement
WHERE quarter = (SELECT max(quarter) FROM quarters) GROUP BY 1;
--> breakdown: age band
SELECT age_band, count(*) FROM child WHERE quarter = (SELECT max(quarter) FROM quarters) GROUP BY 1;
--> breakdown: where outcomes began, episodes with goals
SELECT low, count(*), sum(distance), sum(distance * distance) FROM moved
WHERE quarter = (SELECT max(quarter) FROM quarters) GROUP BY 1
UNION ALL SELECT NULL, count(*) FILTER (WHERE all_goals > 0), count(*), 0 FROM goals
WHERE quarter = (SELECT max(quarter) FROM quarters);
--> asked
CREATE TEMP TABLE asked ON COMMIT DROP AS
SELECT 'received' AS of, person_id, age_band, sex, ethnic_group, disability, 1::numeric AS a, 0::numeric AS b,
    0::numeric AS c FROM child WHERE quarter = (SELECT max(quarter) FROM quarters)
UNION ALL SELECT one.of, j.person_id, j.age_band, j.sex, j.ethnic_group, j.disability, one.a, one.b, one.c
FROM (SELECT DISTINCT ON (c.episode_id, c.person_id) c.* FROM casework_episodechild c
      JOIN closed ON closed.id = c.episode_id
        AND closed.quarter = (SELECT max(quarter) FROM quarters)
      WHERE c.recorded_at <= %(as_at)s
      ORDER BY c.episode_id, c.person_id, c.joined_on DESC, c.id DESC) j
JOIN (SELECT 'goals' AS of, id, met::numeric AS a, wanted::numeric AS b, 0::numeric AS c FROM goals
      UNION ALL SELECT 'distance', id, 1, distance, distance * distance FROM moved WHERE low) one
    ON one.id = j.episode_id;
--> breakdown: children
WITH latest AS (
    SELECT person_id, (array_agg(sex ORDER BY at DESC, sex) FILTER (WHERE sex NOT IN ('', 'U')))[1] AS sex,
        (array_agg(ethnic_group ORDER BY at DESC, ethnic_group)
            FILTER (WHERE ethnic_group NOT IN ('', 'NOBT')))[1] AS ethnic_group,
        (array_agg(disability ORDER BY at DESC, disability) FILTER (WHERE disability <> ''))[1] AS disability
    FROM (
        SELECT c.person_id, c.sex, c.ethnic_group, c.disability, r.recorded_at AS at
        FROM referrals_referralchild c JOIN referrals_referral r ON r.id = c.referral_id
        WHERE c.person_id IN (SELECT person_id FROM asked WHERE sex IN ('', 'U')
            OR ethnic_group IN ('', 'NOBT') OR disability = '')
        UNION ALL SELECT c.person_id, c.sex, c.ethnic_group, c.disability, c.recorded_at
        FROM casework_episodechild c WHERE c.person_id IN (SELECT person_id FROM asked
            WHERE sex IN ('', 'U') OR ethnic_group IN ('', 'NOBT') OR disability = '')
    ) v WHERE at <= %(as_at)s GROUP BY 1
), told AS (
    SELECT of, age_band, a, b, c,
        CASE WHEN t.sex NOT IN ('', 'U') THEN t.sex ELSE coalesce(latest.sex, '') END AS sex,
        CASE WHEN t.ethnic_group NOT IN ('', 'NOBT') THEN t.ethnic_group
             ELSE coalesce(latest.ethnic_group, '') END AS ethnic_group,
        CASE WHEN t.disability <> '' THEN t.disability ELSE coalesce(latest.disability, '') END
            AS disability
    FROM asked t LEFT JOIN latest USING (person_id)
)
SELECT of, age_band, sex, ethnic_group, disability, sum(a), sum(b), sum(c) FROM told
GROUP BY GROUPING SETS ((of, age_band), (of, sex), (of, ethnic_group), (of, disability));
