import type { TextEdit } from '../diagnostic.ts'
import type { Comparison, Condition, ConditionForm, JsonTest, Operand, Unit } from '../model.ts'
import type { Span } from '../source.ts'
import { correction } from '../suggest.ts'
import { openTokens, type Tokens } from './tokens.ts'

/** Why a text is not a condition, at the very characters. */
export interface ConditionProblem {
  readonly span: Span
  readonly message: string
  readonly help: string
  readonly fix?: readonly TextEdit[]
}

export type ParsedCondition =
  { readonly condition: Condition } | { readonly condition?: undefined; readonly problem: ConditionProblem }

/**
 * Reads one condition, such as `exit 0 and value < 80 %`. `offset` is where `text` stands in its file; all
 * spans are in the file. Never throws.
 */
export function parseCondition(text: string, offset: number): ParsedCondition {
  const tokens = openTokens(text, offset)
  try {
    return { condition: whole(tokens) }
  } catch (error) {
    if (error instanceof Unexpected) return { problem: error.problem }
    throw error
  }
}

/** Whether a text sets out to be a condition: branches with other texts are answers. */
export function looksLikeCondition(text: string): boolean {
  return /^\s*(?:not\s+)*(?:exit\s+(?:not\s+)?\d|output\s+(?:contains|matches|is)\b|value\s*(?:[<>=]|is\b)|json\s+\.|\$[A-Za-z_]|otherwise\s*$)/.test(
    text,
  )
}

class Unexpected extends Error {
  readonly problem: ConditionProblem
  constructor(problem: ConditionProblem) {
    super(problem.message)
    this.problem = problem
  }
}

const subjects = ['exit', 'output', 'value', 'json', 'otherwise', 'not']

function whole(tokens: Tokens): Condition {
  const first = single(tokens)
  const rest: Condition[] = []
  while (tokens.take('and')) rest.push(single(tokens))
  if (!tokens.done()) fail(tokens, 'the condition ends here', 'join conditions with `and`')
  if (rest.length === 0) return first
  const conditions = [first, ...rest]
  if (conditions.some(({ kind }) => kind === 'otherwise'))
    fail(tokens, '`otherwise` stands alone', 'delete the rest of the condition', first.span)
  return placed(tokens, first.span.start, { kind: 'and', conditions })
}

function single(tokens: Tokens): Condition {
  const start = tokens.here().start
  if (tokens.take('not')) return placed(tokens, start, { kind: 'not', condition: single(tokens) })
  return placed(tokens, start, form(tokens))
}

function form(tokens: Tokens): ConditionForm {
  const name = tokens.name()
  if (name !== undefined) return binding(tokens, name)
  const word = tokens.peek()
  switch (word) {
    case 'exit':
      return (tokens.skip(), exit(tokens))
    case 'output':
      return (tokens.skip(), output(tokens))
    case 'value':
      return (tokens.skip(), value(tokens))
    case 'json':
      return (tokens.skip(), json(tokens))
    case 'otherwise':
      return (tokens.skip(), { kind: 'otherwise' })
    default:
      return fail(
        tokens,
        'expected a condition',
        correction(word, subjects, tokens.here()) ?? {
          help: 'begin with `exit`, `output`, `value`, `json` or `$NAME`',
        },
      )
  }
}

function exit(tokens: Tokens): ConditionForm {
  const negated = tokens.take('not')
  const place = tokens.here()
  const code = tokens.number()
  if (code === undefined || !Number.isInteger(code) || code < 0 || code > 255) {
    return fail(tokens, 'expected an exit code', 'write `exit 0` or `exit not 0`', place)
  }
  return { kind: 'exit', code, negated }
}

function output(tokens: Tokens): ConditionForm {
  if (tokens.take('contains')) return { kind: 'output', test: 'contains', value: textOrName(tokens) }
  if (tokens.take('matches')) return { kind: 'output', test: 'matches', ...pattern(tokens) }
  if (!tokens.take('is')) return unknownTest(tokens, ['contains', 'is', 'matches'])
  refuseNot(tokens, 'output')
  if (tokens.take('empty')) return { kind: 'output', test: 'empty' }
  return { kind: 'output', test: 'is', value: textOrName(tokens) }
}

function value(tokens: Tokens): ConditionForm {
  const comparison = tokens.comparison() ?? unknownTest(tokens, ['<', '<=', '>', '>=', 'is'])
  refuseNot(tokens, 'value')
  const number = numberOrName(tokens, 'write `value < 80`, or `value < $LIMIT`')
  const unit = tokens.unit()
  return { kind: 'value', comparison, value: number, ...(unit ? { unit: unit as Unit } : {}) }
}

