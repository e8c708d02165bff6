import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import ajvFormats from 'ajv-formats'
import { XMLParser } from 'fast-xml-parser'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Diagnostic } from '../../engine/diagnostic.ts'
import type { Source } from '../../engine/source.ts'
import { renderGithub } from '../../renderers/diagnostics/github.ts'
import { renderJunit } from '../../renderers/diagnostics/junit.ts'
import { renderSarif } from '../../renderers/diagnostics/sarif.ts'
import { needs } from '../helpers/programs.ts'
import { brokenFolder, sourcesIn } from '../rules/fixtures.ts'
import { findingsIn } from '../rules/page.ts'

const strange: Source = { path: 'a folder/50% <"off">.md', text: 'one\ntwo &\u0000 \ud800\n' }
const odd: Diagnostic = {
  code: 'bad-value',
  severity: 'warning',
  path: strange.path,
  span: { start: 1, end: 6 },
  message: 'a <b> & "c",\nd: 100%\u0001',
  related: [{ path: 'not/at/hand.md', span: { start: 0, end: 1 }, label: 'elsewhere' }],
  fix: [{ span: { start: 0, end: 3 }, text: 'ONE' }],
}

let findings: readonly Diagnostic[]
let sources: readonly Source[]
beforeAll(async () => {
  const broken = sourcesIn(brokenFolder)
  findings = [...(await findingsIn(broken)), odd]
  sources = [...broken, strange]
})

describe('sarif', () => {
  test('passes the schema of OASIS, and says where and what to do', () => {
    const {
      id: _id,
      $schema: _dialect,
      ...schema
    } = JSON.parse(
      readFileSync(join(import.meta.dirname, '../fixtures/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'),
    ) as Record<string, unknown>
    const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false })
    ajvFormats.default(ajv)
    const validate = ajv.compile(schema)
    const log = JSON.parse(renderSarif(findings, sources, '1.2.3')) as SarifLog
    validate(log)
    expect(validate.errors ?? []).toEqual([])
    expect(log.runs[0].results).toHaveLength(findings.length)
    expect(log.runs[0].results.at(-1)).toMatchObject({
      ruleId: 'bad-value',
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'a%20folder/50%25%20%3C%22off%22%3E.md' },
            region: { startLine: 1, startColumn: 2, endLine: 2, endColumn: 3 },
          },
        },
      ],
    })
    validate({ ...log, version: '2.0.0' })
    expect(validate.errors).toHaveLength(1)
  })
})

interface SarifLog {
  readonly runs: readonly [{ readonly results: readonly object[] }]
}

describe('junit', () => {
  test.skipIf(!needs('xmllint'))(
    'is XML for a strict parser, counts rightly, and fails for what counts',
    () => {
      const checked = [...sources.map(({ path }) => path), 'clean.md']
      const xml = renderJunit(findings, sources, checked, { strict: false })
      const linted = spawnSync('xmllint', ['--noout', '--nonet', '-'], { input: xml, encoding: 'utf8' })
      expect(`${linted.status} ${linted.stderr}`).toBe('0 ')
      const parser = new XMLParser({
        ignoreAttributes: false,
        isArray: (name) => name.startsWith('test'),
        maxNestedTags: 9,
      })
      const report = parser.parse(xml) as { testsuites: [Suite & { testsuite: Suite[] }] }
      const [all] = report.testsuites
      const errors = findings.filter(({ severity }) => severity === 'error').length
      expect(Number(all['@_failures'])).toBe(errors)
      expect(all.testsuite.flatMap((suite) => suite.testcase).filter((one) => 'failure' in one)).toHaveLength(
        errors,
      )
      expect(all.testsuite.reduce((sum, suite) => sum + Number(suite['@_tests']), 0)).toBe(
        Number(all['@_tests']),
      )
      expect(renderJunit(findings, sources, checked, { strict: true })).toContain(
        `failures="${findings.length}"`,
      )
    },
  )
})

interface Suite {
  readonly '@_tests': string
  readonly '@_failures': string
  readonly testcase: readonly object[]
}

describe('github', () => {
  test('is one line a finding, in which no text can be taken for a property', () => {
    const lines = renderGithub(findings, sources).trimEnd().split('\n')
    expect(lines).toHaveLength(findings.length)
    for (const line of lines)
      expect(line).toMatch(/^::(?:error|warning) title=[a-z-]+,file=[^:,]+(?:,\w+=\d+)*::\S/)
    expect(lines.at(-1)).toBe(
      '::warning title=bad-value,file=a folder/50%25 <"off">.md,line=1,endLine=2::a <b> & "c",%0Ad: 100%25\\u{1}%0Adocs/rules/bad-value.md',
    )
  })
})
