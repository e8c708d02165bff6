import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseRunbook } from '../../engine/parse/index.ts'
import { checkRunbook } from '../../engine/rules/index.ts'
import { findingsIn } from './page.ts'

/** What the rule says of a script, and what Bash does with it as a block runs it: status 0 or not. */
const isFound = async (script: string): Promise<boolean> => {
  const text = `---\nid: PIPE-1\n---\n\n# Pipes\n\n## Look\n\n\`\`\`bash read\n${script}\n\`\`\`\n`
  const found = await findingsIn([{ path: 'one.md', text }])
  return found.some(({ code }) => code === 'broken-pipe')
}
const fails = (script: string): boolean =>
  spawnSync('bash', ['--noprofile', '--norc', '-euo', 'pipefail', '-c', script]).status !== 0

const broken = [
  'seq 100000 | head',
  'seq 100000 | head -c 10',
  'seq 100000 | sort | head -n 3',
  'seq 100000 | grep -q 1',
  'seq 100000 | grep -m1 1',
  'seq 100000 | sed 5q',
  "seq 100000 | sed -n '/5/{p;q}'",
  "seq 100000 | awk '/5/ {print; exit}'",
  'first=$(seq 100000 | head -n 1)',
  'if seq 100000 | grep -q 1; then exit 0; else exit 3; fi',
  'seq 100000 | grep -q 1 && echo yes || exit 3',
  '{ echo first; seq 100000; } | head -n 1',
  'for one in 1; do seq 100000; done | head -n 1',
  'echo 100000 | xargs seq | timeout 5 head -n 1',
  'yes | head -n 1',
]

const whole = [
  'seq 100000 | sed -n 1,10p',
  'seq 100000 | grep 1 > /dev/null',
  'seq 100000 | grep 1 | sed -n 1p',
  "seq 100000 | awk 'NR == 5'",
  "seq 100000 | awk '/5/ {found = 1} END {exit !found}'",
  'seq 100000 | head -n -3',
  "seq 100000 | sed -n '$q'",
  'seq 100000 | tail -n 5 | head -n 1',
  'seq 100000 | wc -l | grep -q 1',
  'seq 100000 | head || true',
  '{ seq 100000 || true; } | head -n 1',
  'echo "$(seq 100000 | head -n 1)"',
  'read -r first < <(seq 100000 | head -n 1)',
  "sh -c 'seq 100000 | head -n 1'",
  'set +o pipefail; seq 100000 | head -n 1',
  'seq 100000 | head -n 1 & wait',
  'echo a b | tr a c | grep -q c',
  'cat /proc/loadavg | grep -q /',
]

describe('with much to read, Bash and the rule say the same of', () => {
  test.each(broken)('%s', async (script) => {
    expect([fails(script), await isFound(script)]).toEqual([true, true])
  })
  test.each(whole)('%s', async (script) => {
    expect([fails(script), await isFound(script)]).toEqual([false, false])
  })
})

const oneValue = [
  `psql -tAc 'select count(*) from jobs' | grep -q 0`,
  `psql -tAc 'select pg_is_in_recovery()' | grep -q f`,
  `sudo -u postgres psql -c 'show wal_level' | grep -q logical`,
  `kubectl get pod api-0 -o jsonpath='{.status.phase}' | grep -q Running`,
  'docker ps -q | grep -q .',
]
const manyValues = [
  `psql -tAc 'select name from jobs' | grep -q orders`,
  `psql -tAc 'select count(*) from jobs group by kind' | grep -q 0`,
  `kubectl get pods -o jsonpath='{.items[*].status.phase}' | grep -q Running`,
  'docker ps | grep -q api',
]

test('a writer that is asked for one value is spared, and one that is asked for many is not', async () => {
  expect(await Promise.all(oneValue.map(isFound))).toEqual(oneValue.map(() => false))
  expect(await Promise.all(manyValues.map(isFound))).toEqual(manyValues.map(() => true))
})

test('a negated pipe passes although the hit is there, and is found', async () => {
  const absent = '! seq 100000 | grep -q 1'
  expect([fails(absent), await isFound(absent)]).toEqual([false, true])
})

test('no bundled runbook has such a pipe', async () => {
  const library = join(import.meta.dirname, '..', '..', 'runbooks')
  const pages = globSync('*/*.md', { cwd: library })
  const checked = pages.map((path) => {
    const { runbook } = parseRunbook({ path, text: readFileSync(join(library, path), 'utf8') })
    return checkRunbook(runbook)
  })
  expect(pages.length).toBeGreaterThan(50)
  expect((await Promise.all(checked)).flat().filter(({ code }) => code === 'broken-pipe')).toEqual([])
})
