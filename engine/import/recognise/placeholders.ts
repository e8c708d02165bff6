import type { Block } from '../../model.ts'
import { deniedNames } from '../../environment.ts'
import { placeholdersIn } from '../../rules/placeholders.ts'
import type { BlockDraft, InputDraft } from '../draft.ts'
import type { Notes } from '../notes.ts'
import { quotedAt } from './quotes.ts'
import { inputType } from './input-types.ts'

interface Use {
  readonly block: BlockDraft
  readonly text: string
  readonly start: number
  readonly key: string
  readonly choices: readonly string[]
}

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

function usesIn(block: BlockDraft): Use[] {
  if (block.role === undefined || block.role === 'write' || !/^(?:bash|sh|sql|http)$/.test(block.language))
    return []
  const found = placeholdersIn(asBlock(block)).map(({ text, span }) => ({ text, start: span.start }))
  const labels = [...block.script.matchAll(/\{\{\s*\$labels\.(\w+)\s*\}\}/g)].map((match) => ({
    text: match[0],
    start: match.index,
  }))
  const braces = [
    ...block.script.matchAll(/(?<=[/=\s"])\{([a-z][a-z]*(?:[_-][a-z]+)*)\}(?=[/\s"?&]|$)/g),
  ].map((match) => ({ text: match[0], start: match.index }))
  const templates = [...block.script.matchAll(/\$\{\{\s*(?:[\w-]+\.)*([A-Za-z_][\w-]*)\s*\}\}/g)].map(
    (match) => ({ text: match[0], start: match.index }),
  )
  const described = [
    ...block.script.matchAll(/(?<=^[ \t]*(?:export[ \t]+)?\w+=["'])<[^<>\n]{2,80}>(?=["'])/gm),
  ].map((match) => ({
    text: match[0],
    start: match.index,
  }))
  const taken = new Set<number>()
  return [...described, ...templates, ...found, ...labels, ...braces]
    .sort((a, b) => a.start - b.start)
    .filter(({ start, text }) => {
      const isNew = !taken.has(start)
      for (let at = start; at < start + text.length; at++) taken.add(at)
      return isNew
    })
    .map((use) => ({
      ...use,
      block,
      key: keyOf(
        assignedName(block.script, use.start, use.text) ??
          endOf(block.script, use.start, use.text) ??
          use.text,
      ),
      choices: choicesIn(use.text),
    }))
}

/** `web-xxxxx`: the end of a name is called after its beginning. */
function endOf(script: string, start: number, text: string): string | undefined {
  const before = /([A-Za-z][\w-]*)-$/.exec(script.slice(0, start))?.[1]
  return before !== undefined && /^x+$/i.test(text) ? `${before.replaceAll('-', '_')}_SUFFIX` : undefined
}

/** `POD='<the pod that fails>'`: what is filled in has a name already. */
function assignedName(script: string, start: number, text: string): string | undefined {
  const before = /(?:^|\n)[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)=["']?$/.exec(script.slice(0, start))?.[1]
  return before !== undefined && /^["']?[ \t]*(?:\n|#|;|$)/.test(script.slice(start + text.length))
    ? before
    : undefined
}

const choicesIn = (text: string): string[] =>
  /^<[\w.-]+(?:[|/][\w.-]+)+>$/.test(text) ? text.slice(1, -1).split(/[|/]/) : []

const wordsIn = (text: string): string[] =>
  text
    .replace('$labels.', '')
    .replace(/^\$\{\{\s*(?:[\w-]+\.)*/, '')
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_')
    .match(/[A-Za-z][A-Za-z0-9]*/g) ?? []

/** What a placeholder stands for, without the words that only say that it is one. */
function keyOf(text: string): string {
  const words = wordsIn(text).map((word) => word.toUpperCase())
  const plain = words.filter(
    (word) =>
      !/^(?:YOUR|MY|THE|A|AN|INSERT|ENTER|HERE|ACTUAL|REPLACE|WITH|ME|THIS|CHANGE|CHANGEME|SOME|X+)$/.test(
        word,
      ),
  )
  const short = plain.length > 1 && plain.at(-1) === 'NAME' ? plain.slice(0, -1) : plain
  return short.join('_') || 'VALUE'
}

/** A variable that the scripts know already, else the longest spelling. */
function nameFor(key: string, uses: readonly Use[], variables: ReadonlySet<string>): string {
  const known = [...variables].find((name) => keyOf(name) === key && !deniedNames.test(name))
  if (known !== undefined) return known
  const isNamed = uses.some(({ text }) => wordsIn(text).length > 1 && /name\W*$/i.test(text))
  const name = isNamed && !key.endsWith('NAME') ? `${key}_NAME` : key
  return deniedNames.test(name) ? `${name}_VALUE` : name
}

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
  let script = block.script
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
  block.script = withoutEcho(script)
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

const nowhere = { start: 0, end: 0 }

/** A draft as the rules read a block. */
export function asBlock(draft: BlockDraft): Block {
  const language = draft.language as Block['language']
  return {
    index: 0,
    role: draft.role ?? 'read',
    language,
    languageText: draft.language,
    script: draft.script,
    span: nowhere,
    lineOffsets: [],
    languageSpan: nowhere,
    roleSpan: nowhere,
    options: {},
    optionSpans: new Map(),
  }
}
