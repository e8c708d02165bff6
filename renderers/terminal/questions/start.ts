import type { InputDeclaration } from '../../../engine/model.ts'
import { escapeLine } from '../escape.ts'
import type { Look } from '../style.ts'
import { askLine, type Asking } from './asking.ts'
import { inline } from '../lines/markdown.ts'

/**
 * Asks for the value of an input before a run starts; a secret is not shown while it is typed.
 * @param problem why a value cannot be used, in words that follow its name
 */
export async function askInput(
  asking: Asking,
  name: string,
  declaration: InputDeclaration,
  problem: (value: string) => string | undefined,
  look: Look,
): Promise<string | undefined> {
  const { type, description, choices } = declaration
  const answer = await askLine(asking, {
    lines: [
      `input ${name} (${type}${choices === undefined ? '' : `: ${choices.map(escapeLine).join(', ')}`})`,
      ...(description === undefined ? [] : [`  │ ${inline(description, look.style)}`]),
    ],
    prompt: type === 'secret' ? `${name} (not shown): ` : `${name}: `,
    explain: ['  the run needs this value; Ctrl-C leaves without starting anything'],
    hidden: type === 'secret',
    read: (line) => {
      const found = problem(line)
      return found === undefined ? { line } : `that value ${escapeLine(found)}`
    },
  })
  return answer?.line
}

/** A plain question of ours; only a typed `y` is a yes. */
export async function askYes(asking: Asking, lines: readonly string[], prompt: string): Promise<boolean> {
  const answer = await askLine(asking, {
    lines: lines.map(escapeLine),
    prompt,
    explain: ['  y and Enter for yes, n for no'],
    read: (line) =>
      /^y(es)?$/i.test(line) ? { yes: true } : /^no?$/i.test(line) ? { yes: false } : 'type y or n',
  })
  return answer?.yes === true
}
