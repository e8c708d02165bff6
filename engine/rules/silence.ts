import { type Code, type Diagnostic, codes } from '../diagnostic.ts'
import type { Runbook } from '../model.ts'
import type { Span } from '../source.ts'
import { correction } from '../suggest.ts'

/** `<!-- runbook-ignore CODE: reason -->`: an author's answer to a finding, on the spot. */
export interface Silence {
  readonly code: string
  /** Where the code stands; an empty span where it should. */
  readonly codeSpan: Span
  readonly reason: string
  /** The whole comment. */
  readonly span: Span
  /** Findings that begin here are meant. */
  readonly covers: Span
}

/** The silences that speak in one file. */
export interface Silenced {
  readonly path: string
  readonly silences: readonly Silence[]
}

/** A page with its silences. */
export const silenced = (runbook: Runbook): Silenced => ({
  path: runbook.path,
  silences: silencesOf(runbook),
})

/**
 * The silences of a page. One speaks for what stands right below it: up to the next empty line, or to the end of a fence.
 * Beside a text it speaks for its own line, and above the title for the whole file.
 */
export function silencesOf(runbook: Runbook): readonly Silence[] {
  const before = known.get(runbook)
  if (before !== undefined) return before
  const found = readSilences(runbook)
  known.set(runbook, found)
  return found
}

const known = new WeakMap<Runbook, readonly Silence[]>()

function readSilences({ comments, text, titleSpan, samples, sections }: Runbook): Silence[] {
  const marked = comments.flatMap(({ text: said, span }) => {
    const found = /^\s*runbook-ignore\b[ \t]*([^\s:]*)\s*:?([\s\S]*)$/.exec(said)
    return found ? [{ span, code: found[1] ?? '', reason: (found[2] ?? '').trim() }] : []
  })
  if (marked.length === 0) return []
  const fences = [...samples, ...sections.flatMap(({ blocks }) => blocks)].map(({ span }) => span)
  return marked.map(({ span, code, reason }) => {
    const start =
      code === '' ? span.start : text.indexOf(code, text.indexOf('runbook-ignore', span.start) + 14)
    const codeSpan = code === '' ? span : { start, end: start + code.length }
    const covers =
      span.end <= titleSpan.start ? { start: 0, end: text.length } : coveredBy(span, text, fences)
    return { code, codeSpan, reason, span, covers }
  })
}

/** Further comments may stand between one and what it is about, twenty of them. */
const stacked = /(?:[\s>]*<!--[\s\S]*?-->){0,20}[\s>]*/y
const emptyLine = /\r?\n[ \t>]*(?=\r?\n|$)/g

function coveredBy(comment: Span, text: string, fences: readonly Span[]): Span {
  const line = lineAround(comment, text)
  const beside = text.slice(line.start, comment.start) + text.slice(comment.end, line.end)
  if (!/^[\s>*+-]*$/.test(beside.replaceAll(/<!--[\s\S]*?-->/g, ''))) return line
  stacked.lastIndex = line.end
  const start = line.end + (stacked.exec(text)?.[0].length ?? 0)
  const fence = fences.find((one) => one.start <= start && start < one.end)
  if (fence) return fence
  emptyLine.lastIndex = start
  return { start, end: emptyLine.exec(text)?.index ?? text.length }
}

function lineAround({ start, end }: Span, text: string): Span {
  const next = text.indexOf('\n', end)
  return { start: text.lastIndexOf('\n', start - 1) + 1, end: next < 0 ? text.length : next }
}

/** Errors that are judgements. Of the other errors none can be silenced: nothing could run from such a page. */
const judged: ReadonlySet<Code> = new Set([
  'unresolved-placeholder',
  'undeclared-input',
  'shell-syntax',
  'ungated-destruction',
])

const canBeSilenced = ({ severity, code }: Diagnostic): boolean => severity === 'warning' || judged.has(code)

const silences = ({ code, reason, covers }: Silence, finding: Diagnostic): boolean =>
  code === finding.code &&
  reason !== '' &&
  covers.start <= finding.span.start &&
  finding.span.start < Math.max(covers.end, covers.start + 1) &&
  canBeSilenced(finding)

/** What is left of the findings in some pages when their silences are heard. */
export function unsilenced(pages: readonly Silenced[], findings: readonly Diagnostic[]): Diagnostic[] {
  const heard = new Map(pages.map(({ path, silences }) => [path, silences]))
  return findings.filter((finding) => !heard.get(finding.path)?.some((silence) => silences(silence, finding)))
}

/**
 * Silences that are no use: without a rule's name or a reason, about what cannot be silenced, or about nothing at all.
 *
 * @param findings everything that was found in this page, by itself and among others
 */
export function uselessSilences({ path, silences }: Silenced, findings: readonly Diagnostic[]): Diagnostic[] {
  return silences.flatMap((silence) => {
    const found = badSilence(silence) ?? idleSilence(silence, findings)
    return found === undefined ? [] : [{ ...found, path }]
  })
}

const isCode = (word: string | undefined): boolean => codes.some((code) => code === word)

/** `a, b: reason` and `a b: reason`: the second would be read as the reason. */
const namesMore = (code: string, reason: string): boolean =>
  isCode(code.replace(/,.*$/, '')) && (code.includes(',') || isCode(/^[\w-]+(?=\s*[,:])/.exec(reason)?.[0]))

type Finding = Omit<Diagnostic, 'path'>

function badSilence({ code, codeSpan, reason, span }: Silence): Finding | undefined {
  const base = { code: 'bad-silence', severity: 'warning' } as const
  const form = 'write `<!-- runbook-ignore CODE: reason -->`'
  if (code === '') return { ...base, span, message: 'this silence names no rule', help: form }
  if (namesMore(code, reason))
    return {
      ...base,
      span,
      message: 'a silence answers one rule, and this names more',
      help: `for each ${form}`,
    }
  if (!isCode(code))
    return {
      ...base,
      span: codeSpan,
      message: `no rule is called \`${code}\``,
      help: 'take the code from the finding: it stands in brackets',
      ...correction(code, codes, codeSpan),
    }
  if (reason === '') return { ...base, span, message: 'this silence gives no reason', help: form }
  return undefined
}

function idleSilence(silence: Silence, findings: readonly Diagnostic[]): Finding | undefined {
  if (findings.some((finding) => silences(silence, finding))) return undefined
  const { code, codeSpan, span, covers } = silence
  const refused = findings.some(
    (finding) =>
      finding.code === code && covers.start <= finding.span.start && finding.span.start < covers.end,
  )
  if (refused)
    return {
      code: 'bad-silence',
      severity: 'warning',
      span: codeSpan,
      message: `\`${code}\` cannot be silenced: nothing could run from such a page`,
      help: 'repair what it says, and delete this comment',
    }
  return {
    code: 'idle-silence',
    severity: 'warning',
    span,
    message: `this silence silences nothing: \`${code}\` finds nothing here`,
    label: 'it may be about what stood here once',
    help: 'delete the comment, or move it right above what it is about',
    fix: [{ span, text: '' }],
  }
}
