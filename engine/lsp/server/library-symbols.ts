import type { WorkspaceSymbol } from 'vscode-languageserver/node'
import { symbolsOf, type PageSymbol } from '../features/symbols.ts'
import { rangeOf, symbolKinds } from './convert.ts'
import type { EditedLibrary } from './edited-library.ts'
import type { Sheet } from './sheet.ts'

/** More than a person reads through. */
const most = 200

/** Titles, phases and sections of the library whose name, or whose runbook's id, holds the words of a query. */
export function librarySymbols(query: string, library: EditedLibrary): WorkspaceSymbol[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const found: WorkspaceSymbol[] = []
  for (const sheet of library.sheets.filter((one) => library.isRunbook(one))) {
    const { id } = sheet.runbook.frontmatter
    for (const symbol of flat(symbolsOf(sheet.runbook))) {
      const text = `${id} ${symbol.name}`.toLowerCase()
      if (words.every((word) => text.includes(word))) found.push(entry(symbol, id, sheet))
      if (found.length === most) return found
    }
  }
  return found
}

function flat(symbols: readonly PageSymbol[]): PageSymbol[] {
  return symbols.flatMap((symbol) =>
    symbol.kind === 'block' || symbol.kind === 'input' ? [] : [symbol, ...flat(symbol.children)],
  )
}

function entry({ name, kind, mark }: PageSymbol, id: string, sheet: Sheet): WorkspaceSymbol {
  const location = { uri: sheet.uri, range: rangeOf(sheet, mark) }
  return { name, kind: symbolKinds[kind], location, containerName: id }
}
