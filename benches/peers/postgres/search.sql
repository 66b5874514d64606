-- $1 the words, $2 and $3 longitude and latitude, $4 metres, $5 now; what follows belongs to the way of
-- asking, see ask.rs. What is met is met once: the page, the total and the facets are made from it.
WITH met AS MATERIALIZED (
    SELECT DISTINCT ON (service) id, state, metres, free, tags,
        coalesce(metres > 15000, false) AND NOT fenced AS far,
        /*rank*/ * 10000 / (10000 + coalesce(metres, 15000)) AS score
    FROM (
        SELECT o.id, o.service, o.free, o.tags, o.words, o.fenced, o.anywhere,
            CASE WHEN o.until <= $5::bigint THEN 2 ELSE o.state END AS state,
            ST_DistanceSphere(o.place, ST_SetSRID(ST_MakePoint($2::float8, $3::float8), 4326)) AS metres
        FROM offers o
        WHERE /*words*/ AND /*nearby*/ /*filters*/
        -- Keeps the distance from being computed twice.
        OFFSET 0
    ) AS nearby
    WHERE /*room*/ AND /*within*/
    ORDER BY service, state, coalesce(metres, 0)
), page AS (
    SELECT id, state, metres, score, far FROM met
    ORDER BY far, CASE WHEN state <= 1 THEN 0 ELSE state END, score DESC
    LIMIT 20
)
SELECT 0 AS part, count(*) FILTER (WHERE free) AS number, count(*) AS count, NULL::float8 AS metres,
    NULL::text, NULL::text, NULL::text, NULL::text, NULL::text, NULL::text, NULL::text, NULL::text,
    NULL::text, NULL::text, NULL::int, NULL::int, NULL::text, NULL::text, NULL::text, NULL::text
FROM met
UNION ALL
SELECT 1, tag, count(*), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    NULL, NULL, NULL, NULL
FROM met, unnest(tags) AS tag GROUP BY tag
UNION ALL
SELECT 2, state, count(*), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    NULL, NULL, NULL, NULL
FROM met GROUP BY state
UNION ALL
(SELECT 3, page.state, NULL, page.metres, c.service_id, c.name, c.summary, c.organization_id,
    c.organization, c.location_id, c.location, c.postcode, c.latitude, c.longitude, c.places_free,
    c.places_total, c.note, c.as_of, c.confirmed_at, c.funding
FROM page JOIN cards c USING (id)
ORDER BY page.far, CASE WHEN page.state <= 1 THEN 0 ELSE page.state END, page.score DESC)
