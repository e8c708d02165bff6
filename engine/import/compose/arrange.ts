import {
  type BranchDraft,
  type BranchesPart,
  type Group,
  type Part,
  type RunbookDraft,
  type SectionDraft,
  type TextPart,
  blocksOf,
  isActive,
  textPart,
} from '../draft.ts'
import { looksLikeCondition } from '../../parse/conditions.ts'
import { asAnswer, shortTitle } from '../recognise/escape.ts'
import type { Choice, Found, FoundDecision } from '../recognise/found.ts'
import { isTitle, titleFor } from './made-titles.ts'

/** What an arrangement begins with: the heading that the author wrote, or the answer that leads here. */
export interface Start {
  readonly level: number
  readonly markup: string
  readonly title: string
  readonly line: number
  readonly group?: Group
}

/**
 * Makes sections of what was found under one heading. A section is of one kind, so where the kind changes a new one begins, one
 * level deeper; the first one keeps the heading.
 */
export function arrange(start: Start, found: readonly Found[]): SectionDraft[] {
  const arranger = new Arranger(start)
  for (const one of found) arranger.add(one)
  return arranger.end()
}

/** An answer for a person: what the format would read as a condition or as a label stands in quotes. */
function answerOf(text: string): string {
  const answer = asAnswer(text)
  if (/^otherwise$/i.test(answer)) return 'otherwise'
  return looksLikeCondition(text) || /^(?:next|if it fails|run)$/i.test(answer) ? `“${answer}”` : answer
}

/** Markdown and text of a heading that is made up; what holds only marks is called something. */
function named(text: string): [string, string] {
  const title = text.replaceAll(/^[\s*_:–—-]+|[\s*_:–—-]+$/g, '') || 'Go on'
  return [asAnswer(title), title]
}

type Kind = 'step' | 'tasks' | 'branches' | undefined

class Arranger {
  readonly #start: Start
  readonly #sections: SectionDraft[]
  #current: SectionDraft
  /** Sections of the answers of the current one. */
  #behind: SectionDraft[] = []
  /** An item below the answers: it leads to what begins the next section, or else goes above the answers. */
  #held: TextPart | undefined

  constructor(start: Start) {
    this.#start = start
    this.#current = this.#section(start.markup, start.title, start.level, start.line)
    this.#sections = [this.#current]
  }

  add(found: Found): void {
    if (found.kind === 'decision') return this.#decision(found)
    const { part } = found
    const kind = kindOf(part)
    if (kind === undefined) this.#letGo()
    if (kind !== undefined && !fits(kind, this.#kind(), this.#current)) this.#next(part)
    const branches = this.#current.parts.at(-1)
    if (part.kind === 'text' && kind === undefined && branches?.kind === 'branches' && beginsWithItem(part))
      this.#held = part
    else this.#current.parts.push(part)
    if (found.mark !== undefined) found.mark.section = this.#current
    if (found.next !== undefined) this.#current.next = found.next
  }

  end(): SectionDraft[] {
    this.#letGo()
    this.#flush()
    return this.#sections
  }

  #kind(): Kind {
    return this.#current.parts.map(kindOf).find((kind) => kind !== undefined)
  }

  /** A list right below the answers would be one of them. */
  #letGo(): void {
    if (this.#held !== undefined)
      this.#current.parts.splice(-1, 0, this.#held, textPart('Which is the case?', this.#held.line))
    this.#held = undefined
  }

  /** A new section; the sentence above what begins it goes along. */
  #next(part: Part): void {
    const held = this.#held
    this.#held = undefined
    const lead = held ?? this.#lead()
    if (lead !== undefined && lead !== held) this.#current.parts.pop()
    this.#begin(shortTitle(titleFor(part, lead)), part.line)
    if (lead !== undefined && !isTitle(lead, this.#current.title)) this.#current.parts.push(lead)
  }

  /** The sentence at the end of the section so far, unless it is all that stands there. */
  #lead(): TextPart | undefined {
    const last = this.#current.parts.at(-1)
    const isLead =
      last?.kind === 'text' &&
      !isActive(last) &&
      blocksOf(last).length === 0 &&
      this.#current.parts.length > 1
    return isLead ? last : undefined
  }

  #begin(title: string, line: number): void {
    this.#flush()
    this.#current = this.#section(...named(title), this.#deeper(), line)
    this.#sections.push(this.#current)
  }

