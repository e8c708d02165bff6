import fc from 'fast-check'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { begin, compileMachine } from '../../engine/machine/index.ts'
import type { Runbook, Section } from '../../engine/model.ts'
import { parseRunbook } from '../../engine/parse/index.ts'
import type { Command } from '../../engine/run/commands.ts'
import type { Notice } from '../../engine/run/notices.ts'
import type { Operator } from '../../engine/run/operator.ts'
import type { RunView } from '../../engine/run/performer.ts'
import { TerminalOperator } from '../../renderers/terminal/questions/operator.ts'
import { styleOf } from '../../renderers/terminal/style.ts'
import { NOON, outcome } from '../helpers/facts.ts'
import { trials } from '../helpers/trials.ts'
import { openDrawn, openLines, type DrawnForm } from './forms.ts'

const forms = [
  ['drawn', openDrawn],
  ['in lines', () => Promise.resolve(openLines())],
] as const

/** Stands in every place that somebody else writes; it is replaced when the runbook is read, behind all checks. */
const mark = 'HOSTILE'

const text = `---
id: HOS-001
title: Hostile ${mark}
severity: P1
service: ${mark}
owner: ${mark}
mttr: 15m
escalate: { after: 5m, to: Lead ${mark} }
inputs:
  NAME: { type: string, default: ${mark} }
---

# Hostile ${mark}

About ${mark}.

## Look ${mark}

Prose ${mark}.

\`\`\`bash read
echo ${mark}
\`\`\`

- **Says ${mark}** → [Act ${mark}](#act-hostile)
- **Says nothing** → [List ${mark}](#list-hostile)

---

## Act ${mark}

> [!WARNING]
> Warns ${mark}.

**Action**

\`\`\`bash action
touch ${mark} "$NAME"
\`\`\`

**Verification**

\`\`\`bash verify
test -e ${mark}
\`\`\`

**Rollback**

\`\`\`bash rollback
rm ${mark}
\`\`\`

---

## List ${mark}

- [ ] Item ${mark}

## Hand ${mark}

**Action** Turn ${mark}.

## Tell ${mark}

**Message**

\`\`\`text message
${mark}
\`\`\`
`

/** Puts something in the place of the mark, in every text of a value. */
function planted<T>(value: T, hostile: string): T {
  if (typeof value === 'string') return value.replaceAll(mark, () => hostile) as T
  if (Array.isArray(value)) return value.map((one: unknown) => planted(one, hostile)) as T
  if (value instanceof Map)
    return new Map([...value].map(([key, one]: [unknown, unknown]) => [key, planted(one, hostile)])) as T
  if (value instanceof Uint8Array || typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, one]) => [name, planted<unknown>(one, hostile)])
  return Object.fromEntries(entries) as T
}

const { runbook: parsed, diagnostics } = parseRunbook({ path: 'runbooks/hostile.md', text })
const machine = compileMachine(new Map([[parsed.path, parsed]]), parsed.path)

interface Scene {
  readonly view: RunView
  readonly runbook: Runbook
  readonly section: (kind: Section['kind'], index?: number) => Section
}

function sceneOf(hostile: string): Scene {
  const runbook = planted(parsed, hostile)
  const binding = { name: 'NAME', value: hostile, secret: false, from: 'flag' } as const
  const view = {
    id: 'HOS-001-20261122-1200-aaaa',
    machine: { ...machine, runbooks: new Map([[runbook.path, runbook]]) },
    snapshot: begin(machine).snapshot,
    bindings: new Map([['NAME', binding]]),
    startedAt: NOON,
    events: [],
    lab: hostile,
    directory: `/tmp/${hostile}`,
  } as unknown as RunView
  const section = (kind: Section['kind'], index = 0): Section => {
    const found = runbook.sections.filter((one) => one.kind === kind)[index]
    if (found === undefined) throw new Error(`no ${kind}`)
    return found
  }
  return { view, runbook, section }
}

function commandOf({ view, runbook }: Scene, section: Section, hostile: string, block = 0): Command {
  return {
    place: { frame: 0, runbook: runbook.path, section: section.id, block },
    language: 'bash',
    role: section.blocks[block]?.role ?? 'read',
    script: `echo ${hostile}`,
    interpreter: ['bash'],
    uses: [...view.bindings.values()],
    environment: {},
    directory: `/srv/${hostile}`,
    as: hostile,
    timeout: 60_000,
    digest: 'd1',
  } as unknown as Command
}

