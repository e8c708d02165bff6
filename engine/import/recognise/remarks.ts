import type { BlockDraft } from '../draft.ts'

/**
 * What a remark demands of the output before it, when that can be measured: a text in quotes, JSON without gaps, nothing at
 * all. Anything vaguer (`should improve`) stays a sentence for the operator.
 */
export function expectationOf(remarks: readonly string[]): BlockDraft['expect'] {
  const text = remarks.join(' ').trim()
  const expected =
    /^(?:expected(?: (?:output|response|result))?|output|returns?|should (?:return|show|print|be|say)|response)\s*:?\s+(.+)$/i.exec(
      text,
    )?.[1]
  if (expected === undefined) return undefined
  const code = /^`([^`]+)`\.?$/.exec(expected)?.[1]
  if (code !== undefined)
    return /^[{[]/.test(code) ? jsonOf(code) : { text: `output contains ${JSON.stringify(code)}` }
  const shouted = /^([A-Z]{2,12})\.?$/.exec(expected)?.[1]
  if (shouted !== undefined) return { text: `output contains ${JSON.stringify(shouted)}` }
  const json = /^(\{.*\}|\[.+\])$/.exec(expected)?.[1]
  if (json !== undefined) return jsonOf(json)
  const quoted = /^["“`']([^"”`']{1,80})["”`']\.?$/.exec(expected)?.[1]
  if (quoted !== undefined) return { text: `output contains ${JSON.stringify(quoted)}` }
  if (/^(?:an? )?(?:empty(?: (?:output|result))?|no output|nothing)\.?$/i.test(expected))
    return { text: 'output is empty' }
  return undefined
}

function jsonOf(text: string): BlockDraft['expect'] {
  try {
    const value: unknown = JSON.parse(text)
    return /\.\.\.|…/.test(text) ? undefined : { language: 'json', text: JSON.stringify(value) }
  } catch {
    return undefined
  }
}

/** What a session printed, when it is so short and plain that it must come again: one word such as `active` or `PONG`. */
export function expectedWord(output: string): BlockDraft['expect'] {
  return /^[A-Za-z]{2,20}$/.test(output.trim())
    ? { text: `output contains ${JSON.stringify(output.trim())}` }
    : undefined
}
