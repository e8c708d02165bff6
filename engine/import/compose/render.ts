import {
  type BlockDraft,
  type BranchDraft,
  type Goal,
  type Part,
  type Piece,
  type RunbookDraft,
  type SectionDraft,
  blocksOf,
  isActive,
} from '../draft.ts'
import { asAnswer } from '../recognise/escape.ts'
import { softenAlert } from '../recognise/soften.ts'
import { jumpOf, onwardOf } from './onward.ts'
import { renderFrontmatter } from './frontmatter.ts'
import { type Anchors, hrefOf } from './anchors.ts'

/** Where a draft stands in the text that was made of it. */
export interface Placement {
  readonly start: number
  readonly end: number
  readonly section?: SectionDraft
  readonly part?: Part
  readonly piece?: Piece
}

export interface Rendered {
  readonly text: string
  /** Outer ones before inner ones. */
  readonly placements: readonly Placement[]
}

/** Writes a draft. Sections that links lead to have titles of their own already. */
export function renderRunbook(draft: RunbookDraft, anchors: Anchors): Rendered {
  return new Writer(draft, anchors).write()
}

class Writer {
  readonly #draft: RunbookDraft
  readonly #anchors: Anchors
  readonly #placements: Placement[] = []
  #text = ''
  #at = 0

  constructor(draft: RunbookDraft, anchors: Anchors) {
    this.#draft = draft
    this.#anchors = anchors
  }

  write(): Rendered {
    const { sections } = this.#draft
    this.#text = renderFrontmatter(this.#draft)
    sections.forEach((section, index) => this.#section(section, index))
    const tags = tagsOf(sections)
    if (tags.length > 0)
      this.#paragraph(
        `<!-- In the page that this was imported from, fences were tagged ${tags.join(', ')}. -->`,
      )
    return { text: `${this.#text}\n`, placements: this.#placements }
  }

  #paragraph(text: string): void {
    const linked = this.#anchors.written(text, this.#draft)
    this.#text += this.#text === '' ? linked : `\n\n${linked}`
  }

  #placed(what: Omit<Placement, 'start' | 'end'>, write: () => void): void {
    const start = this.#text.length
    const index = this.#placements.push({ ...what, start, end: start }) - 1
    write()
    this.#placements[index] = { ...what, start, end: this.#text.length }
  }

  #section(section: SectionDraft, index: number): void {
    this.#at = index
    if (section.startsPath) this.#paragraph('---')
    this.#placed({ section }, () => {
      this.#paragraph(`${'#'.repeat(section.level)} ${section.markup}`.trimEnd())
      const idle = !section.parts.some((part) => isActive(part))
      for (const part of section.parts) this.#part(part, section, idle)
      if (!idle) this.#edges(section)
    })
  }

  #edges(section: SectionDraft): void {
    const isDecision = section.parts.some(({ kind }) => kind === 'branches')
    const next = section.next ?? (isDecision ? undefined : jumpOf(this.#draft, this.#at))
    if (next !== undefined) this.#paragraph(`**Next** → ${this.#goal(next)}`)
    if (section.ifItFails !== undefined) this.#paragraph(`**If it fails** → ${this.#goal(section.ifItFails)}`)
  }

  #part(part: Part, section: SectionDraft, idle: boolean): void {
    this.#placed({ section, part }, () => {
      if (part.kind === 'tasks') return this.#paragraph(part.text)
      if (part.kind === 'branches') return this.#paragraph(this.#branches(part.branches, ''))
      if (part.alert !== undefined) this.#paragraph(part.alert)
      if (part.action === true) this.#action(part.pieces)
      else for (const piece of part.pieces) this.#piece(piece, idle)
    })
  }

  #action([first, ...rest]: readonly Piece[]): void {
    const text = first !== undefined && 'text' in first ? first.text : ''
    const begun = text.trimStart()
    const inline = /^(?![#>|<*_`-]|[-+] |\d+[.)] )/.test(begun) || /^[*_`]\S/.test(text)
    const write = (): void =>
      this.#paragraph(text === '' ? '**Action**' : inline ? `**Action** ${text}` : `**Action**\n\n${text}`)
    if (first !== undefined && 'text' in first) this.#placed({ piece: first }, write)
    else write()
    for (const piece of [...(first !== undefined && 'block' in first ? [first] : []), ...rest])
      this.#piece(piece, false)
  }

  #piece(piece: Piece, idle: boolean): void {
    this.#placed({ piece }, () =>
      this.#paragraph(
        'text' in piece ? (idle ? softenAlert(piece.text) : piece.text) : fenceOf(piece.block, piece.indent),
      ),
    )
  }

  #branches(branches: readonly BranchDraft[], indent: string): string {
    return branches
      .map((branch) => {
        const note = branch.note === undefined ? '' : ` ${branch.note.replaceAll(/\s*\n\s*/g, ' ').trim()}`
        const start = `${indent}- **${branch.answer}** → `
        if (branch.goal.kind !== 'question') return `${start}${this.#goal(branch.goal)}${note}`
        return `${start}${branch.goal.question}${note}\n${this.#branches(branch.goal.branches, `${indent}  `)}`
      })
      .join('\n')
  }

  #goal(goal: Goal): string {
    if (goal.kind === 'after') return this.#goal(onwardOf(this.#draft, this.#at))
    if (goal.kind === 'file') return `[${asAnswer(goal.title)}](${goal.href})`
    if (goal.kind !== 'section') return '**resolved**'
    const { title } = goal.section
    const back = this.#draft.sections.indexOf(goal.section) <= this.#at ? ' at most 3 times' : ''
    return `[${asAnswer(title)}](${hrefOf(title)})${back}`
  }
}

/** Names of languages that the author wrote, and that stand nowhere any more. */
function tagsOf(sections: readonly SectionDraft[]): string[] {
  const blocks = sections
    .flatMap(({ parts }) => parts.flatMap(blocksOf))
    .filter(({ role }) => role !== undefined)
  const tags = blocks.map(({ info, language }) => ({ tag: /^[\w-]+/.exec(info)?.[0] ?? '', language }))
  return [
    ...new Set(tags.filter(({ tag, language }) => tag !== '' && tag !== language).map(({ tag }) => tag)),
  ]
}

/** A fence with its expectation, each line behind `indent`. */
function fenceOf(block: BlockDraft, indent: string): string {
  const info = [block.language, ...(block.role === undefined ? [] : [block.role, ...block.options])].join(' ')
  const fences = [fenced(info, block.script)]
  if (block.expect !== undefined && block.role !== undefined) {
    const { language, options, text } = block.expect
    fences.push(fenced([language, 'expect', options].filter(Boolean).join(' '), text))
  }
  return fences.join('\n\n').replaceAll(/^(?=.)/gm, indent)
}

function fenced(info: string, text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`{3,}/g)].map(([run]) => run.length))
  const marker = '`'.repeat(Math.max(3, longest + 1))
  return `${marker}${info.replaceAll('`', '')}\n${text === '' ? '' : `${text}\n`}${marker}`
}
