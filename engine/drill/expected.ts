import type { RunEvent, RunMachine } from '../machine/types.ts'
import type { Runbook, Section } from '../model.ts'
import type { Drill } from '../parse/drill.ts'
import { formatDuration } from '../duration.ts'
import { sectionOf, type AskedFailure, type ScriptedOperator } from './operator.ts'
import type { Problem, Visit } from './types.ts'

/** How the run of a drill went. */
export interface Went {
  readonly result: string
  readonly exit: number
  /** Why it came to rest, when it did. */
  readonly reason?: string
  readonly took: number
  readonly path: readonly Visit[]
  readonly events: readonly RunEvent[]
  readonly asked: ScriptedOperator
  readonly runbooks: ReadonlyMap<string, Runbook>
}

/** What differs from what the drill expects of the run: failures nobody foresaw, result, exit, path, time, answers. */
export function differences(drill: Drill, runbook: Runbook, went: Went): Problem[] {
  const unforeseen = unforeseenFailures(drill, went).map((failure) => failureProblem(failure, went))
  return [
    ...unforeseen,
    ...wrongResult(drill, went),
    ...wrongPath(drill, went),
    ...tooSlow(runbook, went),
    ...(unforeseen.length > 0 ? [] : went.asked.unasked().map((answer) => unaskedProblem(drill, answer))),
  ]
}

/** Whether the run failed where the drill says that it cannot pass. */
export function failsAsExpected({ expect }: Drill, { asked }: Went): boolean {
  return asked.failures.some(({ section }) => section === sectionOf(expect.fails ?? ''))
}

function unforeseenFailures({ operator }: Drill, { asked }: Went): readonly AskedFailure[] {
  return asked.failures.slice(operator.recover.length)
}

function failureProblem(effect: AskedFailure, { runbooks }: Went): Problem {
  const { failure } = effect
  const runbook = runbooks.get(effect.runbook)
  const section = runbook?.sections.find(({ id }) => id === effect.section)
  const block = failure.block === undefined ? undefined : section?.blocks[failure.block]
  const { outcome, verdict } = failure
  const command =
    runbook && section && block && outcome && verdict
      ? { failed: { runbook, section, block, event: { outcome, verdict } } }
      : {}
  return {
    message: `\`${effect.section}\` failed (${failure.kind}${failure.detail === undefined ? '' : `: ${failure.detail}`}), and the drill foresees no failure there`,
    notes: [],
    ...command,
  }
}

function wrongResult(drill: Drill, { result, exit, reason }: Went): Problem[] {
  const { expect, places } = drill
  const ended = { message: `the run ended \`${result}\`, expected \`${expect.result}\`` }
  const notes = reason === undefined ? [] : [reason]
  const span = (places.get('expect.result') ?? places.get('expect'))?.key
  if (result !== expect.result) return [{ ...ended, notes, ...(span && { span }) }]
  if (expect.exit === undefined || exit === expect.exit) return []
  const place = places.get('expect.exit')?.value
  const message = `\`runbook run\` would have ended with ${exit}, expected ${expect.exit}`
  return [{ message, notes, ...(place && { span: place }) }]
}

function wrongPath({ expect, places }: Drill, { path }: Went): Problem[] {
  let from = 0
  for (const [index, name] of expect.path.entries()) {
    const at = path.findIndex((visit, position) => position >= from && isNamed(visit, name))
    if (at < 0) {
      const span = places.get(`expect.path.${index}`)?.value
      const after = from === 0 ? '' : ` after \`${expect.path[index - 1]}\``
      const taken = `the path that it took: ${path.map(({ section }) => section).join(' → ')}`
      return [
        { message: `the run did not come to \`${name}\`${after}`, notes: [taken], ...(span && { span }) },
      ]
    }
    from = at + 1
  }
  return []
}

/** Whether a name in a drill means this section: its anchor, with the file of its runbook before it or without. */
export function isNamed({ runbook, section }: Visit, name: string): boolean {
  const at = name.indexOf('#')
  if (at <= 0) return section === sectionOf(name)
  return (
    section === name.slice(at + 1) &&
    (runbook === name.slice(0, at) || runbook.endsWith(`/${name.slice(0, at)}`))
  )
}

/** A section, and the runbook that it stands in. */
export interface Named {
  readonly runbook: Runbook
  readonly section: Section
}

/** The sections that a name in a drill means, of all runbooks that its run can come to. */
export function sectionsNamed(name: string, { runbooks }: RunMachine): Named[] {
  return [...runbooks.values()].flatMap((runbook) =>
    runbook.sections
      .filter(({ id }) => isNamed({ runbook: runbook.path, section: id }, name))
      .map((section) => ({ runbook, section })),
  )
}

function tooSlow({ frontmatter }: Runbook, { took }: Went): Problem[] {
  const { mttr } = frontmatter
  if (mttr === undefined || took <= mttr) return []
  const message = `it took ${formatDuration(took)}, and the target is ${formatDuration(mttr)}`
  return [{ message, notes: ['make the runbook quicker, or its `mttr` honest'] }]
}

function unaskedProblem({ places }: Drill, path: string): Problem {
  const name = path.split('.').slice(1).join(' of ')
  const span = places.get(path)?.key
  return {
    message: `the answer \`${name}\` was never asked for`,
    notes: ['delete it, or mend the path that should ask'],
    ...(span && { span }),
  }
}
