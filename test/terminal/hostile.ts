import { begin, compileMachine } from '../../engine/machine/index.ts'
import type { RunEvent } from '../../engine/machine/types.ts'
import type { Runbook, Section } from '../../engine/model.ts'
import { parseRunbook } from '../../engine/parse/index.ts'
import type { Command } from '../../engine/run/commands.ts'
import type { Notice } from '../../engine/run/notices.ts'
import type { Operator } from '../../engine/run/operator.ts'
import type { RunView } from '../../engine/run/performer.ts'
import type { OpenBox } from '../../engine/run/times.ts'
import { NOON, outcome } from '../helpers/facts.ts'

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

export const { runbook: parsed, diagnostics } = parseRunbook({ path: 'runbooks/hostile.md', text })
const machine = compileMachine(new Map([[parsed.path, parsed]]), parsed.path)

/** A run of the runbook, with a text in the place of the mark. */
export interface Scene {
  readonly view: RunView
  readonly runbook: Runbook
  readonly section: (kind: Section['kind'], index?: number) => Section
}

export function sceneOf(hostile: string): Scene {
  const runbook = planted(parsed, hostile)
  const binding = { name: 'NAME', value: hostile, secret: false, from: 'flag' } as const
  const view = {
    id: 'HOS-001-20261122-1200-aaaa',
    machine: { ...machine, runbooks: new Map([[runbook.path, runbook]]) },
    snapshot: begin(machine).snapshot,
    bindings: new Map([['NAME', binding]]),
    startedAt: NOON,
    events: happenedIn(runbook, hostile),
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

/** What the timeline and the next shift are told of. */
function happenedIn(runbook: Runbook, hostile: string): RunEvent[] {
  const place = { frame: 0, runbook: runbook.path, section: 'act-hostile' }
  const by = { at: NOON, by: hostile }
  return [
    { ...by, ...place, type: 'attempted', block: 0, attempt: 1, ...failed(hostile) },
    { ...by, ...place, type: 'doubted', block: 0, attempt: 1, detail: hostile },
    { ...by, ...place, type: 'denied', gate: 0, detail: hostile },
    { ...by, ...place, type: 'did', how: 'done', note: hostile },
    { ...by, ...place, type: 'recovered', choice: 'edit', inputs: { NAME: hostile }, reason: hostile },
    { ...by, type: 'stopped', reason: hostile },
  ] as unknown as RunEvent[]
}

function failed(hostile: string) {
  return {
    outcome: {
      ...outcome(1),
      detail: hostile,
      values: { VALUE: hostile },
      stderr: { file: `${hostile}.err`, bytes: 9, sha256: '', head: hostile, tail: hostile },
    },
    verdict: { held: false, checks: [{ expected: hostile, actual: hostile, held: false }] },
  }
}

export function commandOf({ view, runbook }: Scene, section: Section, hostile: string, block = 0): Command {
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

/** Everything that a run tells until somebody is asked, with the text in every place of it. */
export function noticesOf(scene: Scene, hostile: string): Notice[] {
  const { view, runbook } = scene
  const section = scene.section('step')
  const place = { frame: 0, runbook: runbook.path, section: section.id }
  const attempt = { ...place, block: 0, attempt: 1, purpose: 'work', kind: 'attempt' } as const
  const box = {
    of: 'section',
    title: hostile,
    box: { text: hostile, time: 1000 },
    since: NOON,
  } as unknown as OpenBox
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
    { kind: 'entered', place, runbook, section, boxes: [box] },
    { kind: 'overran', open: box },
    { kind: 'reminded', due: { of: 'level', frame: 0, runbook: runbook.path, index: 0, due: NOON }, runbook },
    { kind: 'command', effect: attempt, command: commandOf(scene, section, hostile) },
    { kind: 'output', stream: 'stdout', bytes: new TextEncoder().encode(`${hostile}\n`) },
    { kind: 'output', stream: 'stderr', bytes: new TextEncoder().encode(hostile) },
    {
      ...happened,
      event: { type: 'attempted', at: NOON, ...place, block: 0, attempt: 1, ...failed(hostile) },
    },
    { ...happened, event: { type: 'denied', at: NOON, by: hostile, ...place, gate: 0, detail: hostile } },
    {
      ...happened,
      event: { type: 'recovered', at: NOON, ...place, choice: 'escalate', to: hostile, reason: hostile },
    },
    { kind: 'notified', to: hostile, person: hostile },
    { kind: 'warned', message: hostile, help: hostile },
  ]
}

/** How it comes to rest, and how it ends. */
export function endsOf({ view }: Scene, hostile: string): Notice[] {
  return [
    { kind: 'suspended', view, why: 'asked', reason: hostile, note: hostile },
    { kind: 'ended', view, effect: { kind: 'end', result: 'escalated', to: hostile, reason: hostile } },
  ]
}

/** The prompt of each question. */
export const prompts = [
  'go ahead?',
  'which branch?',
  'done?',
  'how did it go?',
  'one key:',
  'one key:',
  'one key:',
  'who was told?',
  'run this block?',
] as const

/** Every question that a run asks, in the order of their prompts. */
export function questionsOf(scene: Scene, hostile: string, operator: Operator): (() => Promise<unknown>)[] {
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
  const doubt = {
    kind: 'settle',
    frame: 0,
    runbook: runbook.path,
    section: step.id,
    block: 0,
    attempt: 1,
    choices: ['verify', 'done', 'not-done', 'retry', 'suspend', 'stop'],
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
    () =>
      operator.settle({
        view,
        runbook,
        section: step,
        effect: { ...doubt, evidence: failed(hostile) },
        traces: { startedAt: NOON, output: [hostile, hostile] },
      }),
    () =>
      operator.notify({
        view,
        runbook,
        index: 0,
        level: { to: hostile, authority: hostile, after: 1000 },
      }),
    () => operator.proceed({ view, runbook, section: step, command }),
  ]
}
