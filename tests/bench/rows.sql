-- The plan: what will happen to each referral. `at` is when it was sent; then the tables, in order.
CREATE FUNCTION pg_temp.pick(i bigint, salt int, of bigint) RETURNS int LANGUAGE sql IMMUTABLE AS
'SELECT (mod(hashint8extended(i, salt) & 9223372036854775807, of))::int';

CREATE TEMP TABLE place AS
SELECT row_number() OVER (ORDER BY l.id) - 1 AS n, l.id AS locality, t.id AS team,
    (SELECT min(w.ward_id) FROM localities_wardlocality w
     WHERE w.locality_id = l.id AND w.until_on IS NULL) AS ward
FROM localities_locality l JOIN localities_team t ON t.locality_id = l.id AND t.kind = 'hub';

CREATE TEMP TABLE site AS
SELECT row_number() OVER (ORDER BY s.id) - 1 AS n, s.id, a.source_code
FROM localities_site s JOIN localities_agency a ON a.id = s.agency_id;

CREATE TEMP TABLE worker AS
SELECT row_number() OVER (PARTITION BY m.team_id ORDER BY u.id) - 1 AS n, u.id, m.team_id AS team,
    count(*) OVER (PARTITION BY m.team_id) AS of_team
FROM accounts_user u JOIN localities_membership m ON m.user_id = u.id WHERE u.role = 'key_worker';

CREATE TEMP TABLE plan AS
WITH sent AS (
    SELECT i, (i + 1) / 2 AS family,
        date_trunc('minute', now()) - interval '1 minute' * (5 + pg_temp.pick(i, 1, 1440 * 1090)) AS at,
        1 + pg_temp.pick(i, 2, 100) AS luck, pg_temp.pick((i + 1) / 2, 3, 100) AS home,
        pg_temp.pick(i, 4, (SELECT count(*) FROM site)) AS from_site
    FROM generate_series(1, %(referrals)s::bigint) AS i
), placed AS (
    SELECT sent.*, site.id AS site, site.source_code, p.locality, p.team, p.ward,
        CASE WHEN p.locality IS NOT NULL THEN 'croydon' WHEN home < 97 THEN 'elsewhere'
             ELSE 'unknown' END AS area,
        CASE WHEN luck <= 25 THEN 1 WHEN luck <= 65 THEN 2 WHEN luck <= 92 THEN 3 ELSE 4 END
            AS suggested,
        CASE WHEN at > now() - interval '20 days' THEN
                 CASE WHEN pg_temp.pick(i, 5, 10) = 0 THEN 'information_requested' ELSE 'submitted' END
             WHEN pg_temp.pick(i, 6, 100) < 2 THEN 'duplicate'
             WHEN pg_temp.pick(i, 6, 100) < 4 THEN 'withdrawn' ELSE 'decided' END AS state
    FROM sent JOIN site ON site.n = from_site
    LEFT JOIN place p ON home < 94 AND p.n = mod(home, 3)
), judged AS (
    SELECT *, at + interval '1 day' AS due_at,
        CASE WHEN state = 'decided' THEN at + interval '1 minute' * (30 + pg_temp.pick(i, 7, 1620)) END
            AS decided_at,
        CASE WHEN suggested < 4 AND suggested > 1 AND pg_temp.pick(i, 8, 8) = 0 THEN suggested - 1
             ELSE suggested END AS level
    FROM placed
), helped AS (
    SELECT *, (ARRAY['advice', 'partner_led', 'family_solutions', 'social_care'])[level] AS outcome,
        state = 'decided' AND level = 3 AS has_episode,
        decided_at + interval '1 minute' * (60 + pg_temp.pick(i, 9, 1600)) AS allocated_at,
        decided_at + interval '1 day' * (40 + pg_temp.pick(i, 10, 200)) AS ends_at
    FROM judged
)
SELECT helped.*, ends_at < now() AS is_closed, coalesce(helped.team, hub.team) AS hub, w.id AS worker,
    CASE WHEN pg_temp.pick(i, 11, 20) < 13 THEN 'goals_met' WHEN pg_temp.pick(i, 11, 20) < 15
         THEN 'stepped_up' WHEN pg_temp.pick(i, 11, 20) < 18 THEN 'lost_contact' WHEN
         pg_temp.pick(i, 11, 20) < 19 THEN 'universal' ELSE 'moved_away' END AS closing
