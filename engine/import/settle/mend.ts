import type { Diagnostic } from '../../diagnostic.ts'
import { deniedNames } from '../../environment.ts'
import type { Rendered } from '../compose/render.ts'
import {
  type BlockDraft,
  type Piece,
  type RunbookDraft,
  type TextPart,
  blocksOf,
  textPart,
} from '../draft.ts'
import type { Notes } from '../notes.ts'
import { inputType } from '../recognise/input-types.ts'
import { sampleBlock } from '../recognise/sample.ts'

/** The drafts that a finding speaks of, the innermost of each kind. */
interface Spot {
  readonly finding: Diagnostic
  readonly text: string
  readonly draft: RunbookDraft
  readonly notes: Notes
  readonly part?: TextPart
  readonly piece?: Piece
  readonly block?: BlockDraft
}

/** Changes a draft so that a finding goes away; whether something was changed. */
export function mend(finding: Diagnostic, rendered: Rendered, draft: RunbookDraft, notes: Notes): boolean {
  const spot = spotOf(finding, rendered, draft, notes)
  if (finding.code === 'missing-program') return addProgram(spot)
  if (finding.code === 'ungated-destruction') return gate(spot, rendered)
  if (finding.severity !== 'error') return false
  if (finding.code === 'undeclared-input') return declare(spot, rendered)
  if (finding.code === 'unreachable-section') return link(spot)
  return demote(spot)
}

function spotOf(
  finding: Diagnostic,
  { text, placements }: Rendered,
  draft: RunbookDraft,
  notes: Notes,
): Spot {
  const around = placements.filter(
    ({ start, end }) => start <= finding.span.start && finding.span.start < Math.max(end, start + 1),
  )
  const part = around.findLast((one) => one.part !== undefined)?.part
  const piece = around.findLast((one) => one.piece !== undefined)?.piece
  return {
    finding,
    text: text.slice(finding.span.start, finding.span.end),
    draft,
    notes,
    ...(part?.kind === 'text' ? { part } : {}),
    ...(piece === undefined ? {} : { piece }),
    ...(piece !== undefined && 'block' in piece ? { block: piece.block } : {}),
  }
}

function addProgram({ draft, text }: Spot): boolean {
  if (!/^[A-Za-z0-9_][A-Za-z0-9._+-]*$/.test(text) || draft.requires.has(text)) return false
  draft.requires.add(text)
  return true
}

/** A destructive command asks first; in a block that only looks it becomes an action. */
function gate(spot: Spot, { text, placements }: Rendered): boolean {
  const { finding, part, block } = spot
  if (part === undefined || block === undefined) return demote(spot)
  if (block.role !== 'action' && block.role !== 'rollback' && block.role !== 'follow') {
    block.role = 'action'
    block.options = []
    return true
  }
  const written = placements.find((one) => one.part === part && one.piece === undefined)
  if (part.alert !== undefined && text.slice(written?.start, written?.end).includes(part.alert))
    return divide(spot) || demote(spot)
  const kind = /\[!(WARNING|CAUTION)\]/.exec(finding.help ?? '')?.[1] ?? 'CAUTION'
  part.alert = alertFor(finding, kind, part.alert)
  noteAlert(spot, part, block)
  return true
}

const harmIn = (message: string): string | undefined => {
  const does = /^`(.*)` (.*), and no alert above it asks first$/s.exec(message)
  return does === null ? undefined : `${does[1] ?? ''} ${does[2] ?? ''}`
}

