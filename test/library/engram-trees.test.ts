import { globSync, readFileSync } from 'node:fs'
import { join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Branch, Runbook, Target } from '../../engine/model.ts'
import { parseRunbook } from '../../engine/parse/index.ts'

const library = join(import.meta.dirname, '..', '..', 'runbooks', 'engram')
const runbooks = new Map<string, Runbook>(
  globSync('*.md', { cwd: library }).map((file) => [
    file,
    parseRunbook({ path: file, text: readFileSync(join(library, file), 'utf8') }).runbook,
  ]),
)
const trees = [...runbooks.values()].filter(({ path }) => path.startsWith('tree-'))

const decisionsOf = ({ sections }: Runbook) => sections.filter((section) => section.kind === 'decision')
const targetsOf = ({ sections }: Runbook): Target[] =>
  sections.flatMap((section) => [
    ...(section.kind === 'decision' ? section.branches.map(({ edge }) => edge.target) : []),
    ...[section.next, section.ifItFails].flatMap((edge) => edge?.target ?? []),
  ])

describe.each(trees)('$path', (tree) => {
  test('every question is measured, and every answer is a condition', () => {
    for (const decision of decisionsOf(tree)) {
      expect(decision.ask, decision.title).toBeDefined()
      expect(decision.branches.filter(({ condition }) => condition === undefined)).toEqual([])
    }
  })

  test('every leaf leads to a runbook that resolves, or says to whom or why not', () => {
    const leads = ({ edge, note }: Branch) => {
      const { target } = edge
      if (target.kind === 'runbook') return runbooks.has(normalize(target.path))
      if (target.kind === 'outcome') return target.to !== undefined || note !== undefined
      return target.kind === 'section'
    }
    const bad = decisionsOf(tree).flatMap(({ branches }) => branches.filter((branch) => !leads(branch)))
    expect(bad).toEqual([])
  })
})

test('from the first page no issue is further than three links', () => {
  const distance = new Map([['start-here.md', 0]])
  for (const [file, steps] of distance) {
    const page = runbooks.get(file)
    for (const target of page === undefined ? [] : targetsOf(page)) {
      if (target.kind === 'runbook' && !distance.has(target.path)) distance.set(target.path, steps + 1)
    }
  }
  const issues = [...runbooks.keys()].filter((file) => file.startsWith('issue-'))
  expect(issues).toHaveLength(10)
  for (const issue of issues) expect(distance.get(issue), issue).toBeLessThan(3)
})
