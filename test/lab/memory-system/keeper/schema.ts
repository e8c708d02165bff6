/** The tables of a good day: 4,000 memories in three tiers, their embeddings, users, and the indexes that make it quick. */
export const schema = `
CREATE EXTENSION IF NOT EXISTS pg_stat_statements;
CREATE TABLE memories (
  id bigserial PRIMARY KEY,
  content text NOT NULL,
  tier text NOT NULL CHECK (tier IN ('working', 'warm', 'cold')),
  status text NOT NULL DEFAULT 'active',
  importance_score double precision NOT NULL,
  access_count integer NOT NULL DEFAULT 0,
  embedding double precision[] NOT NULL,
  last_accessed_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO memories (content, tier, importance_score, access_count, embedding, last_accessed_at)
SELECT 'memory ' || n,
       CASE WHEN n % 10 = 0 THEN 'working' WHEN n % 10 < 5 THEN 'warm' ELSE 'cold' END,
       (n % 100) / 100.0, n % 20, ARRAY[n % 7, n % 11, n % 13]::double precision[],
       now() - CASE WHEN n % 10 = 0 THEN interval '1 day' WHEN n % 10 < 5 THEN interval '40 days' ELSE interval '200 days' END
FROM generate_series(1, 4000) AS n;
CREATE INDEX idx_memories_tier_importance ON memories (tier, importance_score DESC);
CREATE INDEX idx_memories_embedding ON memories USING gin (embedding);
CREATE TABLE accounts (name text PRIMARY KEY, role text NOT NULL, last_login timestamptz NOT NULL);
INSERT INTO accounts VALUES
  ('alice', 'admin', now() - interval '2 days'), ('bob', 'operator', now() - interval '5 days'),
  ('carol', 'operator', now() - interval '200 days');
CREATE TABLE schema_migrations (version text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now());
INSERT INTO schema_migrations (version) VALUES ('1.4.0'), ('1.4.1');
CREATE ROLE former_employee LOGIN PASSWORD 'gone' CONNECTION LIMIT 1;
ANALYZE;
`
