import type { Harm } from './finding.ts'

/** Requests of an `http` block whose method deletes; `###` begins another request. */
export function harmInHttp(script: string): Harm[] {
  const found: Harm[] = []
  let expected = true
  let offset = 0
  for (const line of script.split('\n')) {
    if (expected && /^DELETE\s/.test(line))
      found.push({
        span: { start: offset, end: offset + line.trimEnd().length },
        name: 'DELETE',
        does: 'asks a server to delete',
        alert: 'CAUTION',
      })
    if (line.startsWith('###')) expected = true
    else if (line.trim() !== '' && !/^(#|\/\/)/.test(line)) expected = false
    offset += line.length + 1
  }
  return found
}
