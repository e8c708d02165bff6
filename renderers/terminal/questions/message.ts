import type { MessageQuestion, Operator } from '../../../engine/run/operator.ts'
import { messageLines } from '../lines/message.ts'
import type { Look } from '../style.ts'
import { askKey, askLine, type Asking, type Key } from './asking.ts'

type Told = NonNullable<Awaited<ReturnType<Operator['tell']>>>

type Choice = 'keep' | 'editor' | 'lines' | 'copy'

/** What a terminal can do with a text besides showing it. */
export interface TextDoors {
  /** Opens the operator's editor; nothing when it could not be opened. */
  readonly edit: (text: string) => Promise<string | undefined>
  /** Puts a text on the clipboard of the terminal. */
  readonly copy: (text: string) => void
}

/** Shows a message, lets the operator change it, and gives it back when it is to be kept. */
export async function askMessage(
  asking: Asking,
  question: MessageQuestion,
  doors: TextDoors,
  look: Look,
): Promise<Told | undefined> {
  let text: string = question.text
  let copied = false
  for (;;) {
    const lines = messageLines(question, text, look)
    const choice: Choice | undefined = await askKey(asking, lines, keysFor(copied), help)
    if (choice === undefined) return undefined
    if (choice === 'keep') return { text, ...(copied ? { copied } : {}) }
    if (choice === 'copy') {
      doors.copy(text)
      copied = true
    } else {
      const changed: string | undefined =
        choice === 'editor' ? await doors.edit(text) : await askLines(asking)
      copied &&= changed === undefined || changed === text
      text = changed ?? text
    }
  }
}

function keysFor(copied: boolean): Key<Choice>[] {
  return [
    { key: 'k', text: 'keep it as it stands', means: 'keep' },
    { key: 'e', text: 'change it in your editor', means: 'editor' },
    { key: 'l', text: 'type it anew, line by line', means: 'lines' },
    { key: 'c', text: copied ? 'copy it again' : 'copy it to the clipboard', means: 'copy' },
  ]
}

const help = [
  '  what you keep stands in the record; nothing is sent yet',
  '  the editor is $VISUAL or $EDITOR; the clipboard is that of your terminal, where it allows that',
]

/** Lines until one that is only a full stop; nothing when none was typed. */
async function askLines(asking: Asking): Promise<string | undefined> {
  const lines: string[] = []
  for (;;) {
    const answer = await askLine(asking, {
      lines: lines.length === 0 ? ['type the message; a line with a full stop alone ends it'] : [],
      prompt: '> ',
      explain: ['  a line with a full stop alone ends the message'],
      optional: true,
      read: (line) => ({ line }),
    })
    if (answer === undefined || answer.line === '.') return lines.length === 0 ? undefined : lines.join('\n')
    lines.push(answer.line)
  }
}
