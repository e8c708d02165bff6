import type { Block, Language } from '../model.ts'
import type { Span } from '../source.ts'
import { isProgram, isShell } from './blocks.ts'
import { withoutComments } from './shell/comments.ts'

/** A place in a script that its author meant somebody to fill in. */
export interface Placeholder {
  readonly text: string
  /** Offsets in the block's script. */
  readonly span: Span
  readonly form: 'angle' | 'your' | 'braces' | 'brackets'
}

interface Form {
  readonly form: Placeholder['form']
  readonly shape: RegExp
  readonly means: (match: RegExpExecArray, text: string, block: Block, closed: ReadonlySet<string>) => boolean
}

const forms: readonly Form[] = [
  { form: 'angle', shape: /<([A-Za-z][\w.-]*(?:[ |/:][\w.-]+)*)>/g, means: isAngle },
  {
    form: 'your',
    shape:
      /(?<![$\w{-])(?:YOUR[_-][A-Z0-9_-]+|your[_-][a-z0-9_-]+|CHANGE_?ME|REPLACE_(?:ME|WITH|THIS)\w*|[A-Z][A-Z0-9_]*_HERE)\b(?!=)/g,
    means: () => true,
  },
  { form: 'your', shape: /(?<![\w.$])[xX]{3,}(?![\w])/g, means: (_match, text) => !text.includes('mktemp') },
  { form: 'braces', shape: /\{\{\s*([A-Za-z_][\w-]*)\s*\}\}/g, means: isBraces },
  {
    form: 'brackets',
    shape: /(?<![\w\\[:$}])\[([A-Z]{2,}(?:[ _-][A-Z0-9]{2,})*|(?:[Yy]our|[Ii]nsert|[Ee]nter) [^\]\n]*)\]/g,
    means: isBracket,
  },
]

/**
 * Placeholders in a block that runs or writes: `<pod>`, `YOUR_TOKEN`, `{{name}}`, `[POD_NAME]`. A redirection, a here-document,
 * markup, a comparison, a Go template and a log level look alike and are told apart; comments are not read.
 */
export function placeholdersIn(block: Block): Placeholder[] {
  const text = withoutComments(block.script, block.language)
  const closed = new Set([...text.matchAll(/<\/([\w-]+)/g)].flatMap((match) => match[1] ?? []))
  return forms
    .flatMap(({ form, shape, means }) =>
      [...text.matchAll(shape)].flatMap((match): Placeholder[] =>
        means(match, text, block, closed)
          ? [{ form, text: match[0], span: { start: match.index, end: match.index + match[0].length } }]
          : [],
      ),
    )
    .sort((a, b) => a.span.start - b.span.start)
}

const voidTags = /^(?:br|hr|img|input|meta|link|col|wbr|html|head|body|p|li|td|tr|th|b|i)$/i
/** What programs print for want of a value: `<none>`, `<module>`. */
const printed =
  /^(?:none|nil|null|unknown|pending|invalid|missing|unset|not set|anonymous|module|lambda|stdin|string)$/
const programs: ReadonlySet<Language> = new Set(['python', 'node', 'sql', 'promql'])

function isAngle(match: RegExpExecArray, text: string, block: Block, closed: ReadonlySet<string>): boolean {
  const name = match[1] ?? ''
  const before = text[match.index - 1] ?? ''
  if (isShell(block) && /\w=$/.test(text.slice(0, match.index)) && !printed.test(name)) return true
  const markup = voidTags.test(name) || closed.has(name.split(/[ :]/)[0] ?? '')
  if (markup || printed.test(name) || /[<\\?P=k&]/.test(before) || /\b(?:and|or|not|in|is)\b/.test(name))
    return false
  return !programs.has(block.language) || !/[\w)\]]/.test(before)
}

/** `{{.Names}}`, `{{end}}` and templates in files that a program fills in later are not for the author. */
function isBraces(match: RegExpExecArray, _text: string, block: Block): boolean {
  const inProgram = block.language === 'python' || block.language === 'node'
  return isProgram(block) && !inProgram && !/^(?:end|else|break|continue|print|range)$/.test(match[1] ?? '')
}

const levels =
  /^(?:OK|ERROR|ERR|WARN|WARNING|INFO|DEBUG|TRACE|FATAL|CRITICAL|FAIL|FAILED|PASS|PASSED|DONE|SKIP|NOTICE|START|STOP|END|YES|NO)$/

function isBracket(match: RegExpExecArray, _text: string, block: Block): boolean {
  const name = match[1] ?? ''
  const isFile = block.language === 'toml' || block.language === 'ini'
  return !isFile && !levels.test(name) && (name.length > 3 || /[ _-]/.test(name))
}
