const admin = (page: string, body: string) =>
  `curl -fsS -X POST -H "Authorization: Bearer $ADMIN_TOKEN" -d '${body}' "$METRICS_URL/admin/${page}"`
const status = 'curl -s -o /dev/null -w "%{http_code}"'

/** Scripts as runbooks have them, and what they print. Each leaves the service running as it was. */
export const scripts: readonly (readonly [name: string, script: string, prints: RegExp])[] = [
  ['liveness', 'curl -fsS "$METRICS_URL/health/live"', /^OK$/],
  [
    'readiness',
    'curl -fsS "$METRICS_URL/health/ready"',
    /^\{"status":"healthy".*"storage".*"cache".*"turso".*"disk"/,
  ],
  ['heap profile', 'curl -fsS "$METRICS_URL/debug/pprof/heap"', /episode::active/],
  ['no token', `${status} -X POST "$METRICS_URL/admin/maintenance"`, /^401$/],
  [
    'Turso health',
    'curl -fsS -H "Authorization: Bearer $TURSO_AUTH_TOKEN" "$TURSO_DATABASE_URL/.well-known/health"',
    /"status":"ok"/,
  ],
  ['Turso without token', `${status} "$TURSO_DATABASE_URL/.well-known/health"`, /^401$/],
  [
    'unit state',
    'systemctl is-active memory-service; sudo systemctl status memory-service --no-pager',
    /^active\n● memory/,
  ],
  ['property', 'systemctl show -p ActiveState --value memory-service', /^active$/],
  [
    'drop-in',
    `printf '[Service]\\nMemoryMax=2G\\nEnvironment=A=1\\n' > "$DROPIN_DIR/override.conf"
     echo "before: $(systemctl show -p MemoryMax --value memory-service)"
     sudo systemctl daemon-reload; systemctl show -p MemoryMax memory-service
     rm "$DROPIN_DIR/override.conf"; systemctl daemon-reload`,
    /^before: infinity\nMemoryMax=2147483648$/,
  ],
  [
    'debug log',
    `sudo systemctl set-environment RUST_LOG=memory_core=debug; sudo systemctl restart memory-service; sleep 1
     grep -c 'DEBUG .*duration_ms=' "$LOG_FILE"
     systemctl unset-environment RUST_LOG; systemctl restart memory-service`,
    /^[1-9]/,
  ],
  [
    'journal',
    `journalctl -u memory-service --since '10 minutes ago' --no-pager -o cat | grep starts | head -n 1`,
    /memory-service v0\.1\.0 starts/,
  ],
  ['journal of the future', `journalctl -u memory-service --since '2100-01-01T00:00:00Z'`, /^$/],
  ['journal tail', 'journalctl -u memory-service -n 2 | wc -l', /^\s*2$/],
  ['journal follows', 'timeout 1 journalctl -u memory-service -f || true', /memory-service/],
  [
    'graceful stop',
    `sudo systemctl stop memory-service; tail -n 3 "$LOG_FILE"; [ -e "$LOCK_FILE" ] || echo no lock
     systemctl is-active memory-service || true
     lsof -i :"\${METRICS_URL##*:}" || echo nobody listens; systemctl start memory-service`,
    /Shutting down gracefully\n.*All workers stopped\n.*Goodbye\nno lock\ninactive\nnobody listens$/,
  ],
  [
    'drain',
    `${admin('maintenance', '{"enabled":true,"message":"planned"}')} >&2
     for _ in $(seq 40); do
       active=$(curl -fsS "$METRICS_URL/metrics" | awk '/^memory_active_episodes/ {print $2}')
       [ "$active" != 0 ] || break
       sleep 0.1
     done
     echo "active $active"; memory-cli episode create --task x 2>&1 || true
     ${admin('maintenance', '{"enabled":false}')}`,
    /^active 0\nmemory-cli: in maintenance\n\{"enabled":false\}$/,
  ],
  [
    'docker',
    'docker-compose stop memory-service; docker-compose up -d memory-service; docker-compose ps',
    /memory-service +Up/,
  ],
  ['docker logs', 'docker-compose logs --tail 2 memory-service', /memory/],
  [
    'processes',
    'ps aux; ps -o rss= -p "$(pgrep -x memory-service)"; pgrep -c memory',
    /^USER.*\n.*memory-service\n\s*\d{5,}\n1$/,
  ],
  ['disk', 'df -h "$(dirname "$CACHE_PATH")"; df -P "$BACKUP_DIR" | tail -n 1', /64M.*\n\/dev\/lab +65536/],
  ['file', 'file "$CACHE_PATH"; file -b "$LOG_FILE"', /cache\.redb: redb database\ndata$/],
  [
    'episodes',
    'memory-cli episode create --task "test recovery"; memory-cli episode list --limit 2 | wc -l',
    /^episode ep-\w+ created in \d+ ms\n\s*2$/,
  ],
  ['cache file', 'memory-cli storage verify; memory-cli storage status', /sound, \d+ entries/],
  [
    'backup and restore',
    `systemctl stop memory-service; copy=$BACKUP_DIR/redb/cache_x.redb; cp "$CACHE_PATH" "$copy"; gzip "$copy"
     gunzip -c "$copy.gz" > "$CACHE_PATH"; rm "$copy.gz"
     systemctl start memory-service; sleep 1; curl -fsS "$METRICS_URL/health/ready"`,
    /"healthy"/,
  ],
  [
    'export and import',
    `file=$BACKUP_DIR/turso/patterns.json
     turso db shell "$TURSO_DATABASE_URL" '.mode json' ".output $file" 'SELECT * FROM patterns WHERE number < 7'
     printf 'DELETE FROM patterns\\n  WHERE number < 7;\\n.import %s patterns\\n' "$file" | turso db shell "$TURSO_DATABASE_URL"
     turso db shell "$TURSO_DATABASE_NAME" 'SELECT count(*) FROM patterns'; rm "$file"`,
    /^count\(\*\)\n2000$/,
  ],
  ['tables', 'turso db shell memory-production .tables', /episode_steps\nepisodes\nmeta\npatterns/],
  [
    'databases',
    'turso db create spare; turso db list; turso db destroy spare --yes',
    /memory-production\nspare\nDestroyed/,
  ],
  ['backups', 'turso db backups memory-production | wc -l', /^\s*[3-9]$/],
  [
    'build',
    `cd "$SOURCE_DIR"; rustc --version; cargo clean; cargo build --release --workspace; ls target/release
     ./target/release/memory-core --version; ./target/release/memory-cli episode list --limit 1
     cargo test --release --workspace | tail -n 1`,
    /^rustc 1\.83\.0.*\nmemory-cli\nmemory-core\nmemory-service\nv0\.1\.0\nep-.*\ntest result: ok/,
  ],
  [
    'release',
    `cd "$SOURCE_DIR"; wget -q "$RELEASES_URL/v0.1.1/memory-service"; wget -q "$RELEASES_URL/v0.1.1/SHA256SUMS"
     sha256sum -c SHA256SUMS; chmod +x memory-service; ./memory-service --version
     wget -q -O - "$RELEASES_URL/CHANGELOG.md" | grep -F '[0.2.0]'`,
    /^memory-service: OK\nv0\.1\.1\n## \[0\.2\.0\]$/,
  ],
  [
    'started by hand',
    `systemctl stop memory-service; memory-core --log-level info & sleep 1.5
     curl -fsS "$METRICS_URL/health/live"; pgrep -c memory-service
     pkill memory-service; wait; systemctl start memory-service`,
    /^OK\n1$/,
  ],
  [
    'two instances',
    `systemctl start memory-service@2; curl -fsS "http://127.0.0.1:$INSTANCE_2_PORT/health/live"
     pgrep -c memory-service; systemctl stop memory-service@2`,
    /^OK\n2$/,
  ],
  [
    'cache only',
    `${admin('mode', '{"mode":"cache-only"}')}; sleep 0.3; curl -fsS "$METRICS_URL/health/ready"
     ${admin('mode', '{"mode":"normal"}')}`,
    /"status":"degraded"[^]*"mode":"normal","queued":0,"written":[1-9]/,
  ],
  [
    'Prometheus',
    `file=$CRASH_DIR/q.json; query='rate(memory_storage_errors_total{backend="turso"}[1h])'
     prometheus-query-exporter --query "$query" --output "$file"; cat "$file"; rm "$file"
     curl -fsS --get --data-urlencode 'query=up' "$PROMETHEUS_URL/api/v1/query"`,
    /"status":"success".*"backend":"turso"[^]*"value":\[[\d.]+,"1"\]/,
  ],
]
