import type { Effect } from '../machine/types.ts'
import type { Drill } from '../parse/drill.ts'
import type { Recovery } from '../../schemas/drill.ts'
import { nobody } from '../run/operators/nobody.ts'
import type { Operator, Question } from '../run/operator.ts'

/** A failure that the operator of a drill was asked about. */
export type AskedFailure = Extract<Effect, { kind: 'recover' }>

/** Who answers in a drill, and what came to be asked. */
export interface ScriptedOperator {
  readonly operator: Operator
  readonly failures: readonly AskedFailure[]
  /** Dotted paths of answers that nobody asked for. */
  unasked(): string[]
}

const by = 'drill'

/**
 * Answers as a drill's file says: yes to every warning, item and manual step that it does not refuse, the typed text of
 * a destructive gate and a branch only where it names them, and after each failure the next of its recoveries.
 */
export function scriptedOperator({ operator: script }: Pick<Drill, 'operator'>): ScriptedOperator {
  const used = new Set<string>()
  const visits = new Map<string, number>()
  const failures: AskedFailure[] = []
  const answersFor = (kind: 'choose' | 'confirm' | 'refuse', { section }: Question): readonly string[] => {
    const key = Object.keys(script[kind]).find((name) => sectionOf(name) === section.id)
    if (key === undefined) return []
    used.add(`operator.${kind}.${key}`)
    return [script[kind][key] ?? []].flat()
  }
  const operator: Operator = {
    ...nobody,
    confirm(question) {
      if (answersFor('refuse', question).length > 0) return answer({ yes: false })
      const gate = question.section.gates[question.gate]
      if (gate?.asks !== 'name') return answer({ yes: true })
      const [typed] = answersFor('confirm', question)
      return typed === (gate.typed ?? question.section.id) ? answer({ yes: true }) : silence()
    },
    choose(question) {
      const { section, exhausted } = question
      const wanted = answersFor('choose', question)
      if (wanted.length === 0 || section.kind !== 'decision') return silence()
      const visit = visits.get(section.id) ?? 0
      visits.set(section.id, visit + 1)
      const text = wanted.length === 1 ? wanted[0] : wanted[visit]
      const branch = section.branches.findIndex((one) => one.answer.toLowerCase() === text?.toLowerCase())
      const open = branch >= 0 && !exhausted.includes(branch)
      return open ? answer({ branch, reason: 'chosen by the drill' }) : silence()
    },
    tick(question) {
      const [note] = answersFor('refuse', question)
      return answer(note === undefined ? { ticked: true } : { ticked: false, note })
    },
    instruct(question) {
      const [note] = answersFor('refuse', question)
      return answer(note === undefined ? { how: 'done' as const } : { how: 'failed' as const, note })
    },
    recover({ effect }) {
      const next = script.recover[failures.push(effect) - 1]
      return answer(recoveryOf(next, effect))
    },
    proceed: () => answer({ yes: true }),
  }
  const asking = { ...nobody, recover: ({ effect }) => (failures.push(effect), silence()) } satisfies Operator
  return {
    operator: script.absent ? asking : operator,
    failures,
    unasked: () => unaskedOf(script, used, failures.length),
  }
}

/** A failure that the drill does not foresee ends the run. */
function recoveryOf(next: Recovery | undefined, { choices }: AskedFailure) {
  if (typeof next === 'object') return { choice: 'edit' as const, inputs: next.edit }
  const choice = next !== undefined && choices.includes(next) ? next : ('fail' as const)
  return { choice, reason: next === undefined ? 'the drill foresees no failure here' : 'as the drill says' }
}

/** `rb-001-startup.md#is-it-healthy` names a section of another runbook; the anchor alone is enough. */
export function sectionOf(name: string): string {
  return name.slice(name.indexOf('#') + 1)
}

function unaskedOf(script: Drill['operator'], used: ReadonlySet<string>, failures: number): string[] {
  const keys = (['choose', 'confirm', 'refuse'] as const).flatMap((kind) =>
    Object.keys(script[kind]).map((section) => `operator.${kind}.${section}`),
  )
  const recoveries = script.recover.map((_, index) => `operator.recover.${index}`)
  return [...keys.filter((key) => !used.has(key)), ...recoveries.slice(failures)]
}

function answer<Value>(value: Value): Promise<Value & { readonly by: string }> {
  return Promise.resolve({ ...value, by })
}

function silence(): Promise<undefined> {
  return Promise.resolve(undefined)
}
