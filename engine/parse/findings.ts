import type { Code, Diagnostic } from '../diagnostic.ts'
import type { Span } from '../source.ts'

/** What a finding may say beside its code, place and sentence. */
export type More = Partial<Pick<Diagnostic, 'severity' | 'label' | 'help' | 'related' | 'fix'>>

/** Where the readers of one file put what they find; nothing is thrown and nothing is lost. */
export interface Findings {
  readonly path: string
  readonly list: Diagnostic[]
  /** Adds an error, or what `more.severity` says. */
  add(code: Code, span: Span, message: string, more?: More): void
}

/** An empty collection for one file. */
export function openFindings(path: string): Findings {
  const list: Diagnostic[] = []
  return {
    path,
    list,
    add: (code, span, message, more = {}) =>
      void list.push({ code, severity: 'error', message, path, span, ...defined(more) }),
  }
}

function defined(more: More): More {
  return Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined))
}