/** Everything that a run tells, with the text in every place of it. */
function noticesOf(scene: Scene, hostile: string): Notice[] {
  const { view, runbook } = scene
  const section = scene.section('step')
  const place = { frame: 0, runbook: runbook.path, section: section.id }
  const failed = {
    ...outcome(1),
    stderr: { file: 'x.err', bytes: 9, sha256: '', head: hostile, tail: hostile },
  }
  const verdict = { held: false, checks: [{ expected: hostile, actual: hostile, held: false }] }
  const attempt = { ...place, block: 0, attempt: 1, purpose: 'work', kind: 'attempt' } as const
  const happened = { kind: 'happened', runbook, section } as const
  return [
    {
      kind: 'started',
      view,
      runbook,
      resumed: true,
      handoff: {
        from: hostile,
        to: hostile,
        at: NOON,
        reason: hostile,
        note: hostile,
        open: { kind: 'confirm', ...place, gate: 0, attempt: 1 },
      },
    },
    { kind: 'entered', place, runbook, section, boxes: [] },
    { kind: 'command', effect: attempt, command: commandOf(scene, section, hostile) },
    { kind: 'output', stream: 'stdout', bytes: new TextEncoder().encode(`${hostile}\n`) },
    { kind: 'output', stream: 'stderr', bytes: new TextEncoder().encode(hostile) },
    {
      ...happened,
      event: { type: 'attempted', at: NOON, ...place, block: 0, attempt: 1, outcome: failed, verdict },
    },
    { ...happened, event: { type: 'denied', at: NOON, by: 'WHO', ...place, gate: 0, detail: hostile } },
    {
      ...happened,
      event: { type: 'recovered', at: NOON, ...place, choice: 'escalate', to: hostile, reason: hostile },
    },
    { kind: 'notified', to: hostile, person: hostile },
    { kind: 'warned', message: hostile, help: hostile },
  ]
}

/** Every question that a run asks. */
function questionsOf(scene: Scene, hostile: string, operator: Operator): (() => Promise<unknown>)[] {
  const { view, runbook, section } = scene
  const step = section('step')
  const recover = {
    kind: 'recover',
    frame: 0,
    runbook: runbook.path,
    section: step.id,
    failure: { kind: 'action', detail: hostile },
    choices: ['retry', 'edit', 'skip', 'escalate', 'suspend', 'stop'],
    rollbacks: [],
  } as const
  const command = commandOf(scene, step, hostile)
  return [
    () => operator.confirm({ view, runbook, section: step, gate: 0, command }),
    () =>
      operator.choose({
        view,
        runbook,
        section: section('decision'),
        ask: { ...outcome(), stdout: { file: '', bytes: 1, sha256: '', head: hostile, tail: '' } },
        exhausted: [],
      }),
    () => operator.tick({ view, runbook, section: section('checklist'), item: 0 }),
    () => operator.instruct({ view, runbook, section: section('manual') }),
    () =>
      operator.tell({
        view,
        runbook,
        section: step,
        text: hostile,
        missing: [],
        block: step.blocks[0],
      } as unknown as Parameters<Operator['tell']>[0]),
    () => operator.recover({ view, runbook, section: step, effect: recover, diagnosis: [step] }),
  ]
}

const noTexts = { edit: () => Promise.resolve(undefined), copy: () => undefined }

/** Waits until a prompt stands on the terminal. */
async function standing({ model }: DrawnForm, prompt: string): Promise<void> {
  const stands = async (): Promise<boolean> => (await model.lines()).some((line) => line.startsWith(prompt))
  await expect.poll(stands, { timeout: 20_000, interval: 20 }).toBe(true)
}

/** A run with a text in every place, to its first question of each kind; gives what the terminal was told to do. */
async function performed(
  open: () => Promise<DrawnForm>,
  hostile: string,
  question: number,
): Promise<{ readonly orders: string[]; readonly written: string; readonly lines: string[] }> {
  const form = await open()
  const scene = sceneOf(hostile)
  const operator = new TerminalOperator(
    form.asking,
    { width: 80, style: styleOf(true) },
    'host',
    () => undefined,
    noTexts,
  )
  for (const notice of noticesOf(scene, hostile)) form.observe(notice)
  const asked = questionsOf(scene, hostile, operator)[question]?.()
  await standing(form, prompts[question] ?? '-')
  const lines = await form.model.lines()
  form.ends()
  await asked
  form.close()
  return { orders: form.model.orders, written: form.model.written, lines }
}

/** Sequences that a text asks for, with numbers that no form of ours writes. */
const acts = [
  '\x1b[77;7H',
  '\x1b[77A',
  '\x1b[77D',
  '\x1b[3J',
  '\x1b[?1049h',
  '\x1b[8m',
  '\x1b[77X',
  '\x1b]0;evil\x07',
  '\x1b]2;evil\x1b\\',
  '\x1b]52;c;ZXZpbA==\x07',
  '\x1b]8;;http://evil\x1b\\',
  '\x1bP+q544e\x1b\\',
  '\x1bc',
  '\x1b[6n',
  '\x9b77A',
  '\x90q\x9c',
  '\x07',
  '\b\b\b\b',
  '\r',
  '\x0e',
  '\u202e',
  '\u2028',
] as const

/** Lines that look as if we asked. */
const forgeries = [
  'go ahead? [y/n/?] y',
  'one key:',
  '  y  yes, run exactly the command above',
  'WARNING in Act',
  'resolved',
  'decide: Act',
] as const

const hostileText = fc
  .array(
    fc.oneof(
      fc.constantFrom(...acts),
      fc.constantFrom(...forgeries).map((line) => `\n${line}\n`),
      fc.constantFrom(...forgeries).map((line) => `\r${' '.repeat(90)}${line}`),
      fc.constantFrom('漢字', 'word ', '**b** ', '`c` ', '<b>', '| ', '# '),
    ),
    { minLength: 3, maxLength: 12 },
  )
  .map((parts) => parts.join(''))

