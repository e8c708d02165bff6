import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clear } from '../helpers/clear.ts'
import * as documented from './engram/lab.ts'
import * as faithful from './engram-faithful/lab.ts'
import { type TestLab, testLab } from './fixture.ts'

const scratch = mkdtempSync(join(tmpdir(), 'lab-'))
const labs = { documented, faithful }
const started: Partial<Record<keyof typeof labs, TestLab>> = {}

beforeAll(async () => {
  for (const name of ['documented', 'faithful'] as const) {
    const folder = join(scratch, name)
    started[name] = testLab(labs[name], folder, await labs[name].up(folder))
  }
})

afterAll(async () => {
  await Promise.all([documented.down(join(scratch, 'documented')), faithful.down(join(scratch, 'faithful'))])
  clear(scratch)
})

const matching = (pattern: RegExp) => expect.stringMatching(pattern) as string
const health = 'curl -fsS "$ENGRAM_URL/api/v1/system/health"'

/** Scripts as the documents have them. Each leaves the service running as it was. */
const scripts: readonly (readonly [name: string, script: string, prints: RegExp])[] = [
  [
    'health',
    `${health} | jq -c '[.status, (.checks | length), (.indices | length)]'`,
    /^\["healthy",11,3\]$/,
  ],
  [
    'status',
    "engram status --format json | jq -c '[.state, .hot_tier.utilization < 0.8]'",
    /^\["Running",true\]$/,
  ],
  ['status in words', 'engram status --verbose', /^engram: Running\n {2}memory: \d+ MB/],
  [
    'stages',
    `engram stop --pid-file "$PID_FILE"; pgrep engram || echo none
     engram start --single-node --port 0 > start.txt & sleep 1.5; cat start.txt; rm start.txt
     engram stop > /dev/null; systemctl start engram`,
    /^engram stopped \(process \d+\)\nnone\nStarting Engram…\nBinding interfaces…\nLoading storage tiers…\nReady! health=http:.*health$/,
  ],
  [
    'store and recall',
    `curl -fsS -d '{"id":"smoke","content":"x"}' "$ENGRAM_URL/api/v1/memories" -o /dev/null
     curl -fsS "$ENGRAM_URL/api/v1/memories/smoke" | jq -r .id`,
    /^smoke$/,
  ],
  [
    'spaces are apart',
    `curl -fsS -H 'X-Memory-Space: tenant_a' "$ENGRAM_URL/api/v1/memories/tenant_a-0001" -o /dev/null
     curl -s -o /dev/null -w '%{http_code}' -H 'X-Memory-Space: tenant_b' "$ENGRAM_URL/api/v1/memories/tenant_a-0001"`,
    /^404$/,
  ],
  ['query', `curl -fsS "$ENGRAM_URL/api/v1/query?cue=test&limit=2" | jq '.results | length'`, /^2$/],
  ['gRPC', 'grpcurl -plaintext "$GRPC_ADDRESS" list engram.v1.EngramService | wc -l', /^\s*5$/],
  ['gRPC with TLS', 'grpcurl "$GRPC_ADDRESS" list 2>&1 || true', /failed to connect to all addresses/],
  [
    'packet filter',
    `rule="INPUT -p tcp --dport 1 -j DROP"; sudo iptables -A $rule; sudo iptables -L -n | grep -c DROP
     sudo iptables -D $rule; sudo iptables -C $rule 2>&1 || true`,
    /^1\niptables: Bad rule/,
  ],
  [
    'configuration',
    'engram config set wal.flush_workers 1; engram config get wal.flush_workers; engram config validate',
    /= 1\n1\n.*valid$/,
  ],
  ['indices', 'engram rebuild-indices --space all', /rebuild of all is done/],
  [
    'read-only mode',
    `echo ENGRAM_READONLY=true >> "$ENV_FILE"; systemctl restart engram
     curl -s -o /dev/null -w '%{http_code}' -d '{"id":"x"}' "$ENGRAM_URL/api/v1/memories"
     sed -i /READONLY/d "$ENV_FILE"; systemctl restart engram`,
    /^403$/,
  ],
  ['backups', 'tar -tzf "$(ls -t "$BACKUP_DIR"/*.tar.gz | head -n 1)" | grep -c memories.tier', /^3$/],
  [
    'a quiet log',
    `sleep 1.5; journalctl -u engram --since '1 second ago' | grep -cE 'ERROR|WARN' || true`,
    /^0$/,
  ],
]

/** What the documents promise and the faithful program does not do. */
const differences: readonly (readonly [name: string, script: string, prints: RegExp])[] = [
  ['start --single-node', 'engram start --single-node 2>&1 || true', /Unknown option '--single-node'/],
  ['stop --pid-file', 'engram stop --pid-file x 2>&1 || true', /Unknown option '--pid-file'/],
  ['status --format json', 'engram status --format json 2>&1 || true', /Unknown option '--format'/],
  ['status has no state', "engram status --json | jq -c '[.status, .state]'", /^\["online",null\]$/],
  ['config validate', 'engram config validate 2>&1 || true', /unrecognized: config validate/],
  ['rebuild-indices', 'engram rebuild-indices 2>&1 || true', /unrecognized subcommand 'rebuild-indices'/],
  [
    'health has no indices',
    `${health} | jq -c '[.indices, .consolidation_rate, .spaces[0].wal_lag_ms]'`,
    /^\[null,null,0\]$/,
  ],
  ['metrics are JSON', 'curl -fsS "$ENGRAM_URL/metrics" | jq -c keys', /^\["export","snapshot"\]$/],
  [
    'metrics of another name',
    'curl -fsS "$ENGRAM_URL/metrics/prometheus" | grep -c engram_wal_lag_seconds || true',
    /^0$/,
  ],
  [
    'spaces/create',
    `curl -s -d '{"space_id":"new_one"}' "$ENGRAM_URL/api/v1/spaces/create" | jq -r .error.code`,
    /^NOT_FOUND$/,
  ],
  ['memories is an object', `curl -fsS "$ENGRAM_URL/api/v1/memories?limit=1" | jq -c keys`, /"memories"/],
]

describe('the lab engram', () => {
  test.each(scripts)('%s', async (_name, script, prints) => {
    const ran = await started.documented?.run(`cd "$BUNDLE_DIR"\n${script}`)
    expect({ ...ran, stdout: ran?.stdout.trimEnd() }).toMatchObject({ code: 0, stdout: matching(prints) })
  })

  test.each([
    ['engram frobnicate', "unrecognized subcommand 'frobnicate'"],
    ['engram start --colour', "Unknown option '--colour'"],
    ['engram config set x 1', 'names no table'],
    ['grpcurl -insecure x list', 'alone'],
    ['iptables -F', 'does not know the option `-F`'],
  ])('%s is refused', async (script, sentence) => {
    const ran = await started.documented?.run(script)
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining(sentence) as string })
  })
})

describe('the lab engram-faithful', () => {
  test.each(differences)('%s', async (_name, script, prints) => {
    const ran = await started.faithful?.run(script)
    expect({ ...ran, stdout: ran?.stdout.trimEnd() }).toMatchObject({ code: 0, stdout: matching(prints) })
  })
})