  #decision(found: FoundDecision): void {
    this.#letGo()
    if (this.#kind() !== undefined) this.#begin(found.title, found.line)
    for (const one of found.lead) if (one.kind === 'part') this.#current.parts.push(one.part)
    const part: BranchesPart = {
      kind: 'branches',
      line: found.line,
      branches: found.choices.map((choice) => this.#branch(choice)),
    }
    if (found.otherwise !== undefined)
      part.branches.push({ answer: answerOf(found.otherwise), goal: { kind: 'after' } })
    distinct(part.branches)
    this.#current.parts.push(part)
    if (found.mark !== undefined) found.mark.section = this.#current
  }

  #branch({ answer, leads, line, note }: Choice): BranchDraft {
    const own = { answer: answerOf(answer), ...(note === undefined ? {} : { note }) }
    if (leads.kind === 'goal') return { ...own, goal: leads.goal }
    if (leads.kind === 'question') {
      const branches = leads.choices.map((choice) => this.#branch(choice))
      distinct(branches)
      return { ...own, goal: { kind: 'question', question: asAnswer(leads.question), branches } }
    }
    const group: Group = this.#start.group === undefined ? {} : { parent: this.#start.group }
    const [markup, title] = named(leads.title)
    const sections = arrange({ level: this.#deeper(), markup, title, line, group }, leads.found)
    ensureActive(sections)
    this.#behind.push(...sections)
    const [first] = sections
    return { ...own, goal: first === undefined ? { kind: 'after' } : { kind: 'section', section: first } }
  }

  #deeper(): number {
    return Math.min(6, this.#start.level + 1)
  }

  #flush(): void {
    this.#sections.push(...this.#behind)
    this.#behind = []
  }

  #section(markup: string, title: string, level: number, line: number): SectionDraft {
    const { group } = this.#start
    return {
      level,
      markup,
      title,
      line,
      parts: [],
      startsPath: false,
      ...(group === undefined ? {} : { group }),
    }
  }
}

/** A list right below the answers would go on with them. */
export const beginsWithItem = (part: Part): boolean => {
  const [first] = part.kind === 'text' ? part.pieces : []
  return first !== undefined && 'text' in first && /^\s*(?:[-*+]|\d+[.)])\s/.test(first.text)
}

function kindOf(part: Part): Kind {
  if (part.kind !== 'text') return part.kind
  return isActive(part) ? 'step' : undefined
}

/** What a person does at a terminal of their own asks for a section that runs nothing else. */
function fits(kind: Kind, current: Kind, section: SectionDraft): boolean {
  if (current === undefined) return true
  const hasAction = section.parts.some((part) => part.kind === 'text' && part.action)
  return kind === current && kind !== 'branches' && !hasAction
}

/** An answer must lead to something that can be done. */
export function ensureActive(sections: readonly SectionDraft[]): void {
  if (sections.some(({ parts }) => parts.some(isActive))) return
  const text = sections[0]?.parts.find(
    (part) => part.kind === 'text' && part.pieces.some((piece) => 'text' in piece),
  )
  if (text?.kind === 'text') text.action = true
  else
    sections[0]?.parts.push({
      kind: 'text',
      pieces: [{ text: asAnswer(sections[0].title) }],
      line: sections[0].line,
      action: true,
    })
}

/** A section that something leads to, and that lost the last thing to do in it: what stands there is done by hand. */
export function keepActive(section: SectionDraft, { sections }: RunbookDraft): void {
  const at = sections.indexOf(section)
  const end = sections.findIndex((other, index) => index > at && other.level <= section.level)
  const below = sections.slice(at, end < 0 ? undefined : end)
  if (!below.some(({ parts }) => parts.some(isActive))) ensureActive([section])
}

/** Two answers of one question never read the same. */
function distinct(branches: BranchDraft[]): void {
  const seen = new Map<string, number>()
  branches.forEach((branch, index) => {
    const count = (seen.get(branch.answer) ?? 0) + 1
    seen.set(branch.answer, count)
    if (count > 1) branches[index] = { ...branch, answer: `${branch.answer} (${count})` }
  })
}
