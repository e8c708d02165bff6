import { readFileSync } from 'node:fs'
import type { Hover } from 'vscode-languageserver/node'
import { codes, type Code } from '../../diagnostic.ts'
import { silencesOf } from '../../rules/silence.ts'
import { hoverAt } from '../features/hover/index.ts'
import { holds } from '../features/page.ts'
import { rangeOf, rulePage } from './convert.ts'
import { requireNewest, sheetFor, type Asked, type Desk } from './desk.ts'

/** What the text under the cursor means, and of each rule that finds something there, or is silenced, the first sentence of its page. */
export async function hoverFor(asked: Asked, desk: Desk): Promise<Hover | null> {
  const sheet = sheetFor(asked, desk)
  if (sheet === undefined) return null
  const offset = sheet.lines.offsetAt(asked.position)
  const meaning = hoverAt(desk.library.pageOf(sheet), offset)
  const findings = (await desk.checking.findings()).filter(
    ({ path, span }) => path === sheet.path && holds(span, offset),
  )
  requireNewest(sheet, asked, desk)
  const silence = silencesOf(sheet.runbook).find(({ codeSpan }) => holds(codeSpan, offset))
  const rules = new Set([
    ...findings.map(({ code }) => code),
    ...codes.filter((code) => code === silence?.code),
  ])
  const said = [...(meaning === undefined ? [] : [meaning.markdown]), ...[...rules].map(ruleMeaning)]
  if (said.length === 0) return null
  const value = said.join('\n\n---\n\n')
  const span = meaning?.span ?? findings[0]?.span ?? silence?.codeSpan
  return { contents: { kind: 'markdown', value }, ...(span ? { range: rangeOf(sheet, span) } : {}) }
}

function ruleMeaning(code: Code): string {
  return `\`${code}\` · ${firstSentence(code)}`
}

/** The page begins with the rule's name as its title; the first paragraph says what it finds. */
function firstSentence(code: Code): string {
  try {
    const [, paragraph = ''] = readFileSync(rulePage(code), 'utf8').split(/\n\n+/)
    return /^.*?[.:](?=\s|$)/s.exec(paragraph)?.[0].replaceAll('\n', ' ') ?? paragraph
  } catch {
    return 'its page is missing in this installation'
  }
}
