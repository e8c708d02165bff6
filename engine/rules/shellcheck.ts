import type { Diagnostic, TextEdit } from '../diagnostic.ts'
import type { Block, Runbook } from '../model.ts'
import { type Span, lineStarts } from '../source.ts'
import { blocksOf, isShell, spanInSource } from './blocks.ts'

/** A place as shellcheck counts it: from 1, in characters. */
export interface CheckedPlace {
  readonly line: number
  readonly endLine: number
  readonly column: number
  readonly endColumn: number
}

/** One remark of shellcheck about one script, as its format `json1` gives it. */
export interface ShellRemark extends CheckedPlace {
  readonly level: 'error' | 'warning' | 'info' | 'style'
  readonly code: number
  readonly message: string
  readonly fix: { readonly replacements: readonly (CheckedPlace & { readonly replacement: string })[] } | null
}

/** A script as it is given to shellcheck. */
export interface CheckedScript {
  readonly shell: 'bash' | 'sh'
  readonly script: string
}

/** The scripts of a runbook that are worth asking about: those that our own parser can read. */
export function scriptsOf(runbook: Runbook, findings: readonly Diagnostic[]): CheckedScript[] {
  const broken = findings.filter(({ code }) => code === 'shell-syntax' || code === 'unresolved-placeholder')
  return blocksOf(runbook).flatMap(({ block }) =>
    isShell(block) &&
    !broken.some(({ span }) => block.span.start <= span.start && span.start < block.span.end)
      ? [{ shell: block.language === 'sh' ? 'sh' : 'bash', script: block.script }]
      : [],
  )
}

/**
 * What shellcheck said of the blocks of a runbook, at the very characters of its fences.
 *
 * @param remarks gives what was said of a script; nothing for one that was not asked about
 */
export function shellcheckFindings(
  runbook: Runbook,
  remarks: (script: string) => readonly ShellRemark[] | undefined,
): Diagnostic[] {
  return blocksOf(runbook).flatMap(({ block }) =>
    isShell(block) ? (remarks(block.script) ?? []).map((remark) => finding(runbook.path, block, remark)) : [],
  )
}

function finding(path: string, block: Block, remark: ShellRemark): Diagnostic {
  const text = remark.message.replace(/\.$/, '').replaceAll(/(?<!\w)'([^']+)'(?!\w)/g, '`$1`')
  const fix = remark.fix?.replacements.map((one): TextEdit => ({
    span: placed(block, one),
    text: one.replacement,
  }))
  return {
    code: 'shellcheck',
    severity: 'warning',
    path,
    message: `${text.charAt(0).toLowerCase()}${text.slice(1)}`,
    span: placed(block, remark),
    label: `SC${remark.code}`,
    help: `see https://www.shellcheck.net/wiki/SC${remark.code}`,
    ...(fix && { fix }),
  }
}

function placed(block: Block, { line, column, endLine, endColumn }: CheckedPlace): Span {
  const start = offsetIn(block.script, line, column)
  return spanInSource(block, start, Math.max(start, offsetIn(block.script, endLine, endColumn)))
}

/** The UTF-16 offset of a place that is counted in characters. */
function offsetIn(script: string, line: number, column: number): number {
  const start = lineStarts(script)[line - 1] ?? script.length
  const before = Array.from(script.slice(start)).slice(0, column - 1)
  return start + before.join('').length
}
