import type {
  Block,
  EscalationLevel,
  Gate,
  InputDeclaration,
  Part,
  Runbook,
  Section,
} from '../../../engine/model.ts'
import { duration } from '../../duration.ts'
import { roleWords } from '../../facts.ts'
import { edgeText, targetText } from '../../target.ts'
import { escapeLine } from '../escape.ts'
import type { Look } from '../style.ts'
import { framed } from './frame.ts'
import { inline, markdownLines } from './markdown.ts'

/**
 * A whole runbook for reading on a terminal, in the order of the page, with what each part is for the engine.
 * @param proven when it was last proven, in words
 */
export function runbookLines(runbook: Runbook, look: Look, proven?: string): string[] {
  return [
    ...summaryLines(runbook, look, proven),
    ...runbook.introduction.flatMap((prose) => ['', ...markdownLines(prose.markdown, look)]),
    ...runbook.paths.flatMap((path, index) => [
      ...(index === 0 ? [] : ['', look.style.dim('── entered by a link only ──')]),
      ...runbook.sections
        .filter((section) => path.includes(rootOf(section)))
        .flatMap((section) => sectionLines(runbook, section, look)),
    ]),
  ]
}

/** Nested decisions belong to the path of the section whose list holds them. */
function rootOf(section: Section): string {
  return section.id.split('/')[0] ?? section.id
}

function summaryLines(
  { frontmatter, title, path }: Runbook,
  look: Look,
  proven: string | undefined,
): string[] {
  const facts: [string, string | undefined][] = [
    ['severity', frontmatter.severity],
    ['target', frontmatter.mttr === undefined ? undefined : duration(frontmatter.mttr)],
    ['service', frontmatter.service],
    ['owner', frontmatter.owner],
    ['alerts', listed(frontmatter.alerts)],
    ['symptoms', listed(frontmatter.symptoms)],
    ['requires', listed(frontmatter.requires)],
    ['escalate', listed(frontmatter.escalate.map(levelText))],
    ['cadence', frontmatter.cadence],
    ['logs', listed(frontmatter.logs.map(({ match, strategy }) => `${match} (${strategy})`))],
    ['proven', proven],
    ['file', path],
  ]
  return [
    look.style.bold(titleText(frontmatter.id, title, path, look)),
    ...(frontmatter.summary === undefined ? [] : markdownLines(frontmatter.summary, look)),
    '',
    ...facts.flatMap(([name, value]) =>
      value === undefined ? [] : [`${look.style.dim(name.padEnd(9))} ${escapeLine(value)}`],
    ),
    ...Object.entries(frontmatter.inputs).map(
      ([name, declaration]) => `${look.style.dim('input    ')} ${escapeLine(inputText(name, declaration))}`,
    ),
  ]
}

function titleText(id: string, title: string, path: string, { style }: Look): string {
  const words = [escapeLine(id), inline(title, style)].filter((text) => text !== '')
  return words.length === 0 ? escapeLine(path) : words.join('  ')
}

function inputText(name: string, { type, choices, default: usual, description }: InputDeclaration): string {
  const kind = choices === undefined ? type : choices.join(' or ')
  const value = usual === undefined ? '' : `, default ${usual}`
  return `${name} (${kind}${value})${description === undefined ? '' : ` ${description}`}`
}

function listed(values: readonly string[]): string | undefined {
  return values.length === 0 ? undefined : values.join(', ')
}

function sectionLines(runbook: Runbook, section: Section, look: Look): string[] {
  return [
    '',
    `${look.style.bold(inline(section.title, look.style))}  ${look.style.dim(`#${escapeLine(section.id)}`)}`,
    ...section.body.flatMap((part) => ['', ...partLines(part, section, look)]),
    ...wayLines(runbook, section).map((line) => `  ${line}`),
  ]
}

function partLines(part: Part, section: Section, look: Look): string[] {
  switch (part.kind) {
    case 'prose':
      return markdownLines(part.markdown, look)
    case 'label':
      return markdownLines(`**${part.label}** ${part.markdown}`, look)
    case 'sample':
      return framed(part.sample.text, look)
    case 'gate':
      return gateLines(section.gates[part.gate], look)
    case 'block':
      return blockLines(section.blocks[part.block], look)
  }
}

/** `Team lead after 15 min`. */
function levelText({ after, to }: EscalationLevel): string {
  return after === undefined ? to : `${to} after ${duration(after)}`
}

function gateLines(gate: Gate | undefined, look: Look): string[] {
  if (gate === undefined) return []
  const asks = {
    yes: 'asks y',
    name: `asks to type: ${gate.typed ?? ''}`,
    'two-people': 'asks a second person',
    post: 'asks before it is posted',
    nothing: '',
  }
  const head = `${gate.kind.toUpperCase()}${asks[gate.asks] === '' ? '' : ` (${asks[gate.asks]})`}`
  return [
    look.style.yellow(escapeLine(head)),
    ...markdownLines(gate.markdown, look).map((line) => `  ${line}`),
  ]
}

function blockLines(block: Block | undefined, look: Look): string[] {
  if (block === undefined) return []
  const expectation = block.expectation?.must
  const head = look.style.cyan(`${roleWords[block.role]} (${escapeLine(block.languageText)})`)
  return [
    head,
    ...framed(block.script, look, block.language),
    ...(expectation === undefined
      ? []
      : [look.style.dim('  expects'), ...framed(expected(expectation), look)]),
  ]
}

function expected(must: NonNullable<Block['expectation']>['must']): string {
  if (must.kind === 'conditions') return must.conditions.map((condition) => condition.text).join('\n')
  return must.kind === 'json' ? must.text : must.lines.join('\n')
}

/** Where it goes from here: branches, a call, **Next** and **If it fails**. */
function wayLines(runbook: Runbook, section: Section): string[] {
  const branches = section.kind === 'decision' ? section.branches : []
  const items = section.kind === 'checklist' ? section.items : []
  const lines = [
    ...items.map((item) => `[ ] ${item.text}`),
    ...branches.map((branch) => `${branch.answer} → ${edgeText(branch.edge, runbook)}`),
    ...(section.kind === 'call' ? [`runs ${targetText(section.runbook, runbook)}, and comes back`] : []),
    ...(section.next === undefined ? [] : [`next → ${edgeText(section.next, runbook)}`]),
    ...(section.ifItFails === undefined ? [] : [`if it fails → ${edgeText(section.ifItFails, runbook)}`]),
  ]
  return lines.length === 0 ? [] : ['', ...lines.map(escapeLine)]
}
