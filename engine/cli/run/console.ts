import { hostname } from 'node:os'
import { PlainAsking } from '../../../renderers/terminal/plain/asking.ts'
import type { Asking } from '../../../renderers/terminal/questions/asking.ts'
import { TerminalOperator } from '../../../renderers/terminal/questions/operator.ts'
import { PlainScreen } from '../../../renderers/terminal/plain/screen.ts'
import { styleOf, type Look } from '../../../renderers/terminal/style.ts'
import { delegate } from '../../run/operators/flags.ts'
import { nobody } from '../../run/operators/nobody.ts'
import type { Observer, Operator } from '../../run/types.ts'
import type { Settings } from '../settings.ts'
import { CtrlC } from './ctrl-c.ts'
import { problemOf } from './input-values.ts'
import { TerminalKeyboard } from './keyboard.ts'

/** The terminal of one `run` or `resume`: what shows the run, who answers, and what Ctrl-C does. */
export interface Console {
  readonly observe: Observer
  readonly operator: Operator
  /** How the person at the terminal is asked; none when nobody can answer. */
  readonly asking?: Asking
  readonly ctrlC: CtrlC
  readonly look: Look
  close(): void
}

/** The widest line of prose, in columns: longer ones are hard to read. */
const widest = 100
/** How often reminders are looked for while nothing else happens, in milliseconds. */
const reminderPause = 5000

/**
 * Opens the terminal. A person answers only at an interactive one: standard input and standard error both a
 * terminal, and not `silent`. Everything is written to standard error; standard output is for data.
 */
export function openConsole(settings: Settings, options: { readonly silent: boolean }): Console {
  const look = { width: Math.min(widest, process.stderr.columns ?? widest), style: styleOf(settings.color) }
  const held: string[] = []
  let still = false
  const print = (text: string): void => void process.stderr.write(text)
  const screen = new PlainScreen({
    write: (text) => (still ? void held.push(text) : print(text)),
    look,
    interactive: process.stderr.isTTY,
    now: Date.now,
  })
  const hold = (on: boolean): void => {
    still = on
    if (!on) print(held.splice(0).join(''))
  }
  const attended = process.stdin.isTTY && process.stderr.isTTY && !options.silent
  const keyboard = attended ? new TerminalKeyboard(process.stdin, print) : undefined
  const ctrlC = new CtrlC(keyboard, (lines) => print(`${lines.join('\n')}\n`), hold)
  const say = (lines: readonly string[]): void => screen.say(lines)
  const asking =
    keyboard === undefined ? undefined : new PlainAsking({ say, keyboard, interrupted: () => ctrlC.ask() })
  const reminders = setInterval(() => !still && screen.remind(), reminderPause).unref()
  return {
    observe: settings.quiet ? quietly(screen.observe) : screen.observe,
    operator:
      asking === undefined
        ? nobody
        : leavingIsNoAnswer(new TerminalOperator(asking, look, hostname(), problemOf), ctrlC),
    ...(asking === undefined ? {} : { asking }),
    ctrlC,
    look,
    close() {
      clearInterval(reminders)
      keyboard?.close()
      ctrlC.interrupts.close()
    },
  }
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
    recover: async (question) => {
      const answer = await operator.recover(question)
      if (answer === undefined) ctrlC.rest('hung-up')
      return answer
    },
  }
}

function quietly(observe: Observer): Observer {
  const kept = new Set(['warned', 'ended', 'suspended'])
  return (notice) => {
    if (kept.has(notice.kind)) observe(notice)
  }
}
