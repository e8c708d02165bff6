import { crc32 } from 'node:zlib'

/** One memory. Its numbers may have become NaN or infinite: files and all that reads them must bear that. */
export interface Memory {
  readonly id: string
  readonly content: string
  readonly confidence: number
  readonly activation: number
  readonly embedding: readonly number[]
}

/** As JSON, but with `NaN`, `Infinity` and `-Infinity` as the numbers that they are. */
export function encodeMemory(memory: Memory): string {
  const text = JSON.stringify(memory, (_, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? `@${value}` : value,
  )
  return text.replace(/"@(NaN|-?Infinity)"/g, '$1')
}

/** Reads what `encodeMemory` wrote. @throws for anything else */
export function decodeMemory(text: string): Memory {
  const marked = text.replace(/([:[,])(NaN|-?Infinity)(?=[,\]}])/g, '$1"@$2"')
  return JSON.parse(marked, (_, value: unknown) =>
    typeof value === 'string' && /^@(NaN|-?Infinity)$/.test(value) ? Number(value.slice(1)) : value,
  ) as Memory
}

/** Whether confidence, activation and embedding are numbers in their range. */
export function isValid({ confidence, activation, embedding }: Memory): boolean {
  return (
    [confidence, activation].every((value) => value >= 0 && value <= 1) && embedding.every(Number.isFinite)
  )
}

/** The nearest valid memory: numbers are clamped, what is no number becomes zero. */
export function clamped(memory: Memory): Memory {
  const number = (value: number) => (Number.isNaN(value) ? 0 : Math.min(1, Math.max(0, value)))
  return {
    ...memory,
    confidence: number(memory.confidence),
    activation: number(memory.activation),
    embedding: memory.embedding.map((value) => (Number.isFinite(value) ? value : 0)),
  }
}

/** Lines that were written before: a tier is written again and again, and most of its memories are the same. */
const written = new WeakMap<Memory, string>()

/** A file of one tier: a line a memory, and before it the checksum of the line. */
export function encodeTier(memories: Iterable<Memory>): string {
  let text = ''
  for (const memory of memories) {
    const line = written.get(memory) ?? tierLine(memory)
    written.set(memory, line)
    text += line
  }
  return text
}

function tierLine(memory: Memory): string {
  const line = encodeMemory(memory)
  return `${crc32(line).toString(16).padStart(8, '0')} ${line}\n`
}

/** @throws with a sentence when a line is not what its checksum says */
export function decodeTier(text: string): Memory[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line, index) => {
      const body = line.slice(9)
      if (crc32(body) !== Number.parseInt(line.slice(0, 8), 16))
        throw new Error(`checksum mismatch in line ${index + 1}`)
      return decodeMemory(body)
    })
}
