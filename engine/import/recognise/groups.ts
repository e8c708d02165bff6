import { withoutAngles } from '../classify/shell.ts'
import type { Shell } from '../shell.ts'

/** Commands under a comment: the comment is what the step is called. */
export interface CommandGroup {
  /** Comment lines above the commands, without their marks. */
  readonly title: readonly string[]
  /** The commands; empty when the comment is all there is to do. */
  readonly script: string
  /** Comment lines below the commands: what they show, or should show. */
  readonly remarks: readonly string[]
  /** Line of the fence's text that it begins at, counted from 0. */
  readonly line: number
}

interface Open {
  title: string[]
  script: string[]
  remarks: string[]
  line: number
  gap: boolean
}

/**
 * Cuts a script at the comments that stand between its statements. Comments inside a loop, a function or a here-document
 * belong to the statement and stay where they are.
 */
export function commandGroups(script: string, shell: Shell): CommandGroup[] {
  const inside = linesInside(script, shell)
  const groups: Open[] = []
  const fresh = (line: number): Open => ({ title: [], script: [], remarks: [], line, gap: false })
  let open = fresh(0)
  const close = (line: number): void => {
    if (open.title.length + open.script.length > 0) groups.push(open)
    open = fresh(line)
  }
  script.split('\n').forEach((text, line) => {
    const comment = inside.has(line) ? undefined : commentOf(text)
    if (comment === undefined)
      return addCode(
        open,
        text,
        line,
        () => close(line),
        () => open,
      )
    if (open.script.length === 0 && !(open.gap && open.title.length > 0)) open.title.push(comment)
    else if (open.script.length > 0 && !open.gap && isRemark(comment, open)) open.remarks.push(comment)
    else {
      close(line)
      open.title.push(comment)
    }
  })
  close(0)
  return groups.map(({ title, script: lines, remarks, line }) => ({
    title,
    script: lines.join('\n').replace(/\s+$/, ''),
    remarks,
    line,
  }))
}

function addCode(open: Open, text: string, line: number, close: () => void, current: () => Open): void {
  if (text.trim() === '') {
    open.gap = open.script.length + open.title.length > 0
    if (open.script.length > 0) open.script.push(text)
    return
  }
  if (open.remarks.length > 0) close()
  const group = current()
  if (group.script.length === 0 && group.title.length === 0) group.line = line
  group.script.push(text)
  group.gap = false
}

/** Lines that a statement of more than one line covers, its first one aside. */
function linesInside(script: string, shell: Shell): Set<number> {
  const inside = new Set<number>()
  for (const { start, end } of shell.statements(withoutAngles(script))) {
    const first = script.slice(0, start).split('\n').length - 1
    const last = script.slice(0, Math.max(start, end - 1)).split('\n').length - 1
    for (let line = first + 1; line <= last; line++) inside.add(line)
  }
  for (const line of hereDocumentLines(script)) inside.add(line)
  return inside
}

/** The parser counts a here-document's text apart from its statement. */
function hereDocumentLines(script: string): number[] {
  const found: number[] = []
  let word = ''
  script.split('\n').forEach((text, line) => {
    if (word !== '') {
      found.push(line)
      if (text.trim() === word) word = ''
      return
    }
    word = /<<-?\s*(["']?)(\w+)\1/.exec(text)?.[2] ?? ''
  })
  return found
}

const commentOf = (text: string): string | undefined => /^\s*#(?!!)\s?(.*)$/.exec(text)?.[1]

/** A comment right below commands speaks of them; a title of what comes next begins with a verb, a number or an option. */
function isRemark(comment: string, open: Open): boolean {
  if (open.remarks.length > 0) return !startsStep(comment)
  return remark.test(comment) || /^[-*]\s/.test(comment) || !/^\p{Lu}/u.test(comment)
}

const remark =
  /^(?:expected|should|must|output|returns?|example|result|response|required?|look for|wait (?:until|for)|e\.g\.|i\.e\.|note|review|this (?:should|will)|you should|if\b|all |either|->|→|=>|\d+(?:\.\d+)?%?$|v?\d+\.\d+|hit rate|\w+ (?:should|must|shows?|returns?|fails?)\b|[\w.]+ ?=|.*\bshould\b)/i

const startsStep = (comment: string): boolean =>
  /^(?:\d+[.)]|step \d|option|or\b|alternatively)/i.test(comment)
