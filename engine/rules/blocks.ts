import type { Block, Runbook, Section } from '../model.ts'
import { type Span, lineStarts, positionAt } from '../source.ts'

export interface PlacedBlock {
  readonly section: Section
  readonly block: Block
}

/** Every block of a runbook that runs, in document order. */
export function blocksOf(runbook: Runbook): PlacedBlock[] {
  return runbook.sections.flatMap((section) => section.blocks.map((block) => ({ section, block })))
}

/** Blocks that a shell executes; a `write` or `edit` fence in a shell's language is a file, not a command. */
export function isShell(block: Block): boolean {
  return isProgram(block) && (block.language === 'bash' || block.language === 'sh')
}

/** Blocks whose text is executed, and not written to a file. */
export function isProgram(block: Block): boolean {
  return block.role !== 'write' && block.role !== 'edit'
}

/**
 * Where a part of a block's script stands in the source.
 *
 * @param start offset in `block.script`, in UTF-16 units
 * @param end offset behind the part; when the part goes over several lines, the span does too
 */
export function spanInSource(block: Block, start: number, end: number): Span {
  const from = sourceOffset(block, start)
  return { start: from, end: Math.max(from, sourceOffset(block, end)) }
}

function sourceOffset(block: Block, offset: number): number {
  const { line, column } = positionAt(startsOf(block), offset)
  return (block.lineOffsets[line - 1] ?? block.span.start) + column - 1
}

const starts = new WeakMap<Block, readonly number[]>()

function startsOf(block: Block): readonly number[] {
  const known = starts.get(block) ?? lineStarts(block.script)
  starts.set(block, known)
  return known
}
