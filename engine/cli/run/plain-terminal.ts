import { PlainAsking } from '../../../renderers/terminal/plain/asking.ts'
import { PlainScreen } from '../../../renderers/terminal/plain/screen.ts'
import type { Look } from '../../../renderers/terminal/style.ts'
import type { Settings } from '../settings.ts'
import type { TerminalForm } from './console.ts'
import { CtrlC } from './ctrl-c.ts'
import { TerminalKeyboard } from './keyboard.ts'
import { copyText, editText } from './texts.ts'
import { openShell } from './outside.ts'

/** How often reminders are looked for while nothing else happens, in milliseconds. */
const reminderPause = 5000

/** Plain lines: for pipes, for screen readers, and for terminals that only print. `attended`: somebody can answer. */
export function plainTerminal(settings: Settings, look: Look, attended: boolean): TerminalForm {
  const held: string[] = []
  let still = false
  const print = (text: string): void => void process.stderr.write(text)
  const screen = new PlainScreen({
    write: (text) => (still ? void held.push(text) : aside(text)),
    look,
    interactive: process.stderr.isTTY && !settings.screenReader,
    aloud: settings.screenReader,
    now: Date.now,
  })
  const aside = (text: string): void => {
    if (keyboard === undefined) print(text)
    else keyboard.aside(() => print(text))
  }
  const hold = (on: boolean): void => {
    still = on
    if (!on) print(held.splice(0).join(''))
  }
  const keyboard = attended ? new TerminalKeyboard(process.stdin, print) : undefined
  const asked = (say: (lines: readonly string[]) => void, interrupted: () => Promise<'go-on' | 'leave'>) =>
    keyboard === undefined ? {} : { asking: new PlainAsking({ say, keyboard, interrupted }) }
  const printLines = (lines: readonly string[]): void => print(`${lines.join('\n')}\n`)
  const ctrlC = new CtrlC({
    ...asked(printLines, () => Promise.resolve('leave')),
    say: printLines,
    interruptQuestion: () => keyboard?.interrupt() === true,
    hold,
  })
  const reminders = setInterval(() => !still && screen.remind(), reminderPause).unref()
  return {
    observe: screen.observe,
    ...asked(
      (lines) => screen.say(lines),
      () => ctrlC.ask(),
    ),
    texts: { edit: (text) => Promise.resolve(editText(text)), copy: copyText },
    ctrlC,
    ...(keyboard === undefined ? {} : { shell: openShell }),
    close() {
      clearInterval(reminders)
      keyboard?.close()
      ctrlC.interrupts.close()
    },
  }
}
