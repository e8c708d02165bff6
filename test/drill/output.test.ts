import { XMLParser } from 'fast-xml-parser'
import { existsSync, globSync, mkdtempSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { builtProgram } from '../helpers/built.ts'
import { needs } from '../helpers/programs.ts'
import { Terminal } from '../helpers/tmux.ts'
import { drillFile, mend } from './fixtures.ts'
import { DrillPlace } from './place.ts'

let place: DrillPlace

beforeAll(() => {
  place = new DrillPlace()
  place.write('toy.md', mend)
  place.write('drills/good.drill.yaml', drillFile())
})

afterAll(() => place.close())

/** What the good drill takes, whether it was run or is only read. */
const taken = `
RUNBOOK  DRILLS  SECTIONS       BRANCHES
TOY-001  1       67 % (2 of 3)  33 % (1 of 3)

not taken in runbooks/toy.md:
  buy-a-new-one
  what-is-wrong: output contains "lost"
  what-is-wrong: otherwise
`
const tooLittle = 'error: TOY-001 has 33.3 % of its branches drilled, at least 50 % are asked for\n'

/** A temporary folder of its own, to see what is left in it. */
function temporary(): { readonly TMPDIR: string } {
  return { TMPDIR: mkdtempSync(join(place.folder, 'tmp-')) }
}

describe('what drills say', () => {
  it('shows a failure at the line of the runbook, with the last output and no secret', async () => {
    const bad = mend.replace('TOY-001', 'TOY-004').replace('touch "$DIR/mended"', 'touch "$DIR/broken"')
    place.write('bad.md', bad)
    place.write('other/shown.drill.yaml', drillFile({ runbook: '../bad.md' }))
    const { status, stdout, stderr } = await place.runbook(['drill', 'runbooks/other/shown.drill.yaml'])
    const line = bad.split('\n').indexOf('echo "seen with $TOKEN" >&2') + 1
    expect(stderr).toContain(`
failed[drill]: TOY-004 shown: \`mend-it\` failed (verification), and the drill foresees no failure there
failed[verify]: the verification of \`Mend it\` exited with 1
  --> runbooks/bad.md:${line}:1
   |
${line} | echo "seen with $TOKEN" >&2
   | ^^^^^^^^^^^^^^^^^^^^^^^^^^^
   = expected exit 0, actual exit 1
   = last output:
     seen with [secret TOKEN]
`)
    expect(stdout).toMatch(
      /^FAILED {2}TOY-004 {2}shown {2}[\d. ms]+ of 15 min {2}a broken toy is mended\n1 failed$/m,
    )
    expect(status).toBe(1)
  })

  it('finds every mistake of a drill before anything starts', async () => {
    const file = 'other/wrong.drill.yaml'
    place.write(file, drillFile({ operator: '{ cofirm: {} }' }))
    const misspelt = await place.runbook(['drill', `runbooks/${file}`])
    expect(misspelt.stderr).toContain('error[unknown-key]: `cofirm` is not a key of `operator`')
    const operator = '{ choose: { what-is-wrong: nothing } }'
    place.write(file, drillFile({ operator, expect: '{ path: [mend-itt] }' }))
    const { status, stderr } = await place.runbook(['drill', `runbooks/${file}`])
    expect(stderr).toContain(
      'error[unknown-target]: no section that this run can come to is called `mend-itt`',
    )
    expect(stderr).toContain('  = help: did you mean `mend-it`?')
    expect(stderr).toContain('error[bad-value]: `nothing` answers nothing in section `what-is-wrong`')
    expect(stderr.trimEnd().split('\n').at(-1)).toBe('nothing was started: drills with errors do not run')
    expect(status).toBe(2)
    const fine = await place.runbook(['drill', 'good', '--dry-run'])
    expect([fine.status, fine.stdout, fine.stderr]).toEqual([0, '', '1 drill, nothing found\n'])
  })

  it('measures which sections and branches they take, and fails below a threshold', async () => {
    const asked = ['drill', 'good', '--coverage', '--min-branches', '50']
    const { status, stdout, stderr } = await place.runbook(asked)
    expect(stdout).toContain(taken)
    expect(stderr).toContain(tooLittle)
    expect(status).toBe(1)
  })

  it('says without a run what their files say that they take', async () => {
    const { status, stdout, stderr } = await place.runbook(['drill', 'good', '-n', '--min-branches', '50'])
    expect(stdout).toBe(taken)
    expect(stderr).toBe(`1 drill, nothing found\n${tooLittle}`)
    expect(status).toBe(1)
  })

  it('answers in JUnit and as annotations', async () => {
    const poor = 'runbooks/other/poor.drill.yaml'
    place.write('other/poor.drill.yaml', drillFile({ expect: '{ path: [mend-it], result: stopped }' }))
    const names = ['drill', 'good', poor, '--quiet', '--format']
    const { stdout: xml } = await place.runbook([...names, 'junit'])
    const read = new XMLParser({ ignoreAttributes: false }).parse(xml) as { testsuites: object }
    const message = 'the run ended `resolved`, expected `stopped`'
    expect(read.testsuites).toMatchObject({
      '@_tests': '2',
      '@_failures': '1',
      testsuite: {
        '@_name': 'TOY-001',
        testcase: [
          { '@_name': 'good: a broken toy is mended' },
          { '@_name': 'poor: a broken toy is mended', failure: { '@_message': message } },
        ],
      },
    })
    const { stdout } = await place.runbook([...names, 'github'])
    expect(stdout).toMatch(/^::error file=runbooks\/other\/poor\.drill\.yaml,line=\d+,col=\d+,title=/)
    expect(stdout.split('::').at(-1)).toBe(`${message}\n`)
  })
})

describe('what drills leave behind', () => {
  it('takes the decisive action away: a drill that does not notice is found out', async () => {
    const twice = mend
      .replace('TOY-001', 'TOY-005')
      .replace('touch "$DIR/mended"', '')
      .replace('ls "$DIR"', 'ls "$DIR"; rm -f "$DIR/broken"; touch "$DIR/mended"')
    place.write('twice.md', twice)
    place.write('other/needless.drill.yaml', drillFile({ runbook: '../twice.md' }))
    const names = ['drill', 'good', 'runbooks/other/needless.drill.yaml', '--mutate']
    const { status, stdout, stderr } = await place.runbook(names)
    expect(stderr).toContain('TOY-005 needless: it passes without the action of `mend-it`')
    expect(stdout).toMatch(/^passed {2}TOY-001 {2}good/m)
    expect([status, stdout.split('\n').at(-2)]).toEqual([1, '1 passed, 1 failed'])
  })

  it('leaves a proof that list, show and report show; for a changed text it is outdated, and a failure takes it away', async () => {
    const own = new DrillPlace()
    const text = mend.replace('rm "$DIR/broken"', 'rm "$DIR/broken" && : ')
    own.write('toy.md', text)
    own.write('drills/good.drill.yaml', drillFile())
    const listed = async () => (await own.runbook(['list'])).stdout.split('\n')[1]
    expect(await listed()).toBe('TOY-001  P2   15m     orders   It is broken')
    await own.runbook(['drill'])
    const today = new Date().toISOString().slice(0, 10)
    expect(await listed()).toBe(`TOY-001  P2   15m     ${today}  orders   It is broken`)
    const line = new RegExp(`proven {4}${today} by drill good in [\\d.]+ m?s \\(target 15 min\\)`)
    expect((await own.runbook(['show', 'TOY-001'])).stdout).toMatch(line)
    const inputs = { RUNBOOK_INPUT_DIR: own.folder, RUNBOOK_INPUT_TOKEN: 'some other secret' }
    await own.runbook(['run', 'TOY-001', '--yes'], inputs)
    const report = (await own.runbook(['report'])).stdout
    expect(report).toMatch(/last proven \| \S+ by drill good in [\d.]+ m?s \(target 15 min\) \|/)
    own.write('toy.md', `${text}\nOne more line.\n`)
    expect(await listed()).toBe('TOY-001  P2   15m     older text  orders   It is broken')
    expect((await own.runbook(['report'])).stdout).toBe(report)
    own.write('drills/good.drill.yaml', drillFile({ expect: '{ path: [mend-it], result: stopped }' }))
    await own.runbook(['drill'])
    expect(await listed()).toBe('TOY-001  P2   15m     orders   It is broken')
    own.close()
  })

  it('keeps the place when asked, and says how to look at it; otherwise nothing stays', async () => {
    const place1 = temporary()
    await place.runbook(['drill', 'good'], place1)
    expect(globSync('runbook-drill-*', { cwd: place1.TMPDIR })).toEqual([])
    const { stderr } = await place.runbook(['drill', 'good', '--keep'], place1)
    const [, state = '', run = ''] = /RUNBOOK_STATE=(\S+) runbook report (\S+)/.exec(stderr) ?? []
    expect(existsSync(join(state, 'labs', 'toy', 'mended'))).toBe(true)
    const { stdout } = await place.runbook(['report', run], { RUNBOOK_STATE: state })
    expect(stdout).toContain('started the run of TOY-001 against the lab toy:broken')
  })

  it.skipIf(!needs('tmux'))('takes its line away at Ctrl-C, and says that it ends', async () => {
    const waiting = mend.replace('TOY-001', 'TOY-007').replace('rm "$DIR/broken"', 'sleep 60')
    place.write('slow.md', waiting)
    place.write('other/slow.drill.yaml', drillFile({ runbook: '../slow.md' }))
    const words = [...builtProgram, 'drill', 'runbooks/other/slow.drill.yaml']
    const terminal = new Terminal(words, place.folder, place.environment, { columns: 60, rows: 24 })
    try {
      await terminal.shows('drilling 0 of 1 · ')
      terminal.type('', 'C-c')
      expect(await terminal.ended()).toBe(130)
      expect(terminal.screen()).toMatch(/^ending the drills/)
      expect(terminal.screen()).not.toContain('drilling')
    } finally {
      terminal.close()
    }
  })

  it('ends the lab that it started when it is interrupted', async () => {
    const waiting = mend.replace('TOY-001', 'TOY-006').replace('rm "$DIR/broken"', 'touch "$DIR/h"; sleep 60')
    place.write('waiting.md', waiting)
    place.write('other/waiting.drill.yaml', drillFile({ runbook: '../waiting.md' }))
    const { TMPDIR } = temporary()
    const log = join(place.folder, 'toy.log')
    const names = ['drill', 'runbooks/other/waiting.drill.yaml']
    const child = place.start(names, { TMPDIR, RUNBOOK_TOY_LOG: log })
    while (globSync('runbook-drill-*/labs/toy/h', { cwd: TMPDIR }).length === 0) await sleep(50)
    child.kill('SIGINT')
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(130)
    expect(globSync('runbook-drill-*', { cwd: TMPDIR })).toEqual([])
    expect(readFileSync(log, 'utf8')).toMatch(/^down .*labs\/toy\n$/)
  })
})