FROM helped CROSS JOIN (SELECT team FROM place WHERE n = 1) AS hub
JOIN worker w ON w.team = coalesce(helped.team, hub.team) AND w.n = mod(helped.i, w.of_team);
CREATE INDEX ON plan (i);
ANALYZE plan;

--> families_family
SELECT family AS id, 'Family ' || family AS name, 'family ' || family AS sort_name,
    min(at) AS created_at FROM plan GROUP BY family
--> families_person
SELECT i AS id, family AS family_id, 'Child' || i AS first_name, 'Family' || family AS last_name,
    'family' || family || ' child' || i AS sort_name, true AS is_child,
    current_date - 200 - pg_temp.pick(i, 20, 6000) AS born_on,
    (ARRAY['F', 'M'])[1 + pg_temp.pick(i, 21, 2)] AS sex,
    (ARRAY['WBRI', 'BAFR', 'AIND', 'MWBC', 'NOBT'])[1 + pg_temp.pick(i, 22, 5)] AS ethnic_group,
    (ARRAY['YES', 'NO', 'NO', ''])[1 + pg_temp.pick(i, 23, 4)] AS disability FROM plan
--> families_household
SELECT DISTINCT family AS id, family AS family_id, true AS is_main FROM plan
--> families_residence
SELECT family AS household_id, area, ward AS ward_id, min(at) AS happened_at, min(at) AS recorded_at,
    min(at)::date AS from_on FROM plan GROUP BY family, area, ward
--> families_familyaccess
SELECT family AS family_id, t.id AS team_id, NULL::bigint AS user_id, 'front_door' AS basis,
    min(at) AS from_at
FROM plan JOIN localities_team t ON t.kind IN ('front_door', 'leadership') GROUP BY 1, 2
UNION ALL SELECT family, t.id, NULL, 'screening', min(at)
FROM plan JOIN localities_team t ON t.kind = 'spoc'
WHERE state IN ('submitted', 'information_requested') GROUP BY 1, 2
UNION ALL SELECT DISTINCT ON (family) family, hub, NULL, 'locality', decided_at
FROM plan WHERE has_episode AND NOT is_closed
UNION ALL SELECT family, NULL, worker, 'episode', min(allocated_at)
FROM plan WHERE has_episode AND NOT is_closed GROUP BY family, worker
--> referrals_referral
SELECT i AS id, 'EH-' || to_char(at, 'YYYY') || '-' || to_char(i, 'FM900000000') AS reference,
    family AS family_id, site AS site_id, source_code,
    (SELECT id FROM accounts_user WHERE role = 'practitioner' ORDER BY id LIMIT 1) AS referrer_id,
    'web' AS via, 'She comes to school hungry and tired, and is often late.' AS worries, area,
    ward AS ward_id, locality AS locality_id, '2018-09' AS threshold_version,
    suggested AS suggested_level,
    CASE WHEN suggested = 4 THEN 3 ELSE 4 END AS suggested_rule,
    CASE WHEN suggested = 4 THEN '{discuss}'::varchar[] ELSE '{}' END AS flags, state,
    at AS first_contact_at, at AS submitted_at, at AS recorded_at, '2018-09' AS clock_version,
    due_at AS decision_due_at, decided_at AS first_decided_at,
    CASE WHEN state = 'decided' THEN level END AS level,
    CASE WHEN state = 'decided' THEN outcome ELSE '' END AS outcome FROM plan
