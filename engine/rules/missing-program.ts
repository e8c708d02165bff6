import type { Diagnostic, TextEdit } from '../diagnostic.ts'
import type { Block, Runbook } from '../model.ts'
import { blocksOf, isShell, spanInSource } from './blocks.ts'
import type { Reading } from './reading.ts'
import { baseSystem } from './shell/base-system.ts'
import type { ShellWord } from './shell/commands.ts'
import { programName } from './shell/options.ts'
import type { Rule } from './rule.ts'

/**
 * A program that shell blocks start, that not every server has, and that `requires` does not name: a run would
 * stop half way. Not asked for: programs on other machines, scripts by path, names that a variable holds, functions of
 * the runbook, and programs that it looks for itself (`command -v cargo`).
 */
export const missingProgram: Rule = (runbook, reading) => {
  const blocks = blocksOf(runbook).flatMap(({ block }) => (isShell(block) ? [block] : []))
  const known = new Set([
    ...runbook.frontmatter.requires,
    ...blocks.flatMap((block) => ownNames(block, reading)),
  ])
  return blocks.flatMap((block) => {
    if (block.options.on !== undefined || reading.shell(block.script).errors.length > 0) return []
    return programsOf(block, reading).flatMap((word) => {
      if (baseSystem.has(word.value) || known.has(word.value)) return []
      known.add(word.value)
      return [finding(runbook, block, word)]
    })
  })
}

function finding(runbook: Runbook, block: Block, word: ShellWord): Diagnostic {
  const { requires } = runbook.frontmatter
  return {
    code: 'missing-program',
    severity: 'warning',
    path: runbook.path,
    message: `\`${word.value}\` is not on every machine, and \`requires\` does not name it`,
    span: spanInSource(block, word.span.start, word.span.end),
    label: 'without it, the run stops here',
    help: `name it in the frontmatter: \`requires: [${[...requires, word.value].join(', ')}]\``,
    fix: [requiring(word.value, runbook)],
  }
}

/** Names a program under `requires`: in the list that is there, in brackets or in lines, or in a new one. */
function requiring(program: string, { text, frontmatterPlaces }: Runbook): TextEdit {
  const list = frontmatterPlaces.get('requires')?.value
  const eol = text.includes('\r\n') ? '\r\n' : '\n'
  const ends = [...frontmatterPlaces.values()].map(({ value }) => value.end)
  const line = /[^\r\n]*/y
  line.lastIndex = Math.max(0, ...ends)
  const end = line.lastIndex + (line.exec(text)?.[0].length ?? 0)
  if (list === undefined) return { span: { start: end, end }, text: `${eol}requires: [${program}]` }
  const written = text.slice(list.start, list.end)
  if (!written.startsWith('[')) {
    const indent = /[^\r\n]*$/.exec(text.slice(0, list.start))?.[0] ?? ''
    const last = list.start + written.trimEnd().length
    return { span: { start: last, end: last }, text: `${eol}${indent}- ${program}` }
  }
  const before = list.start + written.slice(0, -1).trimEnd().length
  return { span: { start: before, end: before }, text: written.length > 2 ? `, ${program}` : program }
}

function programsOf(block: Block, reading: Reading): ShellWord[] {
  return reading
    .started(block.script)
    .flatMap(({ command, here }) => (here && command.words[0] ? [command.words[0]] : []))
    .filter((word) => /^[a-z_][\w.+-]*$/.test(word.value) && programName(word.value) === word.value)
}

/** Functions that a block defines, and programs that it looks for before it would use them. */
function ownNames(block: Block, reading: Reading): string[] {
  const functions = [...block.script.matchAll(/^\s*(?:function\s+([\w-]+)|([\w-]+)\s*\(\))/gm)]
  const probes = reading
    .shell(block.script)
    .commands.filter(({ words: [name] }) => /^(?:command|which|type|hash)$/.test(name?.value ?? ''))
  return [
    ...functions.flatMap((match) => match[1] ?? match[2] ?? []),
    ...probes.flatMap(({ words }) => words.slice(1).map((word) => word.value)),
  ]
}
