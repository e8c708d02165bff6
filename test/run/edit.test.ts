import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { unifiedDiff } from '../../engine/run/change/diff.ts'
import { editText, type EditFormat } from '../../engine/run/change/edit.ts'

interface Example {
  readonly format: EditFormat
  readonly name: string
  readonly file: string
  readonly fence: string
  readonly after: string
}

const examples: readonly Example[] = [
  {
    format: 'toml',
    name: 'keys, a new key and a new table, comments kept',
    file: `# The service\nname = "orders"  # short\n\n[queue]   # work\nworkers = 3 # per host\n  retry = { max = 3, wait = "1s" }\n\n[queue.dead]\nkeep = true\n# the end\n`,
    fence: `[queue]\nworkers = 8 # more\nbatch = 50\n[queue.dead]\nkeep = false\n[log]\nlevel = "debug"\n`,
    after: `# The service\nname = "orders"  # short\n\n[queue]   # work\nworkers = 8 # per host\n  retry = { max = 3, wait = "1s" }\n  batch = 50\n\n[queue.dead]\nkeep = false\n# the end\n\n[log]\nlevel = "debug"\n`,
  },
  {
    format: 'toml',
    name: 'strings and arrays over lines, dotted and quoted keys',
    file: `text = """\n[not a table]\nx = 1 # no\n"""\nlist = [\n  1, # one\n  2,\n]\na."b.c".d = 'x # y'\n\n[[items]]\nx = 1\n[last]\nx = 1`,
    fence: `list = [3]\ntext = "short"\na."b.c".d = 5\nnew = 2001-01-01\n[last]\ny = "é"\n`,
    after: `text = "short"\nlist = [3]\na."b.c".d = 5\nnew = 2001-01-01\n\n[[items]]\nx = 1\n[last]\nx = 1\ny = "é"`,
  },
  { format: 'toml', name: 'an empty file', file: '', fence: '[a.b]\nc = 1\n', after: '[a.b]\nc = 1\n' },
  {
    format: 'toml',
    name: 'a first key above the first table',
    file: '# About it\n\n# Its table\n[a]\nx = 1\r\n',
    fence: 'top = 1\n',
    after: '# About it\n\ntop = 1\r\n\r\n# Its table\n[a]\nx = 1\r\n',
  },
  {
    format: 'yaml',
    name: 'nested keys, comments and quotes kept',
    file: `# top\nserver:\n    port: 80    # http\n    "host": 'a'   # kept\n    tags: [x, y]\n\nlist:\n  - one # first\n  - two\nlast: |\n  text\n  more\n`,
    fence: `server:\n  port: 8080\n  timeout: 5s\nlist:\n- three\n- four\nlast: done\nnew:\n  deep: "yes"\n`,
    after: `# top\nserver:\n    port: 8080    # http\n    "host": 'a'   # kept\n    tags: [x, y]\n    timeout: 5s\n\nlist:\n  - three\n  - four\nlast: done\nnew:\n  deep: "yes"\n`,
  },
  {
    format: 'yaml',
    name: 'an empty file',
    file: '# nothing yet\n',
    fence: 'a:\n  b: 1\n',
    after: '# nothing yet\na:\n  b: 1\n',
  },
  {
    format: 'yaml',
    name: 'a value that was missing',
    file: 'a:\nb: 2\n',
    fence: 'a: 1\n',
    after: 'a: 1\nb: 2\n',
  },
  {
    format: 'json',
    name: 'nested keys, comments and indentation kept',
    file: `{\n    // the port\n    "server": { "port": 80, "hosts": ["a"] },\n    "debug": false\n}\n`,
    fence: `{ "server": { "port": 8080, "hosts": ["b", "c"] }, "log": { "level": "info" } }`,
    after: `{\n    // the port\n    "server": { "port": 8080, "hosts": [\n            "b",\n            "c"\n        ] },\n    "debug": false,\n    "log": {\n        "level": "info"\n    }\n}\n`,
  },
  {
    format: 'ini',
    name: 'sections, signs and comments kept',
    file: `; about\n[Unit]\nDescription = A; not a comment\n\n[Service]\nExecStart=/bin/x -a=b\n# note\nUser=root\n`,
    fence: `[Service]\nUser=orders\nMemoryMax=8G\n[Install]\nWantedBy=multi-user.target\n`,
    after: `; about\n[Unit]\nDescription = A; not a comment\n\n[Service]\nExecStart=/bin/x -a=b\n# note\nUser=orders\nMemoryMax = 8G\n\n[Install]\nWantedBy = multi-user.target\n`,
  },
  {
    format: 'ini',
    name: 'lines without sections',
    file: 'A=1\nB=two words\n',
    fence: 'B=3\nC=4',
    after: 'A=1\nB=3\nC=4\n',
  },
]

describe.each(examples)('$format: $name', ({ format, file, fence, after }) => {
  test('is edited to the byte', () => {
    expect(editText(format, file, fence)).toBe(after)
  })
  test('a second time changes nothing', () => {
    expect(editText(format, after, fence)).toBe(after)
  })
})

