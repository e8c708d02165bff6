import type { DrillResult } from '../../engine/drill/types.ts'
import { escapeText } from '../terminal/escape.ts'
import { lookAt } from '../terminal/style.ts'
import { problemLines } from './frame.ts'

/** Drills as JUnit reads them: a suite for each runbook, a case for each drill; what fails as expected is skipped. */
export function drillsJunit(results: readonly DrillResult[]): string {
  const suites = Map.groupBy(results, ({ runbook }) => runbook.frontmatter.id)
  const body = [...suites].map(([id, own]) => suite(id, own))
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${counts(results)}>\n${body.join('')}</testsuites>\n`
}

function suite(id: string, results: readonly DrillResult[]): string {
  return `  <testsuite name="${xml(id)}"${counts(results)}>\n${results.map(testCase).join('')}  </testsuite>\n`
}

function counts(results: readonly DrillResult[]): string {
  const of = (...status: string[]) => results.filter((result) => status.includes(result.status)).length
  const time = results.reduce((sum, { whole }) => sum + whole, 0)
  return ` tests="${results.length}" failures="${of('failed', 'ended')}" skipped="${of('fails-as-expected')}" time="${seconds(time)}"`
}

function testCase(result: DrillResult): string {
  const { drill, runbook, status, problems, whole } = result
  const head = `    <testcase classname="${xml(runbook.frontmatter.id)}" name="${xml(`${drill.id}: ${drill.title}`)}" file="${xml(drill.path)}" time="${seconds(whole)}"`
  if (status === 'passed') return `${head}/>\n`
  return `${head}>\n${bodyOf(status, result, problems[0]?.message ?? '')}    </testcase>\n`
}

function bodyOf(status: DrillResult['status'], result: DrillResult, message: string): string {
  if (status === 'fails-as-expected')
    return `      <skipped message="${xml(`fails as expected: ${result.drill.expect.because ?? ''}`)}"/>\n`
  if (status === 'ended') return '      <failure message="ended before its end"/>\n'
  const text = problemLines(result, lookAt(100, false)).join('\n')
  return `      <failure message="${xml(message)}">${xml(text)}</failure>\n`
}

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(3)

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text for an XML document: what XML cannot hold is spelled out first. */
function xml(text: string): string {
  return escapeText(text).replace(/[&<>"]/g, (character) => entities[character] ?? character)
}
