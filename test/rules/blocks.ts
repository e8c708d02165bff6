import type { Block, Language, Role, Runbook } from '../../engine/model.ts'
import { type Reading, openReading } from '../../engine/rules/reading.ts'

/** A block by itself, whose script is its own source. */
export function blockOf(script: string, language: Language = 'bash', role: Role = 'action'): Block {
  const lineOffsets = script
    .split('\n')
    .reduce<number[]>((starts, line) => [...starts, (starts.at(-1) ?? 0) + line.length + 1], [0])
  const nowhere = { start: 0, end: 0 }
  return {
    index: 0,
    role,
    language,
    languageText: language,
    script,
    span: { start: 0, end: script.length },
    lineOffsets,
    languageSpan: nowhere,
    roleSpan: nowhere,
    options: {},
    optionSpans: new Map(),
  }
}

/** Every parser, opened, as rules see them. */
export async function openEveryReading(): Promise<Reading> {
  const blocks = [blockOf('delete from x', 'sql')]
  return openReading({ sections: [{ blocks }] } as unknown as Runbook)
}
