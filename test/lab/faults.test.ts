import { expect, test } from 'vitest'
import { withLab } from './fixture.ts'
import * as program from './memory-service/lab.ts'
import { faults } from './memory-service/keeper/faults.ts'
import { type Repair, tryFaults } from './fault-trials.ts'

const restart = 'systemctl restart memory-service'
const stopAndStart = 'systemctl stop memory-service; systemctl start memory-service'
const set = (key: string, value: string) => `sed -i.bak 's/^${key} = [a-z0-9]*/${key} = ${value}/' "$CONFIG"`
const resetBreaker = `curl -fsS -X POST -H "Authorization: Bearer $ADMIN_TOKEN" -d '{"backend":"turso"}' "$METRICS_URL/admin/circuit-breaker/reset"`
const newestBackup = 'gunzip -c "$(ls "$BACKUP_DIR"/redb/*.gz | tail -n 1)" > "$CACHE_PATH"'

const repairs: readonly Repair[] = [
  {
    fault: 'process-down',
    wrong: [resetBreaker, 'rm -f "$LOCK_FILE"'],
    right: 'systemctl start memory-service',
  },
  { fault: 'stale-lock', wrong: [restart], right: 'rm "$LOCK_FILE"; systemctl start memory-service' },
  {
    fault: 'slow-storage',
    wrong: [
      restart,
      set('batch_writes', 'true'),
      `mv "$CONFIG.bak" "$CONFIG"; ${set('pool_max_connections', '200')}; ${restart}`,
    ],
    right: `${set('batch_writes', 'true')}; ${set('batch_size', '50')}; ${restart}`,
    watch: 4000,
  },
  { fault: 'storage-errors', wrong: [resetBreaker], right: restart },
  {
    fault: 'storage-errors-schema',
    wrong: [restart],
    right: `systemctl stop memory-service; memory-service migrate --execute; systemctl start memory-service`,
  },
  { fault: 'turso-down', wrong: [restart, resetBreaker] },
  { fault: 'breaker-open', wrong: ['true'], right: resetBreaker },
  { fault: 'breaker-open-backend-down', wrong: [resetBreaker, restart] },
  {
    fault: 'low-hit-rate',
    wrong: [`${set('cache_ttl_seconds', '7200')}; ${restart}`],
    right: `${set('cache_max_size', '2000')}; ${restart}`,
  },
  {
    fault: 'memory-growth',
    wrong: [
      `curl -fsS -X POST -H "Authorization: Bearer $ADMIN_TOKEN" -d '{"enabled":true}' "$METRICS_URL/admin/maintenance"`,
    ],
    right: restart,
  },
  {
    fault: 'hang-at-shutdown',
    wrong: ['pkill memory-service'],
    right: 'pkill -9 memory-service; rm -f "$LOCK_FILE"; systemctl start memory-service',
  },
  {
    fault: 'disk-nearly-full',
    wrong: [restart],
    right: `find "$BACKUP_DIR/redb" -name 'cache_*.redb.gz' -mtime +7 -delete`,
  },
  {
    fault: 'bad-release',
    wrong: [restart, `${newestBackup}; ${restart}`],
    right: 'systemctl stop memory-service; systemctl start memory-service@previous',
  },
  {
    fault: 'corrupt-cache',
    wrong: [restart],
    right: `systemctl stop memory-service; ${newestBackup}; systemctl start memory-service`,
  },
  {
    fault: 'data-loss',
    wrong: [restart],
    right: `turso db create memory-restored
      turso db restore memory-restored --from-backup latest
      url=$(turso db show memory-restored --url)
      sed -i.bak "s|^TURSO_DATABASE_URL=.*|TURSO_DATABASE_URL=$url|" "$ENV_FILE"
      memory-cli storage sync --force
      ${restart}`,
  },
  {
    fault: 'weeks-lost',
    wrong: [restart],
    right: `turso db restore "$TURSO_DATABASE_NAME" --timestamp "$(node -p 'new Date(Date.now() - 600000).toISOString()')"`,
  },
  {
    fault: 'process-hangs',
    wrong: ['systemctl start memory-service', 'pkill memory-service'],
    right: 'pkill -9 memory-service; rm -f "$LOCK_FILE"; systemctl start memory-service',
  },
  {
    fault: 'maintenance-left-on',
    wrong: ['true'],
    right: `curl -fsS -X POST -H "Authorization: Bearer $ADMIN_TOKEN" -d '{"enabled":false}' "$METRICS_URL/admin/maintenance"`,
  },
]

tryFaults(program, faults, repairs)

const others: readonly (readonly [fault: string, action: string])[] = [
  [
    'storage-errors-schema',
    `turso db restore "$TURSO_DATABASE_NAME" --timestamp "$(node -p 'new Date(Date.now() - 600000).toISOString()')"; ${restart}`,
  ],
  ['breaker-open', restart],
  [
    'corrupt-cache',
    `systemctl stop memory-service; memory-cli storage sync --force; systemctl start memory-service`,
  ],
  ['bad-release', `curl -fsS -o "$INSTALL_PATH" "$RELEASES_URL/v0.1.1/memory-service"; ${stopAndStart}`],
]

test.concurrent.each(others)('%s is mended the other way as well', { timeout: 60_000 }, (fault, action) =>
  withLab(program, fault, async (lab) => {
    expect(await lab.run(action)).toMatchObject({ code: 0 })
    expect(await lab.becomesAbsent(fault, 8000)).toBe(true)
  }),
)
