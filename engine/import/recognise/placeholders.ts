import { deniedNames } from '../../environment.ts'
import type { BlockDraft, InputDraft } from '../draft.ts'
import type { Notes } from '../notes.ts'
import { quotedAt } from './quotes.ts'
import { inputType } from './input-types.ts'
import { keyOf, wordsIn } from './placeholder-names.ts'
import { type Use, usesIn } from './placeholder-uses.ts'

/**
 * Makes an input of each thing that somebody would have to fill in, and uses it with the quotes that its place needs. All spellings
 * of one thing (`<pod>`, `<pod-name>`, `YOUR_POD`, `$POD_NAME`) become one input.
 */
export function placeholdersToInputs(
  blocks: readonly BlockDraft[],
  inputs: Map<string, InputDraft>,
  notes: Notes,
): void {
  const uses = blocks.flatMap(usesIn)
  const variables = new Set(
    blocks.flatMap(({ script }) =>
      [...script.matchAll(/\$\{?([A-Z][A-Z0-9_]*)\}?/g)].map((match) => match[1] ?? ''),
    ),
  )
  const names = new Map<string, string>()
  for (const key of new Set(uses.map((use) => use.key))) {
    const spellings = uses.filter((use) => use.key === key)
    const name = nameFor(key, spellings, variables)
    names.set(key, name)
    declare(name, spellings, inputs, notes)
  }
  for (const block of blocks)
    replaceIn(
      block,
      uses.filter((use) => use.block === block),
      names,
    )
}

/** A variable that the scripts know already, else the longest spelling. */
function nameFor(key: string, uses: readonly Use[], variables: ReadonlySet<string>): string {
  const known = [...variables].find((name) => keyOf(name) === key && !deniedNames.test(name))
  if (known !== undefined) return known
  const isNamed = uses.some(({ text }) => wordsIn(text).length > 1 && /name\W*$/i.test(text))
  const name = isNamed && !key.endsWith('NAME') ? `${key}_NAME` : key
  return ofShell[name] ?? (deniedNames.test(name) ? `${name}_VALUE` : name)
}

/** What every shell sets itself. */
const ofShell: Readonly<Record<string, string>> = { USER: 'USER_NAME', HOSTNAME: 'HOST_NAME' }

function declare(name: string, uses: readonly Use[], inputs: Map<string, InputDraft>, notes: Notes): void {
  const spellings = [...new Set(uses.map(({ text }) => text))]
  const first = uses[0]
  const choices = uses.find((use) => use.choices.length > 1)?.choices
  const lines = (first?.block.script.slice(0, first.start).split('\n').length ?? 1) - 1
  const line = (first?.block.line ?? 1) + lines
  const label = spellings.some((text) => text.includes('$labels')) ? ' (a label of the alert)' : ''
  inputs.set(name, {
    type: choices === undefined ? inputType(name) : 'choice',
    description: `Written as ${spellings.join(', ')} before${label}`,
    line,
    ...(choices === undefined ? {} : { choices }),
  })
  notes.add(
    'placeholder-input',
    line,
    `\`${spellings.join('`, `')}\` became the input \`${name}\``,
    'see that it is one value wherever it stands, that its type is right, and give it a default or a description',
    spellings[0],
  )
}

function replaceIn(block: BlockDraft, uses: readonly Use[], names: ReadonlyMap<string, string>): void {
  let { script } = block
  if (uses.some(({ start }) => quotedAt(block.script, start) === 'literal')) {
    const opened = withOpenDocuments(script)
    if (opened === undefined) return
    script = opened
  }
  for (const { text, start, key } of [...uses].sort((a, b) => b.start - a.start)) {
    const name = names.get(key) ?? key
    const end = start + text.length
    if (block.language === 'sql') {
      const isQuoted = script[start - 1] === "'" && script[end] === "'"
      script = `${script.slice(0, start - (isQuoted ? 1 : 0))}:'${name}'${script.slice(end + (isQuoted ? 1 : 0))}`
    } else if (block.language === 'http') script = `${script.slice(0, start)}\${${name}}${script.slice(end)}`
    else if (script[start - 1] === "'" && script[end] === "'" && quotedAt(script, start) === 'single')
      script = `${script.slice(0, start - 1)}"$${name}"${script.slice(end + 1)}`
    else script = `${script.slice(0, start)}${useOf(name, script, start, end)}${script.slice(end)}`
  }
  block.script = withoutEcho(script.replaceAll(/(<<-?) +(\w+) +$/gm, '$1$2'))
}

/**
 * A script whose here-documents are filled in by the shell, every letter in its place; nothing when one of them holds what the shell
 * would then take for its own.
 */
function withOpenDocuments(script: string): string | undefined {
  const bodies = [...script.matchAll(/<<-?\s*(["'])(\w+)\1[^\n]*\n([\s\S]*?)^\s*\2\s*$/gm)]
  if (bodies.some(([, , , body = '']) => /[$`\\]/.test(body))) return undefined
  return script.replaceAll(/(<<-?\s*)(["'])(\w+)\2/g, '$1 $3 ')
}

/** `POD="$POD"` says nothing. */
const withoutEcho = (script: string): string => {
  const lines = script.split('\n')
  const kept = lines.filter((line) => !/^\s*([A-Za-z_]\w*)=(["']*)\$\1\2\s*$/.test(line))
  return kept.some((line) => line.trim() !== '') ? kept.join('\n').replace(/^\n+/, '') : script
}

/** The variable with the quotes that its place in the script asks for. */
function useOf(name: string, script: string, start: number, end: number): string {
  const where = quotedAt(script, start)
  const isNameGoingOn = /^[\w[]/.test(script.slice(end))
  const plain = isNameGoingOn ? `\${${name}}` : `$${name}`
  if (where === 'double' || where === 'here') return plain
  if (where === 'single') return `'"${plain}"'`
  return `"${plain}"`
}
