import { faults } from './engram/keeper/faults.ts'
import * as program from './engram/lab.ts'
import { type Repair, tryFaults } from './fault-trials.ts'

const restart = 'sudo systemctl restart engram'
const stop = 'systemctl stop engram'
const start = 'systemctl start engram'
const set = (key: string, value: string) => `engram config set ${key} ${value}`
const rebuild = 'curl -fsS -X POST "$ENGRAM_URL/api/v1/system/rebuild-indices"'
const newest = '"$(ls -t "$BACKUP_DIR"/engram-full-*.tar.gz | head -n 1)"'
const restore = (what: string) =>
  `${stop}; rm -rf "$DATA_DIR/${what}"; tar -xzf ${newest} -C "$(dirname "$DATA_DIR")" "data/${what}"; ${start}`
const asideDamaged = `mkdir -p "$DATA_DIR/default/wal-corrupt"
  mv "$(grep -o '/[^ ]*wal-[0-9a-f]*\\.log' "$LOG_FILE" | tail -n 1)" "$DATA_DIR/default/wal-corrupt"; ${start}`

const repairs: readonly Repair[] = [
  { fault: 'process-down', wrong: ['engram config validate'], right: start },
  { fault: 'stale-pid', wrong: [restart, 'engram stop'], right: `rm "$PID_FILE"; ${start}` },
  {
    fault: 'port-conflict',
    wrong: [restart],
    right: `kill "$(lsof -t -i :"\${ENGRAM_URL##*:}")"; sleep 0.3; ${start}`,
  },
  { fault: 'data-permission', wrong: [restart], right: `chmod 755 "$DATA_DIR"; ${start}` },
  {
    fault: 'config-invalid',
    wrong: [restart],
    right: `engram config validate || sed -i '/persistance/,+1d' "$ENGRAM_CONFIG"; ${start}`,
  },
  {
    fault: 'hang-at-shutdown',
    wrong: ['engram stop', stop],
    right: `engram stop --force; ${start}`,
    watch: 200,
  },
  {
    fault: 'grpc-blocked',
    wrong: [restart, 'sudo iptables -A INPUT -p tcp --dport "${GRPC_ADDRESS##*:}" -j ACCEPT'],
    right: 'sudo iptables -I INPUT -p tcp --dport "${GRPC_ADDRESS##*:}" -j ACCEPT',
  },
  { fault: 'grpc-disabled', wrong: [restart], right: `${set('grpc.enabled', 'true')}; ${restart}` },
  {
    fault: 'grpc-port-conflict',
    wrong: [restart],
    right: `kill "$(lsof -t -i :"\${GRPC_ADDRESS##*:}")"; sleep 0.3; ${restart}`,
  },
  { fault: 'grpc-tls', wrong: [restart], right: `${set('grpc.tls.enabled', 'false')}; ${restart}` },
  {
    fault: 'slow-queries',
    wrong: [restart, set('persistence.hot_capacity', '2000')],
    right: restart,
    watch: 2500,
  },
  {
    fault: 'cpu-saturation',
    wrong: [restart],
    right: `${set('activation.max_concurrency', '2')}; ${restart}`,
    watch: 2500,
  },
  { fault: 'wal-lag', wrong: [restart], right: `${set('wal.flush_workers', '8')}; ${restart}` },
  { fault: 'memory-growth', wrong: [rebuild], right: restart },
  { fault: 'file-leak', wrong: [rebuild], right: restart },
  {
    fault: 'disk-nearly-full',
    wrong: [restart],
    right: `find "$BACKUP_DIR" -name 'engram-*.tar.gz' -mtime +7 -delete`,
  },
  {
    fault: 'migration-backlog',
    wrong: [restart],
    right: `${set('persistence.warm_capacity', '4000')}; ${restart}`,
  },
  { fault: 'consolidation-stuck', wrong: [rebuild], right: restart },
  {
    fault: 'consolidation-disabled',
    wrong: [restart],
    right: `${set('consolidation.enabled', 'true')}; ${restart}`,
  },
  {
    fault: 'consolidation-timeout',
    wrong: [restart],
    right: `${set('consolidation.pattern_detection.timeout_secs', '300')}; ${restart}`,
  },
  {
    fault: 'consolidation-memory',
    wrong: [restart],
    right: `${set('consolidation.max_batch_size', '500')}; ${restart}`,
  },
  { fault: 'wal-corruption', wrong: [restart], right: asideDamaged },
  { fault: 'data-corruption', wrong: [restart, asideDamaged], right: restore('default') },
  { fault: 'memories-missing', wrong: [restart, rebuild], right: restore('tenant_a') },
  {
    fault: 'space-isolation',
    wrong: [restart],
    right: `cp "$PATCHED_PROGRAM" "$INSTALL_PATH"; ${restart}`,
  },
  {
    fault: 'space-missing',
    wrong: [restart],
    right: `curl -fsS -d '{"space_id":"tenant_b"}' "$ENGRAM_URL/api/v1/spaces/create"`,
  },
  { fault: 'space-permission', wrong: [restart], right: `chmod -R 755 "$DATA_DIR/tenant_a"; ${restart}` },
  {
    fault: 'space-registry',
    wrong: [restart, `rm "$DATA_DIR/tenant_a/.registry"; ${restart}`],
    right: restore('tenant_a'),
  },
  {
    fault: 'nan',
    wrong: [restart, set('validation.clamp_invalid_values', 'true')],
    right: `${set('validation.check_finite_embeddings', 'true')}
      ${set('validation.check_finite_confidence', 'true')}; ${restart}`,
  },
  { fault: 'index-corrupted', wrong: [restart], right: rebuild },
  {
    fault: 'index-unreadable',
    wrong: [restart, `${rebuild}; sleep 0.6`],
    right: `chmod 644 "$DATA_DIR"/*/indices/*.idx; ${rebuild}`,
  },
]

tryFaults(program, faults, repairs)
