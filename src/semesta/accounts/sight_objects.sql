-- What the policies lean on. All of it belongs to the owner and shows only what the settings of the reader allow.
CREATE SCHEMA sight;

CREATE VIEW sight.own_submission AS
SELECT id FROM public.intake_submission
 WHERE regency_code = (SELECT current_setting('semesta.regency', true))
   AND sender BETWEEN (SELECT current_setting('semesta.sender_from', true))
                  AND (SELECT current_setting('semesta.sender_to', true));

CREATE VIEW sight.resident AS
SELECT regency_code, id FROM public.people_person
 WHERE regency_code = (SELECT current_setting('semesta.regency', true))
   AND village_code BETWEEN (SELECT current_setting('semesta.from', true))
                        AND (SELECT current_setting('semesta.to', true))
   AND (SELECT current_setting('semesta.reach', true)) = 'part';

-- Everybody the reader of a part or agency sees: who lives in the reader's places or stands in a list handed in from
-- there, with every record that is the same person. Computed once a statement, and only where somebody is met who does
-- not live in the reader's places.
CREATE FUNCTION sight.seen_persons() RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 3000 SET search_path = pg_catalog, public AS $$
DECLARE
    reach text := coalesce(current_setting('semesta.reach', true), '');
    regency text := coalesce(current_setting('semesta.regency', true), '');
    first text := current_setting('semesta.from', true);
    last text := current_setting('semesta.to', true);
BEGIN
    IF reach NOT IN ('part', 'agency') THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH handed_in AS MATERIALIZED (
        SELECT id FROM sight.own_submission
    ), mine AS MATERIALIZED (
        SELECT coalesce(p.merged_into, p.id) AS head FROM people_person p
         WHERE reach = 'part' AND p.regency_code = regency AND p.village_code BETWEEN first AND last
         UNION
        SELECT coalesce(p.merged_into, p.id) FROM handed_in h
          JOIN intake_stagedrow r ON r.regency_code = regency AND r.submission_id = h.id
          JOIN people_person p ON p.regency_code = regency AND p.id = r.person_id
    )
    SELECT m.head FROM mine m
     UNION ALL
    SELECT p.id FROM mine m JOIN people_person p ON p.regency_code = regency AND p.merged_into = m.head;
END $$;

-- How a file was understood, without the sender's words: sheets by number, unused columns without their headings.
CREATE FUNCTION sight.sheet_number(tables jsonb, sheet text) RETURNS text LANGUAGE sql IMMUTABLE
    RETURN (SELECT min(t.place)::text FROM jsonb_array_elements(tables) WITH ORDINALITY AS t (one, place)
             WHERE t.one ->> 'sheet' = sheet);
CREATE FUNCTION sight.without_words(tables jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE
    RETURN (SELECT coalesce(jsonb_agg(t.one || jsonb_build_object(
                       'sheet', sight.sheet_number(tables, t.one ->> 'sheet'),
                       'unused_columns', (SELECT coalesce(jsonb_object_agg(u.letters, u.letters), '{}')
                                            FROM jsonb_each_text(t.one -> 'unused_columns') AS u (heading, letters)))
                       ORDER BY t.place), '[]')
              FROM jsonb_array_elements(tables) WITH ORDINALITY AS t (one, place));
CREATE FUNCTION sight.codes_only(findings jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE
    RETURN (SELECT coalesce(jsonb_agg(jsonb_build_object('code', f.one -> 'code') ORDER BY f.place), '[]')
              FROM jsonb_array_elements(findings) WITH ORDINALITY AS f (one, place));

-- Signing in compares a password that is never read: how the one kept was made (all of it but the digest), and whether
-- another, made the same way, is it. Both only for whoever the scope is of.
CREATE FUNCTION sight.password_form() RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
    RETURN (SELECT regexp_replace(password, '[^$]*$', '') FROM public.accounts_user
             WHERE username = current_setting('semesta.actor', true));
CREATE FUNCTION sight.is_password(made text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
    RETURN EXISTS (SELECT FROM public.accounts_user
                    WHERE username = current_setting('semesta.actor', true) AND password LIKE '%$%'
                      AND sha256(convert_to(password, 'UTF8')) = sha256(convert_to(made, 'UTF8')));

-- Whether somebody of this name works here; null for a name that is free.
CREATE FUNCTION sight.is_at_work(name text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
    RETURN (SELECT is_active FROM public.accounts_user WHERE username = name);

-- What a session holds, for whoever has the proof of its key. Now and then it notes that it was seen, and clears those
-- that are over.
CREATE FUNCTION sight.held_session(proof text) RETURNS text
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    found public.signin_session;
BEGIN
    SELECT * INTO found FROM public.signin_session
     WHERE fingerprint = encode(sha256(convert_to(proof, 'UTF8')), 'hex') AND expires_at > now();
    IF found.seen_at < now() - interval '5 minutes' THEN
        UPDATE public.signin_session SET seen_at = now() WHERE id = found.id;
        DELETE FROM public.signin_session WHERE expires_at <= now();
    END IF;
    RETURN found.content;
END $$;
