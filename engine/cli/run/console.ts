import { hostname } from 'node:os'
import type { Asking } from '../../../renderers/terminal/questions/asking.ts'
import type { TextDoors } from '../../../renderers/terminal/questions/message.ts'
import { PlainScreen } from '../../../renderers/terminal/plain/screen.ts'
import { TerminalOperator } from '../../../renderers/terminal/questions/operator.ts'
import { lookAt, type Look } from '../../../renderers/terminal/style.ts'
import { delegate } from '../../run/operators/flags.ts'
import { nobody } from '../../run/operators/nobody.ts'
import type { Observer } from '../../run/notices.ts'
import type { Operator } from '../../run/operator.ts'
import type { Settings } from '../settings.ts'
import { isTerminal } from '../streams.ts'
import type { CtrlC } from './ctrl-c.ts'
import { canDraw } from './form.ts'
import { inkTerminal, inkWatcher } from './ink-terminal.ts'
import { problemOf } from './input-values.ts'
import { plainTerminal } from './plain-terminal.ts'

/** The terminal of one `run` or `resume`: what shows the run, who answers, and what Ctrl-C does. */
export interface Console {
  readonly observe: Observer
  readonly operator: Operator
  /** How the person at the terminal is asked; none when nobody can answer. */
  readonly asking?: Asking
  /** What the terminal can do with a text besides showing it. */
  readonly texts: TextDoors
  readonly ctrlC: CtrlC
  /** Opens a shell for the person at the terminal. */
  readonly shell?: (directory: string, variables: Readonly<Record<string, string>>) => Promise<number>
  readonly look: Look
  close(): void
}

/** One form of the terminal. */
export type TerminalForm = Omit<Console, 'operator' | 'look'>

/**
 * Opens the terminal. A person answers only at an interactive one: standard input and standard error both a
 * terminal, and not `silent`. Everything is written to standard error; standard output is for data.
 */
export function openConsole(settings: Settings, options: { readonly silent: boolean }): Console {
  const look = lookAt(process.stderr.columns, settings.color)
  const attended = isTerminal('stderr') && isTerminal('stdin') && !options.silent
  const form = attended && canDraw(settings) ? inkTerminal(settings) : plainTerminal(settings, look, attended)
  const { asking, ctrlC } = form
  return {
    ...form,
    observe: settings.quiet ? quietly(form.observe) : form.observe,
    operator:
      asking === undefined
        ? nobody
        : leavingIsNoAnswer(new TerminalOperator(asking, look, hostname(), problemOf, form.texts), ctrlC),
    look,
  }
}

/** Shows a run to somebody who can answer nothing; `leave` is called by Ctrl-C. */
export function watchingTerminal(
  settings: Settings,
  leave: () => void,
): Pick<TerminalForm, 'observe' | 'close'> {
  if (isTerminal('stdin') && canDraw(settings)) return inkWatcher(settings, leave)
  process.once('SIGINT', leave)
  const look = lookAt(process.stderr.columns, settings.color)
  const interactive = isTerminal('stderr') && !settings.screenReader
  const write = (text: string): void => void process.stderr.write(text)
  const screen = new PlainScreen({ write, look, interactive, aloud: settings.screenReader, now: Date.now })
  return { observe: screen.observe, close: () => void process.off('SIGINT', leave) }
}

/**
 * A decision without an answer takes what the conditions propose when nobody is there. Somebody who was there
 * and left must not be taken for one who agreed: the run rests.
 */
function leavingIsNoAnswer(person: TerminalOperator, ctrlC: CtrlC): Operator {
  const operator: Operator = person
  return {
    ...delegate(operator),
    choose: async (question) => {
      const answer = await operator.choose(question)
      if (answer === undefined) ctrlC.rest('hung-up')
      return answer
    },
    tell: async (question) => {
      const answer = await operator.tell(question)
      if (answer === undefined) ctrlC.rest('hung-up')
      return answer
    },
    recover: async (question) => {
      const answer = await operator.recover(question)
      if (answer === undefined) ctrlC.rest('hung-up')
      return answer
    },
  }
}

function quietly(observe: Observer): Observer {
  const kept = new Set(['warned', 'reminded', 'ended', 'suspended'])
  return (notice) => {
    if (kept.has(notice.kind)) observe(notice)
  }
}