test.each<[EditFormat, string, string, RegExp]>([
  ['toml', 'a = 1\n', '[[x]]\ny = 1\n', /`\[\[x\]\]` cannot be set/],
  ['toml', 'a = { b = 1 }\n', '[a]\nb = 2\n', /`a` is one value here/],
  ['toml', '[a]\nb = 1\n', 'a = 2\n', /`a` is a table here/],
  ['toml', 'a = \n', 'a = 2\n', /line 1 is not TOML/],
  ['toml', 'a = 1\nb = [1, 2\n', 'a = 2\n', /line 2 is not TOML/],
  ['yaml', 'a: {b: 1}\n', 'a:\n  c: 2\n', /written in one line/],
  ['yaml', 'a: [\n', 'a: 1\n', /not one YAML document/],
  ['yaml', '- a\n', 'a: 1\n', /not a YAML mapping/],
  ['yaml', 'a:\n  b: 1\n', 'a: 1\n', /is a mapping here/],
  ['json', '[1]', '{"a":1}', /not a JSON object/],
  ['json', '{"a":', '{"a":1}', /not a JSON object/],
  ['ini', 'A=1\nA=2\n', 'A=3\n', /`A` stands more than once/],
  ['ini', 'what is this\n', 'A=3\n', /line 1 is not `key = value`/],
])('%s: what cannot be set without guessing is refused: %j', (format, file, fence, message) => {
  expect(() => editText(format, file, fence)).toThrow(message)
})

const key = fc.constantFrom('alpha', 'beta', 'gamma', 'delta')
const scalar = fc.oneof(
  fc.integer(),
  fc.boolean(),
  fc.string({ maxLength: 12 }).map((text) => text.replaceAll(/[^ -~é]/g, '')),
)
const tree = fc.dictionary(key, fc.oneof(scalar, fc.dictionary(key, scalar, { minKeys: 1 })), { maxKeys: 4 })

type Tree = Record<string, unknown>

/** Every key set, for the two formats with parsers of their own; a table in the place of a value is refused. */
describe.each<[EditFormat, (value: Tree) => string, (text: string) => unknown]>([
  ['json', (value) => `${JSON.stringify(value, null, 3)}\n`, (text) => JSON.parse(text) as unknown],
  ['yaml', (value) => yamlText(value), (text) => parseYaml(text) ?? {}],
])('%s, any file and any fence', (format, write, read) => {
  test('reads back as the two merged, and every line that is not touched is still there', () => {
    fc.assert(
      fc.property(tree, tree, (file, fence) => {
        fc.pre(
          Object.entries(fence).every(
            ([name, value]) => !(name in file) || typeof file[name] === typeof value,
          ),
        )
        const text = `${format === 'yaml' ? '# a comment\n' : ''}${write(file)}`
        const edited = editText(format, text, write(fence))
        expect(read(edited)).toEqual(merge(file, fence))
        expect(edited.startsWith('# a comment\n')).toBe(format === 'yaml')
      }),
      { numRuns: 300 },
    )
  })
})

test('toml, any file and any fence: another parser reads the two merged', () => {
  const pairs = fc
    .sample(fc.tuple(tree, tree), { numRuns: 120, seed: 7 })
    .filter(([file, fence]) =>
      Object.entries(fence).every(([name, value]) => !(name in file) || typeof file[name] === typeof value),
    )
  const edited = pairs.map(([file, fence]) => editText('toml', tomlText(file), tomlText(fence)))
  const program =
    'import tomllib, json, sys; print(json.dumps([tomllib.loads(t) for t in json.load(sys.stdin)]))'
  const read = JSON.parse(
    execFileSync('python3', ['-c', program], { input: JSON.stringify(edited) }).toString(),
  ) as unknown
  expect(read).toEqual(pairs.map(([file, fence]) => merge(file, fence)))
})

test('a difference is unified diff text', () => {
  expect(unifiedDiff('/etc/a', 'one\ntwo\n', 'one\n2\n')).toBe(
    '--- /etc/a\n+++ /etc/a\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n',
  )
  expect(unifiedDiff('/etc/a', null, 'new\n')).toBe('--- /dev/null\n+++ /etc/a\n@@ -0,0 +1,1 @@\n+new\n')
  expect(unifiedDiff('/etc/a', 'same', 'same')).toBe('')
})

function merge(file: Tree, fence: Tree): Tree {
  const merged: Tree = { ...file }
  for (const [name, value] of Object.entries(fence)) {
    const old = merged[name]
    merged[name] = isTree(value) && isTree(old) ? { ...old, ...value } : value
  }
  return merged
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null
}

function yamlText(value: Tree): string {
  return Object.entries(value)
    .map(([name, inner]) => {
      if (!isTree(inner)) return `${name}: ${JSON.stringify(inner)}   # ${name}\n`
      return `${name}:\n${Object.entries(inner)
        .map(([key, leaf]) => `  ${key}: ${JSON.stringify(leaf)}\n`)
        .join('')}`
    })
    .join('')
}

function tomlText(value: Tree): string {
  const lines = (tree: Tree) =>
    Object.entries(tree)
      .filter(([, leaf]) => !isTree(leaf))
      .map(([name, leaf]) => `${name} = ${JSON.stringify(leaf)} # ${name}\n`)
  const tables = Object.entries(value).flatMap(([name, inner]) =>
    isTree(inner) ? [`\n[${name}]\n`, ...lines(inner)] : [],
  )
  return [...lines(value), ...tables].join('')
}
