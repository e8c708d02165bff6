import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { faults } from './engram/keeper/faults.ts'
import * as program from './engram/lab.ts'
import { type Repair, tryFaults } from './fault-trials.ts'

const restart = 'sudo systemctl restart engram'
const stop = 'systemctl stop engram'
const set = (key: string, value: string) => `engram config set ${key} ${value}`
const rebuild = 'curl -fsS -X POST "$ENGRAM_URL/api/v1/system/rebuild-indices"'
const asideDamaged = `mkdir -p "$DATA_DIR/default/wal-corrupt"
  mv "$(grep -o '/[^ ]*wal-[0-9a-f]*\\.log' "$LOG_FILE" | tail -n 1)" "$DATA_DIR/default/wal-corrupt"
  systemctl start engram`

/** What does not mend a fault. What does is proven by the drills of the runbooks. */
const repairs: readonly Repair[] = [
  { fault: 'process-down', wrong: ['engram config validate'] },
  { fault: 'stale-pid', wrong: [restart, 'engram stop'] },
  { fault: 'port-conflict', wrong: [restart] },
  { fault: 'data-permission', wrong: [restart] },
  { fault: 'config-invalid', wrong: [restart] },
  { fault: 'hang-at-shutdown', wrong: ['engram stop', stop] },
  {
    fault: 'grpc-blocked',
    wrong: [`${restart}; sudo iptables -A INPUT -p tcp --dport "\${GRPC_ADDRESS##*:}" -j ACCEPT`],
  },
  { fault: 'grpc-disabled', wrong: [restart] },
  { fault: 'grpc-port-conflict', wrong: [restart] },
  { fault: 'grpc-tls', wrong: [restart] },
  {
    fault: 'grpc-tls-unnamed',
    wrong: [`${set('grpc.tls.cert_path', '"$CERTIFICATE"')}; ${restart}`],
  },
  { fault: 'grpc-stuck', wrong: [set('grpc.enabled', 'true')] },
  {
    fault: 'slow-queries',
    wrong: [restart, set('persistence.hot_capacity', '2000')],
    watch: 2500,
  },
  { fault: 'cpu-saturation', wrong: [restart], watch: 2500 },
  { fault: 'wal-lag', wrong: [restart] },
  { fault: 'memory-growth', wrong: [rebuild] },
  { fault: 'memory-leak', wrong: [rebuild] },
  { fault: 'hot-tier-oversized', wrong: [restart] },
  { fault: 'file-leak', wrong: [rebuild] },
  { fault: 'disk-nearly-full', wrong: [restart] },
  { fault: 'migration-backlog', wrong: [restart] },
  { fault: 'consolidation-stuck', wrong: [rebuild] },
  { fault: 'consolidation-disabled', wrong: [restart] },
  { fault: 'consolidation-timeout', wrong: [restart] },
  { fault: 'consolidation-memory', wrong: [restart] },
  { fault: 'wal-corruption', wrong: [restart] },
  { fault: 'data-corruption', wrong: [asideDamaged] },
  { fault: 'wide-corruption', wrong: [asideDamaged] },
  { fault: 'memories-missing', wrong: [`${restart}; ${rebuild}`] },
  { fault: 'space-isolation', wrong: [restart] },
  { fault: 'space-missing', wrong: [restart] },
  { fault: 'space-permission', wrong: [restart] },
  { fault: 'space-registry', wrong: [`rm "$DATA_DIR/tenant_a/.registry"; ${restart}`] },
  { fault: 'nan', wrong: [`${set('validation.clamp_invalid_values', 'true')}; ${restart}`] },
  { fault: 'nan-sent', wrong: [restart] },
  { fault: 'index-corrupted', wrong: [restart] },
  { fault: 'index-unreadable', wrong: [`${rebuild}; sleep 0.6`] },
  { fault: 'index-half-built', wrong: [restart] },
]

tryFaults(program, faults, repairs)

const library = join(import.meta.dirname, '..', '..', 'runbooks', 'engram')
const drills = globSync('drills/*.drill.yaml', { cwd: library }).map((file) =>
  readFileSync(join(library, file), 'utf8'),
)

test.each(program.faultNames)('%s has a drill after which it is gone', (fault) => {
  const mending = drills.filter(
    (text) =>
      text.includes(`\nfault: ${fault}\n`) &&
      text.includes('lab: engram\n') &&
      !text.includes('fault: there'),
  )
  expect(mending.length, `no drill mends ${fault}`).toBeGreaterThan(0)
})