function json(tokens: Tokens): ConditionForm {
  const pointer =
    tokens.pointer() ?? fail(tokens, 'expected a path', 'write it as `.status` or `.items[0].name`')
  return { kind: 'json', pointer, test: jsonTest(tokens) }
}

function jsonTest(tokens: Tokens): JsonTest {
  if (tokens.take('exists')) return { kind: 'exists' }
  if (tokens.take('contains')) return { kind: 'contains', value: quoted(tokens) }
  const comparison =
    tokens.comparison() ?? unknownTest(tokens, ['is', 'exists', 'contains', '<', '<=', '>', '>='])
  refuseNot(tokens, 'json …')
  if (comparison === 'is') return { kind: 'is', value: literal(tokens) }
  return {
    kind: 'compare',
    comparison,
    value: numberOrName(tokens, 'write `json .count > 3`, or `json .count > $LIMIT`'),
  }
}

function literal(tokens: Tokens): string | number | boolean | null | Operand {
  const name = tokens.name()
  if (name !== undefined) return { name }
  const text = tokens.text()
  if (text !== undefined) return text
  const number = tokens.number()
  if (number !== undefined) return number
  if (tokens.take('true')) return true
  if (tokens.take('false')) return false
  if (tokens.take('null')) return null
  return fail(tokens, 'expected a value', 'write text in quotes, a number, `true`, `false` or `null`')
}

function binding(tokens: Tokens, name: string): ConditionForm {
  if (tokens.take('contains')) return { kind: 'binding', name, comparison: 'contains', value: bare(tokens) }
  if (tokens.take('matches')) {
    const { pattern: source, flags } = pattern(tokens)
    return { kind: 'binding', name, comparison: 'matches', value: `/${source}/${flags}` }
  }
  const comparison: Comparison =
    tokens.comparison() ?? unknownTest(tokens, ['is', 'contains', 'matches', '<', '>'])
  refuseNot(tokens, `$${name}`)
  if (comparison === 'is' && tokens.take('empty'))
    return { kind: 'binding', name, comparison: 'empty', value: '' }
  return { kind: 'binding', name, comparison, value: bare(tokens) }
}

function quoted(tokens: Tokens): string {
  const bare = tokens.peek().replaceAll(/^'|'$/g, '')
  return tokens.text() ?? fail(tokens, 'expected text in quotes', `write \`"${bare || '…'}"\``)
}

/** People say `is not`; here `not` stands before the whole. */
function refuseNot(tokens: Tokens, subject: string): void {
  if (tokens.peek() === 'not')
    fail(tokens, '`not` stands before the condition', `write \`not ${subject} is …\``)
}

function textOrName(tokens: Tokens): string | Operand {
  const name = tokens.name()
  return name === undefined ? quoted(tokens) : { name }
}

function numberOrName(tokens: Tokens, help: string): number | Operand {
  const name = tokens.name()
  return name === undefined ? (tokens.number() ?? fail(tokens, 'expected a number', help)) : { name }
}

/** What a value is compared with: another one, a number with its unit, text in quotes, or one word. */
function bare(tokens: Tokens): string | Operand {
  const name = tokens.name()
  if (name !== undefined) return { name }
  const quantity = tokens.quantity()
  if (quantity !== undefined) return quantity
  return tokens.text() ?? tokens.word() ?? fail(tokens, 'expected a value', 'write `$NAME is value`')
}

function pattern(tokens: Tokens): { pattern: string; flags: string } {
  const found = tokens.pattern() ?? fail(tokens, 'expected a pattern between slashes', 'write `/ready|done/`')
  if (found.problem !== undefined) fail(tokens, found.problem, 'write a simpler pattern', found.span)
  return { pattern: found.pattern, flags: found.flags }
}

const otherWords: Record<string, string> = { '=': 'is', '==': 'is', equals: 'is', includes: 'contains' }

function unknownTest(tokens: Tokens, tests: readonly string[]): never {
  const word = tokens.peek()
  const message = `expected ${tests.map((test) => `\`${test}\``).join(', ')}`
  if (word === '!=') return fail(tokens, message, 'write `not` before the condition, and `is`')
  const span = tokens.here()
  const meant = otherWords[word]
  const repair =
    meant === undefined
      ? correction(word, tests, span)
      : { help: `write \`${meant}\``, fix: [{ span, text: meant }] }
  return fail(tokens, message, repair ?? 'write one of them')
}

function fail(
  tokens: Tokens,
  message: string,
  repair: string | { help: string; fix?: TextEdit[] },
  span: Span = tokens.here(),
): never {
  throw new Unexpected({ span, message, ...(typeof repair === 'string' ? { help: repair } : repair) })
}

function placed(tokens: Tokens, start: number, form: ConditionForm): Condition {
  const span = { start, end: tokens.behind() }
  return { span, text: tokens.slice(span), ...form }
}
