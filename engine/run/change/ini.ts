import { applySplices, EditFault, lineBreakOf, lineEnd, newLine } from './splice.ts'

interface Entry {
  readonly section: string
  readonly key: string
  /** Offsets of the value. */
  readonly start: number
  readonly end: number
  /** Where its line begins, and how its key is joined to its value (` = `, `=`, `: `). */
  readonly line: number
  readonly sign: string
}

interface Scan {
  readonly entries: readonly Entry[]
  /** Where each section's header line ends; the first is the part before any header. */
  readonly sections: readonly { readonly name: string; readonly end: number }[]
}

/**
 * Sets the keys of one INI text (or `NAME=value` lines without sections) in another; all else stays byte for byte.
 * @throws {EditFault} when a key stands there more than once, because nobody can say which one is meant.
 */
export function editIni(text: string, changes: string): string {
  return scanIni(changes).entries.reduce((edited, entry) => {
    return setKey(edited, entry, changes.slice(entry.start, entry.end))
  }, text)
}

function scanIni(text: string): Scan {
  const entries: Entry[] = []
  const sections = [{ name: '', end: 0 }]
  for (let at = 0; at < text.length; at = lineEnd(text, at)) {
    const line = text.slice(at, lineEnd(text, at)).replace(/\r?\n$/, '')
    const header = /^[ \t\uFEFF]*\[(.*)\][ \t]*(?:[;#].*)?$/.exec(line)
    const entry = /^([ \t]*)([^=:]+?)([ \t]*[=:][ \t]*)(.*?)[ \t]*$/.exec(line)
    if (/^[ \t\uFEFF]*(?:[;#].*)?$/.test(line)) continue
    if (header !== null) sections.push({ name: header[1]?.trim() ?? '', end: lineEnd(text, at) })
    else if (entry === null) throw new EditFault(`line ${lineNumber(text, at)} is not \`key = value\``)
    else {
      const [, indent = '', key = '', sign = '', value = ''] = entry
      const start = at + indent.length + key.length + sign.length
      const section = sections.at(-1)?.name ?? ''
      entries.push({ section, key, start, end: start + value.length, line: at, sign })
    }
  }
  return { entries, sections }
}

function setKey(text: string, wanted: Entry, value: string): string {
  const { entries, sections } = scanIni(text)
  const { section, key } = wanted
  const [found, second] = entries.filter((entry) => entry.section === section && entry.key === key)
  if (second !== undefined) {
    throw new EditFault(
      `\`${key}\` stands more than once in ${section === '' ? 'the file' : `\`[${section}]\``}`,
    )
  }
  if (found !== undefined) return applySplices(text, [{ ...found, text: value }])
  const line = `${key}${entries[0]?.sign ?? wanted.sign}${value}`
  const last = entries.findLast((entry) => entry.section === section)
  if (last !== undefined) return applySplices(text, [newLine(text, lineEnd(text, last.end), line)])
  const header = sections.findLast(({ name }) => name === section)
  if (header !== undefined) return applySplices(text, [newLine(text, header.end, line)])
  return addSection(text, section, line)
}

function addSection(text: string, section: string, line: string): string {
  const lineBreak = lineBreakOf(text)
  const gap = text === '' ? '' : text.endsWith('\n') ? lineBreak : lineBreak + lineBreak
  return `${text}${gap}[${section}]${lineBreak}${line}${lineBreak}`
}

function lineNumber(text: string, at: number): number {
  return text.slice(0, at).split('\n').length
}
