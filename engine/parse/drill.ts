import { basename, dirname, join } from 'node:path/posix'
import { drill as schema, type DrillFile } from '../../schemas/drill.ts'
import type { Diagnostic } from '../diagnostic.ts'
import type { Runbook, Step } from '../model.ts'
import type { Source, Span } from '../source.ts'
import { openFindings, type Findings } from './findings.ts'
import { parseRunbook } from './index.ts'
import { reportIssue, valueAt, type Described } from './issues.ts'
import { readYaml, type Place, type Yaml } from './yaml.ts'

/** A drill, as its file says it, every part with its place. Durations are milliseconds. */
export interface Drill extends Omit<DrillFile, 'before' | 'after'> {
  readonly id: string
  readonly path: string
  /** The whole text of the file. */
  readonly text: string
  readonly places: ReadonlyMap<string, Place>
  /** The runbook's path, relative like this file's own. */
  readonly target: string
  readonly before?: Checks
  readonly after?: Checks
}

/** Fences of a drill, read as the runbook that they would be; spans point into the drill's own file. */
export interface Checks {
  readonly runbook: Runbook
  readonly section: Step
}

/** Reads a drill. Nothing when it cannot be used; what is wrong is found, all of it at once. Never throws. */
export function parseDrill({ path, text }: Source): {
  readonly drill?: Drill
  readonly diagnostics: Diagnostic[]
} {
  const findings = openFindings(path)
  const yaml = readYaml(text, 0)
  for (const { code, span, message } of yaml.problems)
    findings.add(code, span, message, { help: 'write `key: value` lines, each key once' })
  const whole = { start: 0, end: text.length }
  const decoded = yaml.value === undefined ? undefined : schema.safeParse(yaml.value)
  for (const issue of decoded?.error?.issues ?? []) reportIssue(issue, yaml, whole, findings, described)
  const file = decoded?.data
  const checks = file === undefined ? {} : readChecks(file, yaml, { path, text }, findings)
  if (file !== undefined) checkWhole(file, yaml, findings)
  if (file === undefined || findings.list.length > 0) return { diagnostics: findings.list }
  const { before: _before, after: _after, ...rest } = file
  const id = basename(path).replace(/\.drill\.yaml$/, '')
  const target = join(dirname(path), file.runbook)
  return { drill: { ...rest, ...checks, id, path, text, target, places: yaml.places }, diagnostics: [] }
}

const described: Described = {
  name: 'the drill',
  example: 'runbook: page.md',
  keysAt: (path) => {
    const schemas: Readonly<Record<string, object>> = {
      '': schema.shape,
      operator: schema.shape.operator.def.innerType.shape,
      expect: schema.shape.expect.shape,
    }
    return Object.keys(schemas[path] ?? {})
  },
}

function checkWhole(file: DrillFile, { places }: Yaml, findings: Findings): void {
  const at = (path: string): Span => places.get(path)?.key ?? { start: 0, end: 0 }
  const { expect, lab, fault, proves, after } = file
  if (fault !== undefined && lab === undefined) {
    findings.add('missing-key', at('fault'), 'a fault needs a lab to be put into', {
      help: 'add `lab: NAME`; `runbook lab list` shows them',
    })
  }
  if ((expect.fails === undefined) !== (expect.because === undefined)) {
    const there = expect.fails === undefined ? 'because' : 'fails'
    const other = there === 'fails' ? 'because' : 'fails'
    findings.add('missing-key', at(`expect.${there}`), `\`${there}\` needs \`${other}\` beside it`, {
      help: `add \`${other}: …\` to \`expect\``,
    })
  }
  if (proves === 'recovery' && fault === undefined && after === undefined && expect.fails === undefined) {
    findings.add(
      'missing-key',
      at('title'),
      'this drill has neither a fault nor `after`: it proves nothing',
      {
        help: 'add `after: |` with a fence that holds only when the runbook did its work, or `proves: path` when it changes nothing',
      },
    )
  }
}

function readChecks(
  file: DrillFile,
  yaml: Yaml,
  source: Source,
  findings: Findings,
): Pick<Drill, 'before' | 'after'> {
  const names = (['before', 'after'] as const).filter((name) => file[name] !== undefined)
  const read = names.map((name) => [name, fencesAt(name, yaml, source, findings)] as const)
  return Object.fromEntries(read.filter(([, checks]) => checks !== undefined))
}

/**
 * Reads one text of fences where it stands: everything else of the file is blanked, and its key becomes a heading of
 * the same length, so that each finding and each failure points into the drill.
 */
function fencesAt(
  name: 'before' | 'after',
  { places, value }: Yaml,
  { path, text }: Source,
  findings: Findings,
): Checks | undefined {
  const place = places.get(name)
  if (place === undefined || typeof valueAt(value, [name]) !== 'string') return undefined
  const line = text.indexOf('\n', place.key.start) + 1
  if (line === 0 || !/:[ \t]*\|/.test(text.slice(place.key.start, line))) {
    findings.add('bad-value', place.value, `\`${name}\` is a text of several lines`, {
      help: `write \`${name}: |\`, and the fences below it, indented by two`,
    })
    return undefined
  }
  const blank = (part: string) => part.replace(/[^\n]/g, ' ')
  const heading = `# ${name}`.padEnd(line - 1 - place.key.start)
  const page = `${blank(text.slice(0, place.key.start))}${heading}\n${text.slice(line, place.value.end)}`
  const { runbook, diagnostics } = parseRunbook({ path, text: page })
  const found = diagnostics.filter(({ code }) => code !== 'missing-frontmatter')
  findings.list.push(...found)
  const [section] = runbook.sections
  if (found.length > 0) return undefined
  if (section?.kind !== 'step' || section.blocks.some(({ role }) => role !== 'read' && role !== 'verify')) {
    findings.add('bad-value', place.key, `\`${name}\` holds no fences that look`, {
      help: 'write fences with the role `read` or `verify`, each with its `expect`',
    })
    return undefined
  }
  return { runbook: { ...runbook, text }, section }
}
