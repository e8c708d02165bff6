import type { BlockDraft, TextPart } from '../draft.ts'

const shells = /^(?:bash|sh|shell|zsh|console|shell-session|shellsession|terminal)$/i
const runs = /^(?:bash|sh|python|node|sql|http|promql)$/
const roles = /^(?:read|action|verify|rollback|ask|follow|write|edit|expect)$/

/**
 * A fence that is shown and never run. A shell's name would make a reader take it for a step: it is called `text`, and
 * the name stands behind that.
 */
export function sampleBlock(text: string, info: string, line: number): BlockDraft {
  const [tag = '', ...rest] = info.split(/\s+/)
  const taken =
    shells.test(tag) || roles.test(tag) || roles.test(rest[0] ?? '') || (runs.test(tag) && rest.length > 0)
  const language = taken ? `text ${info}` : info
  return {
    language: language.replace(
      /^text (?=(?:\w+ )*(?:read|action|verify|rollback|ask|follow|write|edit|expect)\b)/,
      'text - ',
    ),
    options: [],
    script: text,
    info,
    line,
  }
}

/** A sample in a part of its own. */
export function samplePart(text: string, info: string, line: number, indent = ''): TextPart {
  return { kind: 'text', pieces: [{ block: sampleBlock(text, info, line), indent }], line }
}
