import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseInputFile, parsePairs, resolveInputs, type InputSources } from '../../engine/cli/inputs.ts'
import { problemOf } from '../../engine/cli/run/input-values.ts'
import type { InputDeclaration } from '../../engine/model.ts'

const nothing: InputSources = { lab: {}, environment: {}, file: {}, flag: {} }

/** Type, values that are taken, values that are not. */
const table: readonly (readonly [InputDeclaration, readonly string[], readonly string[]])[] = [
  [
    { type: 'string' },
    ['a', 'two words', '$(id)', '; rm -rf /', '漢字'],
    ['', '-x', 'a\nb', 'a\0b', 'a\u202eb', 'x\u200b', '\x1b[2J', 'a'.repeat(8193)],
  ],
  [{ type: 'string', pattern: '[a-z]{3}' }, ['abc'], ['abcd', 'xabc\n', 'AB1', 'abc def']],
  [{ type: 'string', required: false }, ['', 'x'], ['\n']],
  [
    { type: 'integer' },
    ['0', '-3', '9007199254740991'],
    ['1.5', '9007199254740993', '0x10', '1e3', '', ' 1'],
  ],
  [{ type: 'number' }, ['1.5', '-2', '1e3'], ['NaN', 'Infinity', '1,5', '1e999', '']],
  [{ type: 'boolean' }, ['true', 'false'], ['yes', 'TRUE', '1', '']],
  [{ type: 'choice', choices: ['docker', 'systemd'] }, ['docker'], ['Docker', 'podman', '']],
  [
    { type: 'url' },
    ['http://localhost:9090', 'postgres://db/app'],
    ['localhost', 'javascript:alert(1)', 'http://a b', 'http://', '-http://x'],
  ],
  [{ type: 'path' }, ['/var/log', 'a b/c'], ['-rf', '', 'a\nb']],
  [{ type: 'duration' }, ['30s', '1h30m'], ['30', 'soon', '-5s']],
  [
    { type: 'host' },
    ['db-1.example.org', '10.0.0.1', '_a', 'localhost:50051'],
    ['host:port', '-oProxyCommand=id', 'a b', 'a;id', '.x', 'ä'],
  ],
  [
    { type: 'secret' },
    ['12345678', '-----BEGIN KEY-----\nabc\n-----END KEY-----'],
    ['1234567', 'abc\0defgh', ''],
  ],
]

describe('the value of an input', () => {
  for (const [declaration, taken, refused] of table) {
    const name = `${declaration.type}${declaration.pattern === undefined ? '' : ' with a pattern'}${declaration.required === false ? ' that may be empty' : ''}`
    it(`is checked as ${name}`, () => {
      for (const value of taken) expect([value, problemOf(value, declaration)]).toEqual([value, undefined])
      for (const value of refused)
        expect([value, typeof problemOf(value, declaration)]).toEqual([value, 'string'])
    })
  }

  it('never holds a line break, a NUL or a hidden character, whatever its type', () => {
    const hidden = fc.constantFrom('\n', '\r', '\0', '\u2028', '\u202e', '\u200d', '\x7f', '\u{e0041}')
    const open = fc.constantFrom(...table.map(([one]) => one).filter(({ type }) => type !== 'secret'))
    const taken = fc.property(fc.string(), hidden, fc.string(), open, (before, bad, after, declaration) => {
      return problemOf(before + bad + after, declaration) !== undefined
    })
    expect(fc.check(taken).failed).toBe(false)
  })

  it('is never repeated when it is a secret', () => {
    expect(problemOf('hunter2', { type: 'secret' })).toBe('is shorter than 8 characters')
  })
})

describe('inputs', () => {
  const declarations = { API: { type: 'url', default: 'http://default:1' } } as const

  it('take the last of default, lab, environment, file and flag', async () => {
    const from = async (sources: Partial<InputSources>) =>
      (await resolveInputs(declarations, { ...nothing, ...sources }, new Set(['API']))).get('API')
    const lab = { API: 'http://lab:1' }
    const environment = { RUNBOOK_INPUT_API: 'http://environment:1', API: 'http://wrong:1' }
    const file = { API: 'http://file:1' }
    const flag = { API: 'http://flag:1' }
    expect(await from({})).toMatchObject({ value: 'http://default:1', from: 'default', secret: false })
    expect(await from({ lab })).toMatchObject({ value: 'http://lab:1', from: 'lab' })
    expect(await from({ lab, environment })).toMatchObject({
      value: 'http://environment:1',
      from: 'environment',
    })
    expect(await from({ lab, environment, file })).toMatchObject({ value: 'http://file:1', from: 'file' })
    expect(await from({ lab, environment, file, flag })).toMatchObject({
      value: 'http://flag:1',
      from: 'flag',
    })
  })

  it('are asked for when nothing gives them, and named when nobody answers', async () => {
    const needed = {
      TOKEN: { type: 'secret', description: 'Token of the API.' },
      N: { type: 'integer' },
    } as const
    const names = new Set(['TOKEN', 'N'])
    const bindings = await resolveInputs(needed, nothing, names, (name) =>
      Promise.resolve(name === 'N' ? '4' : 'longenough'),
    )
    expect(bindings.get('TOKEN')).toEqual({
      name: 'TOKEN',
      value: 'longenough',
      from: 'prompt',
      secret: true,
    })
    await expect(resolveInputs(needed, nothing, names)).rejects.toMatchObject({
      status: 2,
      message: 'nothing was given for `TOKEN` (secret: Token of the API.), `N` (integer)',
    })
    expect((await resolveInputs(needed, nothing, new Set())).size).toBe(0)
  })

  it('are never secrets on the command line', async () => {
    const refused = resolveInputs(
      { TOKEN: { type: 'secret' } },
      { ...nothing, flag: { TOKEN: 'swordfish-9' } },
      new Set(['TOKEN']),
    )
    const error: unknown = await refused.catch((problem: unknown) => problem)
    expect(error).toMatchObject({ status: 2 })
    expect(String(error)).toContain('is a secret')
    expect(String(error)).not.toContain('swordfish')
  })

  it('are refused all at once, with the nearest name', async () => {
    const refused = resolveInputs(
      declarations,
      { ...nothing, flag: { AIP: 'x', API: 'nonsense' } },
      new Set(),
    )
    await expect(refused).rejects.toThrow(
      /no input is called `AIP`, did you mean `API`\?; `API` \(from --input\) is not a URL/,
    )
  })
})

describe('NAME=VALUE', () => {
  it('is split at its first equals sign', () => {
    expect(parsePairs(['A=b=c', 'B='], '--input')).toEqual({ A: 'b=c', B: '' })
    expect(() => parsePairs(['nothing'], '--input')).toThrow('takes NAME=VALUE')
  })

  it('stands one a line in a file, with comments', () => {
    expect(parseInputFile('\uFEFF# inputs\nA=1\r\n\nB= two \n', 'f')).toEqual({ A: '1', B: ' two ' })
    expect(() => parseInputFile('secret-without-a-name', 'f')).toThrow(
      '`f` holds a line that is not NAME=VALUE',
    )
  })
})
