import { readFileSync } from 'node:fs'

/** A fence of a Markdown page: its info string, its text and its line. */
export interface Fence {
  readonly info: string
  readonly text: string
  readonly line: number
}

/** The fences of a page at the left margin, whatever the length of their marks. */
export function fencesOf(file: string): Fence[] {
  const lines = readFileSync(file, 'utf8').split('\n')
  const fences: Fence[] = []
  for (let index = 0; index < lines.length; index++) {
    const open = /^(`{3,})(.*)$/.exec(lines[index] ?? '')
    if (open === null) continue
    const close = lines.indexOf(open[1] ?? '', index + 1)
    fences.push({
      info: (open[2] ?? '').trim(),
      text: lines.slice(index + 1, close).join('\n'),
      line: index + 1,
    })
    index = close
  }
  return fences
}
