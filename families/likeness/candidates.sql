-- Who might be one of those wanted, with the facts that are compared, and the sound of each word.
-- Each part is led by an index, and leaves out what may not be told before it counts how many.
SELECT set_config('pg_trgm.similarity_threshold', %(alike)s, true);
WITH closed AS MATERIALIZED (
    SELECT id FROM families_family f
    WHERE restricted AND NOT EXISTS (
        SELECT FROM families_familyaccess a
        WHERE a.family_id = f.id AND a.user_id = %(user)s AND a.basis = ANY(%(named)s)
          AND a.from_at <= %(now)s AND (a.until_at IS NULL OR a.until_at > %(now)s))
), wanted AS MATERIALIZED (
    SELECT w.*, name_sounds(w.firsts) AS first_sounds, name_sounds(w.lasts) AS last_sounds,
        name_sounds(w.firsts || ' ' || w.lasts) AS sounds,
        (SELECT jsonb_object_agg(word, dmetaphone(word))
         FROM unnest(string_to_array(w.words, ' ')) AS word) AS word_sounds
    FROM jsonb_to_recordset(%(wanted)s::jsonb) AS w(
        place int, name text, words text, firsts text, lasts text, days date[], born_from date, born_to date,
        due_from date, due_to date, nhs_number text, upn text, postcodes text[])
    LIMIT %(many)s -- as many as there are: PostgreSQL takes 100, and then reads everybody
)
SELECT w.place, who.id, who.family_id, who.first_name, who.last_name, who.known_as, who.born_on,
    who.due_on, who.sex, who.nhs_number, who.upn,
    ARRAY(
        SELECT DISTINCT r.postcode
        FROM families_householdmember m JOIN families_residence r USING (household_id)
        WHERE m.person_id = who.id AND m.superseded_at IS NULL AND r.superseded_at IS NULL
          AND r.postcode <> ''
    ) AS postcodes,
    (SELECT jsonb_object_agg(word, dmetaphone(word))
     FROM unnest(string_to_array(who.sort_name || ' ' || lower(who.known_as), ' ')) AS word)
        || w.word_sounds AS sounds
FROM wanted w CROSS JOIN LATERAL (
    -- One number.
    SELECT id, family_id FROM families_person
    WHERE nhs_number = w.nhs_number AND nhs_number <> ''
    UNION
    SELECT id, family_id FROM families_person
    WHERE upn = w.upn AND upn <> ''
    UNION
    -- One birthday, or one that is often written for it, and something of the name.
    SELECT id, family_id FROM families_person
    WHERE born_on = ANY(w.days)
      AND (name_sounds(sort_name) && w.sounds OR similarity(sort_name, w.name) > 0.3)
    UNION
    -- Both names by their sounds, in any order, the nearest spelling first.
    (SELECT id, family_id FROM families_person
     WHERE name_sounds(sort_name) && w.first_sounds AND name_sounds(sort_name) && w.last_sounds
       AND {told}
     ORDER BY similarity(sort_name, w.name) DESC, id LIMIT %(most)s)
    UNION
    -- Nearly the same letters.
    (SELECT id, family_id FROM families_person
     WHERE sort_name %% w.name AND {told}
     ORDER BY similarity(sort_name, w.name) DESC, id LIMIT %(most)s)
    UNION
    -- One postcode, now or before, and something of the name.
    SELECT p.id, p.family_id
    FROM families_residence r
    JOIN families_householdmember m
      ON m.household_id = r.household_id AND m.superseded_at IS NULL
    JOIN families_person p ON p.id = m.person_id
    WHERE r.postcode = ANY(w.postcodes) AND r.superseded_at IS NULL
      AND (name_sounds(p.sort_name) && w.sounds OR similarity(p.sort_name, w.name) > 0.3)
    UNION
    -- Not born yet on one of the two records.
    SELECT id, family_id FROM families_person
    WHERE born_on BETWEEN w.born_from AND w.born_to AND name_sounds(sort_name) && w.last_sounds
    UNION
    SELECT id, family_id FROM families_person
    WHERE due_on BETWEEN w.due_from AND w.due_to AND name_sounds(sort_name) && w.last_sounds
) AS found JOIN families_person who ON who.id = found.id
WHERE {found_told}
