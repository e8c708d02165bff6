import type { Effect } from '../../machine/types.ts'
import { fillMessage, runNames } from '../../message.ts'
import { secretsOf } from '../command/secrets.ts'
import { redactionOf } from '../supervisor/mask.ts'
import type { Performed, RunView } from '../performer.ts'
import { blockAt, placeOf, present, questionAt, type LiveDoors } from './doors.ts'
import { happened } from './questions.ts'
import { shownValues } from './verdict.ts'

type Tell = Extract<Effect, { kind: 'tell' }>

/**
 * Fills in a message, shows it for editing, and keeps what it has become. With nobody to ask it is kept as it was filled
 * in. A secret that somebody types into it is masked before it is kept.
 */
export async function tellMessage(effect: Tell, view: RunView, doors: LiveDoors): Promise<Performed> {
  const values = shownValues(view.bindings)
  const own = runValues(view, doors)
  const { script, index } = blockAt(effect, view)
  const filled = fillMessage(script, (name) => values.get(name) ?? own[name])
  const question = { ...questionAt(effect, view), block: index, ...filled }
  const answer = await doors.operator.tell(question)
  const text = redactionOf(secretsOf(view.bindings)).text(answer?.text ?? filled.text)
  const edited = text !== filled.text
  const more = present({
    edited: edited ? (true as const) : undefined,
    copied: answer?.copied === true ? (true as const) : undefined,
    missing: filled.missing.length > 0 && !edited ? filled.missing : undefined,
  })
  const by = answer ?? { by: 'engine' }
  return happened(doors, by, { type: 'told', ...placeOf(effect), block: index, text, ...more })
}

/** What a message may say about its run. */
function runValues(view: RunView, { clock, user }: LiveDoors): Readonly<Record<string, string | undefined>> {
  const { frontmatter, title } = view.machine.runbooks.get(view.machine.start) ?? {
    frontmatter: undefined,
    title: '',
  }
  const now = clock.now()
  const values: Readonly<Record<keyof typeof runNames, string | undefined>> = {
    RUNBOOK_ID: frontmatter?.id,
    RUNBOOK_TITLE: title,
    RUNBOOK_SEVERITY: frontmatter?.severity,
    RUNBOOK_SERVICE: frontmatter?.service,
    RUNBOOK_RUN_ID: view.id,
    RUNBOOK_INCIDENT: view.incident,
    RUNBOOK_OPERATOR: user,
    RUNBOOK_STARTED: minuteOf(view.startedAt),
    RUNBOOK_NOW: minuteOf(now),
    RUNBOOK_ELAPSED: elapsed(Date.parse(now) - Date.parse(view.startedAt)),
  }
  return values
}

/** `2026-11-22 06:13 UTC`. */
function minuteOf(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`
}

function elapsed(milliseconds: number): string {
  const minutes = Math.max(0, Math.floor(milliseconds / 60_000))
  const hours = Math.floor(minutes / 60)
  return hours > 0 ? `${hours} h ${minutes % 60} min` : `${minutes} min`
}
