import {
  LSPErrorCodes,
  ResponseError,
  type CancellationToken,
  type Position,
} from 'vscode-languageserver/node'
import type { Page } from '../features/page.ts'
import type { Abilities } from './capabilities.ts'
import type { Checking } from './checking.ts'
import type { EditedLibrary } from './edited-library.ts'
import type { Sheet } from './sheet.ts'

/** What every answer is made from. */
export interface Desk {
  readonly library: EditedLibrary
  readonly checking: Checking
  readonly abilities: Abilities
  /** Done when every file of the library was read once. */
  readonly allRead: Promise<void>
  /** Today as an ISO date. */
  readonly today: () => string
}

/** A request about one place of one text. */
export interface Asked {
  readonly textDocument: { readonly uri: string }
  readonly position: Position
}

/** The newest state of a text, if it is a runbook. */
export function sheetFor(
  { textDocument }: Pick<Asked, 'textDocument'>,
  { library }: Desk,
): Sheet | undefined {
  const sheet = library.sheetAt(textDocument.uri)
  return sheet !== undefined && library.isRunbook(sheet) ? sheet : undefined
}

/** Works an answer out from the newest text; `null` for what is no runbook. */
export function answer<Value>(
  asked: Asked,
  desk: Desk,
  work: (page: Page, offset: number, sheet: Sheet) => Value | undefined,
): Value | null {
  const sheet = sheetFor(asked, desk)
  if (sheet === undefined) return null
  return work(desk.library.pageOf(sheet), sheet.lines.offsetAt(asked.position), sheet) ?? null
}

/**
 * As {@link answer}, once the whole library was read, and with its drills.
 * @throws ResponseError when the question was called off, or the text has changed while the library was waited for: the
 *   place that was meant is not there any more
 */
export async function answerFromAll<Value>(
  asked: Asked,
  desk: Desk,
  calledOff: CancellationToken,
  work: (page: Page, offset: number, sheet: Sheet) => Value | undefined,
): Promise<Value | null> {
  const sheet = sheetFor(asked, desk)
  await desk.allRead
  if (calledOff.isCancellationRequested)
    throw new ResponseError(LSPErrorCodes.RequestCancelled, 'the question was called off')
  requireNewest(sheet, asked, desk)
  if (sheet === undefined) return null
  return work(desk.library.pageWithDrills(sheet), sheet.lines.offsetAt(asked.position), sheet) ?? null
}

/** @throws ResponseError when `sheet` is not the newest state of its text any more */
export function requireNewest(
  sheet: Sheet | undefined,
  asked: Pick<Asked, 'textDocument'>,
  desk: Desk,
): void {
  if (sheetFor(asked, desk) !== sheet)
    throw new ResponseError(LSPErrorCodes.ContentModified, 'the text has changed meanwhile')
}
