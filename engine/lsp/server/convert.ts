import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import {
  CompletionItemKind,
  DiagnosticSeverity,
  SymbolKind,
  type CompletionItem,
  type Diagnostic as WireDiagnostic,
  type DocumentSymbol,
  type Location,
  type Range,
  type TextEdit as WireEdit,
} from 'vscode-languageserver/node'
import type { Diagnostic, TextEdit } from '../../diagnostic.ts'
import { packageRoot } from '../../library/installation.ts'
import type { Span } from '../../source.ts'
import type { Proposal } from '../features/completion/index.ts'
import type { Place } from '../features/page.ts'
import type { PageSymbol } from '../features/symbols.ts'
import type { EditedLibrary } from './edited-library.ts'
import type { Sheet } from './sheet.ts'

/** Lines and columns of a span: both count from 0, columns in UTF-16 units. */
export function rangeOf({ lines }: Sheet, { start, end }: Span): Range {
  return { start: lines.positionAt(start), end: lines.positionAt(end) }
}

/** A place in a file that may not have been read: then it is the file's beginning. */
export function locationOf({ path, span }: Place, library: EditedLibrary): Location {
  const sheet = library.sheetOf(path)
  if (sheet !== undefined) return { uri: sheet.uri, range: rangeOf(sheet, span) }
  const start = { line: 0, character: 0 }
  return { uri: pathToFileURL(resolve(library.root, path)).href, range: { start, end: start } }
}

export function editOf(sheet: Sheet, { span, text }: TextEdit): WireEdit {
  return { range: rangeOf(sheet, span), newText: text }
}

/** The page of a rule, where the program is installed. */
export function rulePage(code: Diagnostic['code']): string {
  return join(packageRoot, 'docs', 'rules', `${code}.md`)
}

/** A finding as editors show it: the repair stands below the sentence. */
export function diagnosticOf(finding: Diagnostic, sheet: Sheet, library: EditedLibrary): WireDiagnostic {
  const { code, severity, message, help, span, related } = finding
  return {
    range: rangeOf(sheet, span),
    severity: severity === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
    code,
    codeDescription: { href: pathToFileURL(rulePage(code)).href },
    source: 'runbook',
    message: help === undefined ? message : `${message}\nhelp: ${help}`,
    ...(related === undefined
      ? {}
      : {
          relatedInformation: related.map((one) => ({
            location: locationOf(one, library),
            message: one.label,
          })),
        }),
  }
}

const proposalKinds: Readonly<Record<Proposal['kind'], CompletionItemKind>> = {
  key: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
  word: CompletionItemKind.Keyword,
  name: CompletionItemKind.Variable,
  section: CompletionItemKind.Reference,
  runbook: CompletionItemKind.File,
}

/** A proposal; `index` keeps the order that it was proposed in. */
export function completionOf(proposal: Proposal, index: number, sheet: Sheet): CompletionItem {
  const { label, kind, detail, documentation, text = label, filter, span } = proposal
  return {
    label,
    kind: proposalKinds[kind],
    sortText: String(index).padStart(4, '0'),
    textEdit: { range: rangeOf(sheet, span), newText: text },
    ...(detail ? { detail } : {}),
    ...(documentation === undefined ? {} : { documentation: { kind: 'markdown', value: documentation } }),
    ...(filter === undefined ? {} : { filterText: filter }),
  }
}

export const symbolKinds: Readonly<Record<PageSymbol['kind'], SymbolKind>> = {
  title: SymbolKind.File,
  phase: SymbolKind.Namespace,
  section: SymbolKind.Function,
  block: SymbolKind.Event,
  input: SymbolKind.Variable,
}

export function symbolOf(symbol: PageSymbol, sheet: Sheet): DocumentSymbol {
  return {
    name: symbol.name,
    detail: symbol.detail,
    kind: symbolKinds[symbol.kind],
    range: rangeOf(sheet, symbol.span),
    selectionRange: rangeOf(sheet, symbol.mark),
    children: symbol.children.map((child) => symbolOf(child, sheet)),
  }
}