--> referrals_referralchild
SELECT i AS referral_id, person AS person_id, (ARRAY['0-4', '5-9', '10-14', '15-17', 'unborn'])
        [1 + pg_temp.pick(person, 20, 5)] AS age_band,
    (ARRAY['F', 'M'])[1 + pg_temp.pick(person, 21, 2)] AS sex,
    (ARRAY['WBRI', 'BAFR', 'AIND', 'MWBC', 'NOBT'])[1 + pg_temp.pick(person, 22, 5)] AS ethnic_group,
    (ARRAY['YES', 'NO', 'NO', ''])[1 + pg_temp.pick(person, 23, 4)] AS disability,
    ward AS ward_id, locality AS locality_id, suggested AS level, 4 AS rule
FROM plan CROSS JOIN LATERAL (VALUES (i), (CASE WHEN mod(i, 4) = 0 THEN i - 1 END)) AS p(person)
WHERE person IS NOT NULL
--> referrals_move
SELECT i AS referral_id, 'submit' AS verb, '' AS from_state, 'submitted' AS to_state,
    at AS happened_at, at AS recorded_at FROM plan
UNION ALL SELECT i, CASE state WHEN 'decided' THEN 'decide' WHEN 'withdrawn' THEN 'withdraw'
        WHEN 'duplicate' THEN 'mark_duplicate' ELSE 'ask' END, 'submitted', state,
    coalesce(decided_at, at + interval '1 hour'), coalesce(decided_at, at + interval '1 hour')
FROM plan WHERE state <> 'submitted'
--> referrals_decision
SELECT i AS referral_id, 1 AS number, decided_at AS happened_at, decided_at AS recorded_at,
    least(4, greatest(1, suggested + (pg_temp.pick(i, 30, 10) = 0)::int)) AS own_level,
    suggested AS suggested_level, 4 AS suggested_rule, '2018-09' AS threshold_version, level, outcome,
    CASE WHEN level <> suggested THEN 'The family has more help than it seemed.' ELSE '' END AS reason,
    'Thank you. We have read what you sent.' AS words, due_at, locality AS locality_id
FROM plan WHERE state = 'decided'
--> casework_episode
SELECT i AS id, family AS family_id, i AS referral_id, 'family_solutions' AS kind,
    CASE WHEN pg_temp.pick(i, 31, 12) = 0 THEN 'step_down' ELSE 'referral' END AS origin, 3 AS level,
    locality AS locality_id, hub AS team_id, CASE WHEN is_closed THEN 'closed' ELSE 'open' END AS state,
    worker AS key_worker_id, decided_at AS started_at, decided_at AS recorded_at,
    '2018-09' AS clock_version, decided_at + interval '1 day' AS allocation_due_at,
    allocated_at AS first_allocated_at, CASE WHEN is_closed THEN ends_at END AS closed_at
FROM plan WHERE has_episode
--> casework_episodechild
SELECT i AS episode_id, i AS person_id, decided_at::date AS joined_on,
    CASE WHEN is_closed THEN ends_at::date END AS left_on, decided_at AS recorded_at,
    (ARRAY['0-4', '5-9', '10-14', '15-17', 'unborn'])[1 + pg_temp.pick(i, 20, 5)] AS age_band,
    (ARRAY['F', 'M'])[1 + pg_temp.pick(i, 21, 2)] AS sex,
    (ARRAY['WBRI', 'BAFR', 'AIND', 'MWBC', 'NOBT'])[1 + pg_temp.pick(i, 22, 5)] AS ethnic_group,
    (ARRAY['YES', 'NO', 'NO', ''])[1 + pg_temp.pick(i, 23, 4)] AS disability,
    ward AS ward_id, locality AS locality_id FROM plan WHERE has_episode
--> casework_allocation
SELECT i AS episode_id, worker AS worker_id, allocated_at AS happened_at, allocated_at AS recorded_at
FROM plan WHERE has_episode AND allocated_at < now()
--> casework_assessment
SELECT i AS episode_id, worker AS by_id, allocated_at + interval '35 days' AS due_at,
    allocated_at + interval '1 hour' * pg_temp.pick(i, 32, 900) AS happened_at,
    allocated_at + interval '1 hour' * pg_temp.pick(i, 32, 900) AS recorded_at
