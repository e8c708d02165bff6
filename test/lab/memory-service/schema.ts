/** The tables that release 0.1 writes: schema 1. */
export const schemaOne = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO meta VALUES ('schema_version', '1');
CREATE TABLE episodes (
  id TEXT PRIMARY KEY, task TEXT NOT NULL, outcome TEXT NOT NULL, source TEXT NOT NULL, created_at TEXT NOT NULL
);
CREATE INDEX episodes_by_time ON episodes (created_at);
CREATE TABLE episode_steps (episode_id TEXT NOT NULL, number INTEGER NOT NULL, action TEXT NOT NULL);
CREATE INDEX steps_by_episode ON episode_steps (episode_id);
CREATE TABLE patterns (number INTEGER PRIMARY KEY, pattern TEXT NOT NULL, created_at TEXT NOT NULL);
`

/** What `migrate` does to reach a schema; `unless` is a query that gives a row when the change is already there. */
export interface Change {
  readonly schema: number
  readonly describes: string
  readonly unless: string
  readonly sql: string
}

export const changes: readonly Change[] = [
  {
    schema: 1,
    describes: 'rename episodes.result back to episodes.outcome',
    unless: "SELECT 1 FROM pragma_table_info('episodes') WHERE name = 'outcome'",
    sql: 'ALTER TABLE episodes RENAME COLUMN result TO outcome',
  },
  {
    schema: 2,
    describes: 'add episodes.agent',
    unless: "SELECT 1 FROM pragma_table_info('episodes') WHERE name = 'agent'",
    sql: "ALTER TABLE episodes ADD COLUMN agent TEXT NOT NULL DEFAULT 'unknown'",
  },
  {
    schema: 2,
    describes: 'set schema_version to 2',
    unless: "SELECT 1 FROM meta WHERE key = 'schema_version' AND value = '2'",
    sql: "UPDATE meta SET value = '2' WHERE key = 'schema_version'",
  },
]
