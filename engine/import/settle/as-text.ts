import { maxLine } from '../../parse/limits.ts'
import type { RunbookDraft, SectionDraft } from '../draft.ts'

/** Bytes and lines of one file: well below what the parser reads. */
const mostLength = 80_000
const mostLines = 12_000

/** Cuts a text that no Markdown parser reads into pieces that a fence can hold. */
export function textPieces(text: string): string[] {
  const lines = text
    .split('\n')
    .flatMap((line) => (line.length > maxLine / 4 ? (line.match(/[\s\S]{1,16000}/g) ?? []) : [line]))
  const pieces: string[][] = [[]]
  let length = 0
  for (const line of lines) {
    if (length + line.length > mostLength || (pieces.at(-1)?.length ?? 0) >= mostLines) {
      pieces.push([])
      length = 0
    }
    pieces.at(-1)?.push(line)
    length += line.length + 1
  }
  return pieces.map((piece) => piece.join('\n'))
}

/** A draft that only shows a text, for a person to read. */
export function asText(draft: RunbookDraft, text: string): RunbookDraft {
  const section: SectionDraft = {
    level: 2,
    markup: 'Read this page',
    title: 'Read this page',
    line: draft.line,
    startsPath: false,
    parts: [
      {
        kind: 'text',
        action: true,
        line: draft.line,
        pieces: [{ text: 'Read the text below, and do what it says.' }],
      },
      {
        kind: 'text',
        line: draft.line,
        pieces: [
          {
            block: { language: 'text', options: [], script: text, info: 'text', line: draft.line },
            indent: '',
          },
        ],
      },
    ],
  }
  const title: SectionDraft = {
    level: 1,
    markup: draft.title.replaceAll(/[<[\]*_`\\]/g, '\\$&'),
    title: draft.title,
    line: draft.line,
    parts: [],
    startsPath: false,
  }
  return { ...draft, inputs: new Map(), requires: new Set(), sections: [title, section] }
}
