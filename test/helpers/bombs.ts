/** A text again and again, up to at least this length. */
export const fill = (text: string, length: number): string => text.repeat(Math.ceil(length / text.length))

/** Lines nested by indentation. */
export const nested = (levels: number, line = '- a'): string =>
  Array.from({ length: levels }, (_, level) => `${'  '.repeat(level)}${line}`).join('\n')

/** Texts that take the Markdown parser seconds to hours, or its stack; and the limit that each exceeds. */
export const bombs: readonly (readonly [name: string, body: string, code: string])[] = [
  ['10,000 bullets on a line', '- '.repeat(10_000), 'too-deep'],
  ['10,000 quotes on a line', '> '.repeat(10_000), 'too-deep'],
  ['a list of 500 levels', nested(500), 'too-deep'],
  ['a list of 350 levels between lines that go on lazily', nested(350, '- a\nb'), 'too-deep'],
  ['a list of 350 levels between numbers that begin no list', nested(350, '- a\n2. b'), 'too-deep'],
  ['10,000 stars on both sides', `${'*'.repeat(10_000)}a${'*'.repeat(10_000)}`, 'too-complex'],
  ['stars between letters', fill('*a', 20_000), 'too-complex'],
  ['underscores and stars', fill('*a_', 20_000), 'too-complex'],
  [
    'back-tick runs from 1 to 600',
    Array.from({ length: 600 }, (_, n) => '`'.repeat(n + 1)).join(' '),
    'too-large',
  ],
  [
    'back-tick runs on lines of their own',
    Array.from({ length: 600 }, (_, n) => `a ${'`'.repeat(n + 1)}`).join('\n'),
    'too-complex',
  ],
  ['links that never close', fill('[a](', 40_000), 'too-complex'],
  ['comments that never close', `a ${fill('<!--', 60_000)}`, 'too-complex'],
  ['a quote that goes on for 20,000 lines', `> ${'a\n'.repeat(20_000)}`, 'too-large'],
  ['a megabyte of prose', fill('word and word\n\n', 1_000_000), 'too-large'],
  ['a fence of a megabyte', `\`\`\`\n${fill('true\n', 1_000_000)}\`\`\`\n`, 'too-large'],
  ['a line of 70,000 characters', 'a'.repeat(70_000), 'too-large'],
  ['60,000 fences', fill('```\n```\n', 240_000), 'too-large'],
  [
    'stars behind a fence that a comment swallows',
    `<!--\n\n\`\`\`\n-->\n${fill('*a', 20_000)}\n`,
    'too-complex',
  ],
  ['stars behind a fence that was indented', `  \`\`\`\n\`\`\`\n${fill('*a', 20_000)}\n`, 'too-complex'],
]