/** An alert for a command, or one more harm in the alert that another command of the part asked for: the worst of them decides. */
function alertFor({ message }: Diagnostic, kind: string, before: string | undefined): string {
  const what = (harmIn(message) ?? 'This destroys or interrupts something')
    .replaceAll(/[\\*_[\]<`|~]/g, '\\$&')
    .replaceAll('\n', ' ')
  if (before === undefined)
    return `> [!${kind}]\n> ${what}. To be reviewed: say what is lost, who notices, and how it comes back.`
  const worse = kind === 'CAUTION' ? before.replace('[!WARNING]', '[!CAUTION]') : before
  return worse.includes(`> ${what}.`) ? worse : worse.replace(']\n', `]\n> ${what}.\n`)
}

function noteAlert({ finding, text, draft, notes }: Spot, part: TextPart, block: BlockDraft): void {
  const target = draft.sections.find(({ parts }) => parts.includes(part))
  const [, name = text, does = 'destroys or interrupts'] =
    /^`(.*)` (.*), and no alert above it asks first$/s.exec(finding.message) ?? []
  notes.add(
    'alert-added',
    block.line,
    `\`${name}\` ${does}: an alert above it asks first${target === undefined ? '' : ` (\`${target.title.replaceAll('`', '')}\`)`}`,
    'write into the alert what the operator must know',
    block.script.split('\n')[0]?.trim(),
  )
}

/** A list with two commands that destroy is cut in two before the second: each of them asks. */
function divide({ draft, part, piece }: Spot): boolean {
  const section = draft.sections.find(({ parts }) => part !== undefined && parts.includes(part))
  if (section === undefined || part === undefined || piece === undefined) return false
  const at = part.pieces.indexOf(piece)
  const before = part.pieces[at - 1]
  const from = before !== undefined && 'text' in before && /^ {0,3}\S/.test(before.text) ? at - 1 : at
  if (from <= 0 || !part.pieces.slice(0, from).some((one) => 'block' in one)) return false
  if (from === at && 'block' in piece && piece.indent !== '') return false
  const rest: TextPart = { kind: 'text', pieces: part.pieces.splice(from), line: part.line }
  section.parts.splice(section.parts.indexOf(part) + 1, 0, rest)
  return true
}

/** A name that nobody sets is an input; one that an earlier block keeps for itself is exported there. */
function declare(spot: Spot, rendered: Rendered): boolean {
  const { finding, text, draft, notes, block } = spot
  const name = /[A-Za-z_]\w*/.exec(text.replace(/^.*file=/s, ''))?.[0]
  if (name === undefined || block === undefined) return demote(spot)
  const setter = finding.related?.[0]
  if (setter !== undefined) return exportFrom(spot, name, rendered, setter.span.start)
  const upper = name.toUpperCase().replace(/^_+/, '')
  const input = deniedNames.test(upper) || !/^[A-Z]/.test(upper) ? `${upper || 'X'}_VALUE` : upper
  if (input !== name) rename(draft, name, input)
  if (!draft.inputs.has(input)) {
    const file = input === 'CONFIG_FILE'
    draft.inputs.set(input, {
      type: file ? 'path' : inputType(input),
      description: file
        ? 'The file that the configuration on this page belongs to'
        : `Used as $${name}, and set nowhere on the page`,
      line: block.line,
    })
    notes.add(
      'variable-input',
      block.line,
      `nothing sets \`${name}\`: it is the input \`${input}\``,
      'see that its type is right, and give it a default or a description',
      name,
    )
  }
  return true
}

function rename({ sections }: RunbookDraft, name: string, input: string): void {
  for (const block of sections.flatMap(({ parts }) => parts.flatMap(blocksOf)))
    block.script = block.script.replaceAll(
      new RegExp(`\\$(?:${name}\\b|\\{${name}(?=[}:%#/]))`, 'g'),
      (found) => found.replace(name, input),
    )
}

function exportFrom({ notes, draft }: Spot, name: string, { placements }: Rendered, offset: number): boolean {
  const piece = placements.findLast(
    (one) => one.piece !== undefined && one.start <= offset && offset < one.end,
  )?.piece
  if (piece === undefined || !('block' in piece) || !/^(?:bash|sh)$/.test(piece.block.language)) return false
  if (new RegExp(`^export ${name}$`, 'm').test(piece.block.script)) return false
  piece.block.script += `\nexport ${name}`
  notes.add(
    'variable-exported',
    piece.block.line,
    `\`${name}\` is used in a later block: this one exports it`,
    'see that both are meant to share it',
    name,
  )
  void draft
  return true
}

/** A section that only a person finds: the title says that it is there. */
function link({ draft, finding, text }: Spot): boolean {
  const id = /`([^`]+)`$/.exec(finding.message)?.[1] ?? ''
  const target = draft.sections.find((section) => text.includes(section.markup) && section.markup !== '')
  const first = draft.sections[0]
  if (target === undefined || first === undefined || target === first) return false
  const part = textPart(
    `Also on this page: [${target.title.replaceAll(/[<[\]*_`]/g, '\\$&')}](#${id})`,
    target.line,
  )
  first.parts.unshift(part)
  return true
}

/** What cannot be mended is shown and never run. */
function demote({ finding, part, piece, block, notes }: Spot): boolean {
  if (block?.role !== undefined) {
    notes.add(
      'sample-kept',
      block.line,
      `this would not validate (${finding.message}): it is shown, and never run`,
      finding.help ?? 'repair it and give it a role',
      block.script.split('\n')[0]?.trim(),
    )
    const sample = sampleBlock(
      block.script,
      block.info === '' && /^(?:bash|sh|sql)$/.test(block.language) ? `text ${block.language}` : block.info,
      block.line,
    )
    delete block.role
    delete block.expect
    block.language = sample.language
    block.options = []
    return true
  }
  if (part === undefined || piece === undefined) return false
  const at = part.pieces.indexOf(piece)
  if (at < 0 || !('text' in piece)) return false
  notes.add(
    'kept-as-text',
    part.line,
    `this would not validate (${finding.message}): it is kept as plain text`,
    finding.help ?? 'write it again as the format wants it',
  )
  part.pieces[at] = {
    block: { language: 'text', options: [], script: piece.text, info: 'text', line: part.line },
    indent: '',
  }
  return true
}
