import { existsSync } from 'node:fs'
import { digest, type Cache } from '../../library/cache.ts'
import { isRegularFile, readSource, readText } from '../../library/library.ts'
import { linkedPaths } from '../../library/load.ts'
import type { ReadSurroundings } from '../../library/surroundings.ts'
import type { Diagnostic } from '../../diagnostic.ts'
import type { Runbook } from '../../model.ts'
import { unseen, type Steps } from '../progress.ts'
import { check, type Checked } from './check.ts'
import type { Scope } from './scope.ts'

/** What a check asked the disk beyond the texts that it was given, and what it was told. */
type Question = readonly ['file' | 'exists' | 'text', string, boolean | string]

interface Verdict {
  readonly questions: readonly Question[]
  readonly reached: readonly string[]
  readonly findings: readonly Diagnostic[]
  /** Which of the findings other files have a part in. */
  readonly between: readonly number[]
}

/**
 * The same as `check`, remembered: when the very same texts were checked on the same day with the same decisions, and
 * each question that was asked about other files has the same answer, so have the findings. Runbooks are then only
 * read and hashed.
 */
export async function verdict(
  scope: Scope,
  around: ReadSurroundings,
  cache: Cache,
  today: string,
  steps: Steps = unseen,
): Promise<Checked> {
  if (scope.decided.configuration.shellcheck) return (await check(scope, around, cache, today, steps)).checked
  const input = inputOf(scope, around, today)
  const known = cache.get('verdict', input) as Verdict | undefined
  if (known?.questions.every(holds) === true) return recall(known, scope, around)
  const { answering, questions } = listen(around)
  const { checked, runbooks } = await check(scope, answering, cache, today, steps)
  cache.set('verdict', input, verdictOf(checked, runbooks, questions))
  return { ...checked, notes: around.notes }
}

/** Everything that is read before a check begins, in one hash. */
function inputOf({ files, whole, decided }: Scope, around: ReadSurroundings, today: string): string {
  const sources = [...files.map((file) => readSource(file)), ...around.sources]
  const texts = sources.map(({ path, text, damaged }) => [path, damaged === true, text])
  const { configuration, folder, source, diagnostics } = decided
  const decisions = { whole, configuration, folder, source, diagnostics, today, around: around.diagnostics }
  return digest(JSON.stringify([process.cwd(), decisions, texts]))
}

/** Lets a check ask, and writes down what it asked. */
function listen(around: ReadSurroundings): { answering: ReadSurroundings; questions: Question[] } {
  const questions: Question[] = []
  const noted = (kind: 'file' | 'exists', answer: (path: string) => boolean) => (path: string) => {
    const said = answer(path)
    questions.push([kind, path, said])
    return said
  }
  const anchors = (path: string) => {
    questions.push(['text', path, textOf(path)])
    return around.anchors(path)
  }
  const [isFile, exists] = [noted('file', around.isFile), noted('exists', around.exists)]
  return { answering: { ...around, isFile, exists, anchors }, questions }
}

function textOf(path: string): string {
  return isRegularFile(path) ? digest(readText(path)) : ''
}

const answers: Readonly<Record<Question[0], (path: string) => boolean | string>> = {
  file: isRegularFile,
  exists: existsSync,
  text: textOf,
}

/** Whether a question still has the answer that it had. */
function holds([kind, path, answer]: Question): boolean {
  return answers[kind](path) === answer
}

function verdictOf(checked: Checked, runbooks: readonly Runbook[], asked: readonly Question[]): Verdict {
  const own = new Set(checked.paths)
  const read = new Set(runbooks.map(({ path }) => path))
  const reached = [...read].filter((path) => !own.has(path))
  const missed = new Set(runbooks.flatMap(linkedPaths).filter((path) => !read.has(path)))
  const questions: Question[] = [
    ...asked,
    ...reached.map((path): Question => ['text', path, textOf(path)]),
    ...[...missed].map((path): Question => ['file', path, false]),
  ]
  const between = checked.findings.flatMap((finding, at) => (checked.between.has(finding) ? [at] : []))
  const distinct = new Map(questions.map((question) => [question.slice(0, 2).join(' '), question]))
  return { questions: [...distinct.values()], reached, findings: checked.findings, between }
}

function recall({ findings, between, reached }: Verdict, scope: Scope, around: ReadSurroundings): Checked {
  const asked = scope.files.map((file) => readSource(file))
  const deciding = scope.decided.source ? [scope.decided.source] : []
  const sources = findings.length === 0 ? [] : reached.map((path) => readSource(path))
  return {
    findings,
    between: new Set(between.flatMap((at) => findings[at] ?? [])),
    paths: asked.map(({ path }) => path),
    sources: [...asked, ...sources, ...deciding, ...around.sources],
    notes: around.notes,
  }
}
