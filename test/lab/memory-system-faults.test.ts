import { describe } from 'vitest'
import { needs } from '../helpers/programs.ts'
import { type Repair, tryFaults } from './fault-trials.ts'
import { faults } from './memory-system/keeper/faults.ts'
import * as program from './memory-system/lab.ts'

const restart = 'systemctl restart memory-system'
const sql = (text: string) => `psql -X -q -v ON_ERROR_STOP=1 -c "${text}"`
const pool = (size: number) => `sed -i 's/^max_connections = .*/max_connections = ${size}/' "$CONFIG"`
const endJob = sql(
  `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'report-job'`,
)

const repairs: readonly Repair[] = [
  { fault: 'down', wrong: ['systemctl restart postgresql'], right: 'systemctl start memory-system' },
  {
    fault: 'high-latency',
    wrong: [restart, `${pool(2)}; ${restart}`],
    right: `${pool(20)}; ${restart}`,
    watch: 2500,
  },
  { fault: 'blocked', wrong: [restart], right: endJob },
  { fault: 'connections-used-up', wrong: [restart, `${pool(2)}; ${restart}`], right: endJob },
  {
    fault: 'disk-full',
    wrong: [restart],
    right: `find "$(dirname "$LOG_FILE")" -name 'memory-system*.log' -mtime +7 -delete`,
  },
  {
    fault: 'bad-deploy',
    wrong: [restart],
    right: `cp "$RELEASES/previous-stable" "$INSTALL_PATH"; ${restart}`,
  },
  {
    fault: 'expired-certificate',
    wrong: [restart],
    right: `openssl x509 -req -in "$CERTIFICATE.csr" -CA "$AUTHORITY" -CAkey "$AUTHORITY_KEY" -CAcreateserial -days 90 -copy_extensions copy -out "$CERTIFICATE"; ${restart}`,
  },
  {
    fault: 'corruption',
    wrong: ['systemctl restart postgresql', restart, sql('REINDEX TABLE memories')],
    right: `systemctl stop memory-system; psql -d postgres -X -q -c 'DROP DATABASE memory_db WITH (FORCE)' -c 'CREATE DATABASE memory_db'
      pg_restore -d memory_db "$BACKUP_DIR"/full_backup_*.dump; systemctl start memory-system`,
  },
  /** What was deleted comes back from the base backup alone, by a recovery to the moment before: a drill does that. */
  { fault: 'data-loss', wrong: [restart, sql('VACUUM memories')] },
  {
    fault: 'machine-lost',
    wrong: ['systemctl start postgresql', 'systemctl start memory-system'],
    right: `systemctl start postgresql; tar -xzf "$SYSTEM_BACKUP" -C /
      psql -d postgres -X -q -c 'CREATE DATABASE memory_db'
      pg_restore -d memory_db "$BACKUP_DIR"/full_backup_*.dump; systemctl start memory-system`,
  },
  { fault: 'stale-statistics', wrong: [restart], right: sql('VACUUM memories') },
  {
    fault: 'stale-tiers',
    wrong: [sql('VACUUM memories')],
    right: sql(
      `UPDATE memories SET tier = 'warm' WHERE tier = 'working' AND last_accessed_at < now() - interval '30 days' AND importance_score < 0.6`,
    ),
  },
  {
    fault: 'index-broken',
    wrong: [sql('ANALYZE memories')],
    right: sql('REINDEX INDEX CONCURRENTLY idx_memories_tier_importance'),
  },
  {
    fault: 'library-vulnerable',
    wrong: [restart, 'apt-get -q update; apt-get -q -y upgrade'],
    right: restart,
  },
  {
    fault: 'not-watched',
    wrong: ['systemctl reload prometheus'],
    right: `cat > "$PROMETHEUS_CONFIG" <<< "{ rule_files: ['$ALERT_RULES'], scrape_configs: [
      { job_name: memory-system, scrape_interval: 1s, static_configs: [{ targets: ['$METRICS_ADDRESS'] }] }] }"
      systemctl reload prometheus`,
  },
]

describe.skipIf(!needs('initdb', 'psql', 'openssl', 'apt-get', 'prometheus'))('the lab memory-system', () => {
  tryFaults(program, faults, repairs)
})
