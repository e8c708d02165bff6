import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseRunbook } from '../../engine/parse/index.ts'

const docs = join(import.meta.dirname, '..', '..', 'docs')
const page = readFileSync(join(docs, 'coverage-memory-service.md'), 'utf8')
const links = [...page.matchAll(/\]\(([^)#]+)#([^)]+)\)/g)].map(([, file = '', anchor = '']) => ({
  file,
  anchor,
}))

describe('docs/coverage-memory-service.md', () => {
  it.each(links)('$file has the section $anchor', ({ file, anchor }) => {
    expect([...anchorsOf(file).keys()]).toContain(anchor)
  })

  it('names every runbook of the service', () => {
    const named = new Set(links.map(({ file }) => file.split('/').at(-1)))
    expect(named).toEqual(
      new Set([
        'rb-000-start-here.md',
        'rb-001-startup.md',
        'rb-002-shutdown.md',
        'rb-003-backup-restore.md',
        'rb-003-daily-backup.md',
        'rb-003-weekly-export.md',
        'rb-004-circuit-breaker-open.md',
        'rb-004-high-storage-error-rate.md',
        'rb-004-low-cache-hit-rate.md',
        'rb-005-performance.md',
        'rb-006-capacity-review.md',
        'rb-006-scaling.md',
        'rb-007-upgrade.md',
        'rb-008-on-call.md',
        'rb-008-security-audit.md',
      ]),
    )
  })
})

const parsed = new Map<string, ReadonlyMap<string, unknown>>()

function anchorsOf(file: string): ReadonlyMap<string, unknown> {
  const text = readFileSync(join(docs, file), 'utf8')
  const anchors = parsed.get(file) ?? parseRunbook({ path: file, text }).runbook.anchors
  parsed.set(file, anchors)
  return anchors
}