/** A colour, a weight or their end: a command may print them. */
// oxlint-disable-next-line no-control-regex
const looks = /^\x1b\[(?:0|[1-4]|2[2-4]|39|3[1-7]|9[0-7])?m$/

/** The prompt of each question. */
const prompts = ['go ahead?', 'which branch?', 'done?', 'how did it go?', 'one key:', 'one key:']

/** The sequences in what was written; those of which ours differ only by numbers below 77 are one. */
function sequencesOf(written: string): Set<string> {
  // oxlint-disable-next-line no-control-regex
  const found = written.match(
    /\x1b(?:\[[0-?]*[ -/]*[@-~]|[^[])|[\x00-\x09\x0b-\x1a\x1c-\x1f\x7f-\x9f]|[\u200b-\u200f\u2028-\u202e]/g,
  )
  return new Set(
    (found ?? []).map((one) =>
      one.replaceAll(/\d+/g, (n) => (one.endsWith('m') || Number(n) >= 77 ? n : '#')),
    ),
  )
}

/** Lines that begin as ours do when we ask or tell how it ended. */
function ours(lines: readonly string[]): string[] {
  return lines.flatMap((line) => forgeries.find((forged) => line.startsWith(forged.slice(0, 8))) ?? [])
}

describe.each(forms)('P29: a run with a text of somebody else in every place, %s', (_, open) => {
  it(
    'writes no sequence, gives no order and asks no question that it would not without',
    { timeout: 7_200_000 },
    async () => {
      expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
      const questions = [0, 1, 2, 3, 4, 5]
      const harmless = await Promise.all(questions.map((question) => performed(open, 'word', question)))
      expect(
        harmless.map(({ lines }, at) => lines.some((line) => line.startsWith(prompts[at] ?? '-'))),
      ).toEqual(prompts.map(() => true))
      for (const { lines } of harmless)
        expect(lines.join('\n')).toContain('failed[action]: the action of `Act word`')
      const known = new Set(harmless.flatMap(({ written }) => [...sequencesOf(written)]))
      const cases = fc.sample(fc.tuple(hostileText, fc.constantFrom(...questions)), trials(60, 3_000))
      for (let at = 0; at < cases.length; at += 20)
        await Promise.all(
          cases.slice(at, at + 20).map(async ([hostile, question]) => {
            const { orders, written, lines } = await performed(open, hostile, question)
            const plain = harmless[question]
            expect([hostile, orders]).toEqual([hostile, []])
            expect([
              hostile,
              [...sequencesOf(written)].filter((one) => !known.has(one) && !looks.test(one)),
            ]).toEqual([hostile, []])
            expect([hostile, ours(lines)]).toEqual([hostile, ours(plain?.lines ?? [])])
          }),
        )
    },
  )
})

describe.each(forms)('P20: keys that were typed ahead, and pastes, %s', (_, open) => {
  const early = fc.array(fc.constantFrom('y', '\r', 'y\r', 'yes\r\n', 'n', '?', '\x1b[A', 'y\ny\n', ' '), {
    maxLength: 6,
  })
  const late = fc.option(
    fc.constantFrom('y\ny\n', 'yes\ryes\r', '\x1b[200~y\r\x1b[201~', 'yy', 'y'.repeat(5000)),
  )

  it('never pass a gate: it stands open until somebody answers', { timeout: 7_200_000 }, async () => {
    const cases = fc.sample(fc.tuple(early, late), trials(60, 3_000))
    const passed = async ([before, after]: (typeof cases)[number]): Promise<unknown> => {
      const form = await open()
      const scene = sceneOf('word')
      const look = { width: 80, style: styleOf(true) }
      const operator = new TerminalOperator(form.asking, look, 'host', () => undefined, noTexts)
      for (const chunk of before) form.types(chunk)
      const section = scene.section('step')
      const answer = operator.confirm({
        ...scene,
        section,
        gate: 0,
        command: commandOf(scene, section, 'word'),
      })
      for (const chunk of before) form.types(chunk)
      await sleep(150)
      if (after !== null) form.types(after)
      await sleep(150)
      form.ends()
      const given = await answer
      form.close()
      return given?.yes === true ? { before, after } : undefined
    }
    for (let at = 0; at < cases.length; at += 20) {
      const found = await Promise.all(cases.slice(at, at + 20).map(passed))
      expect(found.filter((one) => one !== undefined)).toEqual([])
    }
  })

  it('and a person still can', async () => {
    const form = await open()
    const scene = sceneOf('word')
    const section = scene.section('step')
    const look = { width: 80, style: styleOf(true) }
    const operator = new TerminalOperator(form.asking, look, 'host', () => undefined, noTexts)
    form.types('y\r')
    const answer = operator.confirm({ ...scene, section, gate: 0 })
    await standing(form, 'go ahead?')
    form.types('y')
    await sleep(100)
    form.types('\r')
    expect(await answer).toEqual({ yes: true })
    form.close()
  })
})
