import type { Diagnostic } from '../diagnostic.ts'
import type { Block } from '../model.ts'
import { blocksOf, isShell, spanInSource } from './blocks.ts'
import type { Reading } from './reading.ts'
import { baseSystem } from './shell/base-system.ts'
import type { ShellWord } from './shell/commands.ts'
import { programName } from './shell/options.ts'
import { startedBy } from './shell/unwrap.ts'
import type { Rule } from './rule.ts'

/**
 * A program that shell blocks start, that not every server has, and that `requires` does not name: a run would
 * stop half way. Programs on other machines, scripts by path and names that a variable holds are not asked for, nor
 * are those that only some ways need and that the runbook itself looks for with `command -v`.
 */
export const missingProgram: Rule = (runbook, reading) => {
  const named = new Set(runbook.frontmatter.requires)
  const known = ({ script }: Block): string[] => [...functionsOf(script), ...lookedForIn(script)]
  const own = new Set(blocksOf(runbook).flatMap(({ block }) => (isShell(block) ? known(block) : [])))
  return blocksOf(runbook).flatMap(({ block }) => {
    if (!isShell(block) || block.options.on !== undefined || reading.shell(block.script).errors.length > 0)
      return []
    return programsOf(block.script, reading).flatMap((word): Diagnostic[] => {
      if (baseSystem.has(word.value) || own.has(word.value) || named.has(word.value)) return []
      named.add(word.value)
      return [
        {
          code: 'missing-program',
          severity: 'warning',
          path: runbook.path,
          message: `\`${word.value}\` is not on every machine, and \`requires\` does not name it`,
          span: spanInSource(block, word.span.start, word.span.end),
          label: 'without it, the run stops here',
          help: `name it in the frontmatter: \`requires: [${[...runbook.frontmatter.requires, word.value].join(', ')}]\``,
        },
      ]
    })
  })
}

function programsOf(script: string, reading: Reading): ShellWord[] {
  return reading
    .shell(script)
    .commands.flatMap((command) => startedBy(command, reading))
    .flatMap(({ command, here }) => (here && command.words[0] ? [command.words[0]] : []))
    .filter((word) => /^[A-Za-z_][\w.+-]*$/.test(word.value) && programName(word.value) === word.value)
}

const functionsOf = (script: string): string[] =>
  [...script.matchAll(/^\s*(?:function\s+([\w-]+)|([\w-]+)\s*\(\))/gm)].flatMap(
    (match) => match[1] ?? match[2] ?? [],
  )

/** Names behind `command -v`, which asks whether they are there. */
const lookedForIn = (script: string): string[] =>
  [...script.matchAll(/\bcommand -v((?:[ \t]+[\w.+-]+)+)/g)].flatMap(
    (match) => match[1]?.trim().split(/\s+/) ?? [],
  )
