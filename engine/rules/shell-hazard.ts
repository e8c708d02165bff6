import type { Diagnostic } from '../diagnostic.ts'
import type { Block, InputDeclaration, InputType, Runbook } from '../model.ts'
import { blocksOf, isProgram, isShell, spanInSource } from './blocks.ts'
import { type NameKnowledge, hazardsIn } from './commands/hazards.ts'
import { namesOf } from './names/block-names.ts'
import { handedOnBy } from './names/handed-on.ts'
import type { Reading } from './reading.ts'
import type { Rule } from './rule.ts'

/**
 * What shells are known to do to a value: `local x=$(…)`, `eval`, a name that a value chooses, an unquoted value with blanks
 * in it, a text that is computed. Judged by what the frontmatter says of the value, so that a number needs no quotes.
 */
export const shellHazard: Rule = (runbook, reading) => {
  const names = knowledgeOf(runbook)
  return blocksOf(runbook).flatMap(({ block }) => {
    if (block.language === 'sql' && isProgram(block)) return unquotedInSql(runbook, block, names, reading)
    if (!isShell(block) || reading.shell(block.script).errors.length > 0) return []
    const { tree } = reading.shell(block.script)
    return hazardsIn(tree, reading.walk, block.script, names).map(
      ({ span: { start, end }, message, label, help, instead }) => {
        const span = spanInSource(block, start, end)
        const fix = instead === undefined ? undefined : [{ span, text: instead }]
        const base = { code: 'shell-hazard', severity: 'warning', path: runbook.path } as const
        return { ...base, message, span, label, help, ...(fix && { fix }) }
      },
    )
  })
}

/** `:X` of psql is the bare value; `:'X'` is a text and `:"X"` a name, whatever it holds. */
function unquotedInSql(
  { path }: Runbook,
  block: Block,
  names: NameKnowledge,
  reading: Reading,
): Diagnostic[] {
  return namesOf(block, reading).used.flatMap(({ name, span: { start, end } }) => {
    const isBare = /^:\w/.test(block.script.slice(start, end))
    if (!isBare || !names.foreign(name) || !names.splits(name)) return []
    return [
      {
        code: 'shell-hazard' as const,
        severity: 'warning' as const,
        path,
        message: `\`:${name}\` makes the value a part of the statement`,
        span: spanInSource(block, start, end),
        label: 'a `;` in it would begin another statement',
        help: `write \`:'${name}'\` for a text, or \`:"${name}"\` for the name of a table or a column`,
      },
    ]
  })
}

/** Types whose values hold neither blanks nor patterns. */
const oneWord: ReadonlySet<InputType> = new Set(['integer', 'number', 'boolean', 'duration', 'host', 'url'])
const numbers: ReadonlySet<InputType> = new Set(['integer', 'number'])

function knowledgeOf(runbook: Runbook): NameKnowledge {
  const { inputs } = runbook.frontmatter
  const handed = new Set(blocksOf(runbook).flatMap(({ block }) => handedOnBy(block.script).names))
  return {
    splits: (name) => {
      const input = inputs[name]
      return input === undefined ? handed.has(name) : !isOneWord(input)
    },
    foreign: (name) => {
      const input = inputs[name]
      return (
        input !== undefined && !numbers.has(input.type) && !/^[\\d{},+*?[\]-]+$/.test(input.pattern ?? 'any')
      )
    },
  }
}

function isOneWord({ type, choices, pattern }: InputDeclaration): boolean {
  if (type === 'choice') return choices?.every((choice) => /^[\w.:/@%+=,-]+$/.test(choice)) ?? false
  return (
    oneWord.has(type) ||
    (pattern !== undefined &&
      /^[\w\\[\](){}|?*+^$.,:/@-]+$/.test(pattern) &&
      !/\\[sSWD]|\.[*+]|\[\^/.test(pattern))
  )
}