FROM plan WHERE has_episode AND allocated_at + interval '38 days' < now()
--> casework_plan
SELECT i AS episode_id, worker AS by_id, allocated_at + interval '45 days' AS due_at,
    allocated_at + interval '39 days' AS happened_at, allocated_at + interval '39 days' AS recorded_at
FROM plan WHERE has_episode AND allocated_at + interval '39 days' < now()
--> casework_review
SELECT i AS episode_id, worker AS by_id, held_at AS happened_at, held_at AS recorded_at,
    held_at AS due_at
FROM (SELECT *, allocated_at + interval '39 days' + interval '1 day' * (42 * n
        + pg_temp.pick(i, 40 + n, 5) - 3) AS held_at FROM plan CROSS JOIN generate_series(1, 2) AS n
      WHERE has_episode) AS p
WHERE held_at < least(now(), ends_at)
--> casework_visit
SELECT i AS episode_id, worker AS by_id, 'home' AS kind, 'We talked about mornings.' AS notes,
    allocated_at + interval '9 days' * n AS happened_at, allocated_at + interval '9 days' * n AS recorded_at
FROM plan CROSS JOIN generate_series(1, 2) AS n
WHERE has_episode AND allocated_at + interval '9 days' * n < least(now(), ends_at)
--> casework_goal
SELECT i * 2 + n AS id, i AS episode_id, CASE n WHEN 0 THEN 'education' ELSE 'health' END AS outcome,
    'On time for school' AS text, allocated_at::date + 120 AS by_on,
    allocated_at + interval '39 days' AS happened_at, allocated_at + interval '39 days' AS recorded_at
FROM plan CROSS JOIN generate_series(0, 1) AS n
WHERE has_episode AND allocated_at + interval '39 days' < least(now(), ends_at)
--> casework_goalend
SELECT i * 2 + n AS goal_id, ends_at - interval '1 day' AS happened_at,
    ends_at - interval '1 day' AS recorded_at,
    (ARRAY['met', 'met', 'met', 'partly', 'not_met', 'not_wanted'])[1 + pg_temp.pick(i, 50 + n, 6)]
        AS ending
FROM plan CROSS JOIN generate_series(0, 1) AS n
WHERE has_episode AND is_closed AND allocated_at + interval '39 days' < least(now(), ends_at)
  AND pg_temp.pick(i, 60 + n, 10) > 0
--> casework_outcomescore
SELECT i AS episode_id, o.name AS outcome, s.moment AS scored_at,
    least(5, 1 + pg_temp.pick(i, 70 + o.n, 4) + s.step * pg_temp.pick(i, 80 + o.n, 3)) AS score,
    CASE s.step WHEN 0 THEN allocated_at + interval '38 days' ELSE ends_at - interval '1 hour' END
        AS happened_at,
    CASE s.step WHEN 0 THEN allocated_at + interval '38 days' ELSE ends_at - interval '1 hour' END
        AS recorded_at
FROM plan CROSS JOIN (VALUES (0, 'education'), (1, 'health')) AS o(n, name)
CROSS JOIN (VALUES (0, 'assessment'), (1, 'closing')) AS s(step, moment)
WHERE has_episode AND (is_closed OR step = 0) AND allocated_at + interval '38 days' < least(now(), ends_at)
--> casework_closing
SELECT i AS episode_id, worker AS by_id, closing AS reason, ends_at AS happened_at,
    ends_at AS recorded_at, locality AS locality_id,
    CASE WHEN closing = 'lost_contact' THEN 'A manager read the record.' ELSE '' END AS risk_check
FROM plan WHERE has_episode AND is_closed
--> referrals_transfer
SELECT family AS family_id, NULL::bigint AS referral_id, 'up' AS direction, 'accepted' AS answer,
    ends_at - interval '2 days' AS happened_at, ends_at - interval '2 days' AS recorded_at,
    ends_at - interval '1 day' AS due_at, ends_at - interval '1 day' AS answered_at
FROM plan WHERE has_episode AND is_closed AND closing = 'stepped_up'
