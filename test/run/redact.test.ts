import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { redactionOf } from '../../engine/run/supervisor/mask.ts'
import { whyNotSecret } from '../../engine/run/supervisor/encodings.ts'
import { trials } from '../helpers/trials.ts'

const pem = `-----BEGIN PRIVATE KEY-----
MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj
MzEfYyjiWA4R4/M2bS1GB4t7NXp98C3SC6dVMvDuictGeurT8jNbvJZHtCSuYEvu
NMoSfm76oqFvAp8Gy0iz5sxjZmSnXyCdPEovGhLa0VzMaQ8s+CLOyS56YyCFGeJZ
-----END PRIVATE KEY-----`

/** The canaries of promise P24. */
const canaries: Readonly<Record<string, string>> = {
  plain: 'hunter2hunter2',
  eight: 'a1b2c3d4',
  quotes: `it's "quoted" \\ and $more`,
  shell: 'a b;c&d|e`f`$(g)',
  html: '<b>&"secret"\'s</b>',
  url: 'postgres://u:p@ss w0rd/%41?x=1+2',
  unicode: 'pässwörd-日本語-🔑',
  multi: pem,
  windows: 'first line\r\nsecond line',
  token: 'ghp_16C7e42F292c6912E7710c838347Ae178B4a',
  prefix: 'ghp_16C7e42F292c69',
  long: 'k3y-'.repeat(256),
  repeated: 'aaaaaaaaaaaa',
  blanks: '  padded secret  ',
  newlineEnd: 'ends-with-newline\n',
  json: '{"key":"value\\n"}',
  percent: '100%25 %41 secret',
  slash: 'a/b/c/d/e/f+g==',
  control: 'tab\there-and-\x1b[31mred',
  digits: '31415926535',
}

/** The encodings of promise P24, each made by other means than the mask's own where there are any. */
const encodings: Readonly<Record<string, (value: string) => string>> = {
  raw: (v) => v,
  crlf: (v) => v.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n'),
  base64: (v) => Buffer.from(v).toString('base64'),
  'base64 behind one byte': (v) => Buffer.from(`x${v}y`).toString('base64'),
  'base64 behind two bytes': (v) => Buffer.from(`xx${v}`).toString('base64'),
  'base64 of Basic authentication': (v) => Buffer.from(`user:${v}`).toString('base64'),
  base64url: (v) => Buffer.from(v).toString('base64url'),
  'base64 in lines': (v) => Buffer.from(v).toString('base64').replaceAll(/.{76}/g, '$&\n'),
  hex: (v) => Buffer.from(v).toString('hex'),
  'hex in capitals': (v) => Buffer.from(v).toString('hex').toUpperCase(),
  'url component': (v) => encodeURIComponent(v),
  form: (v) => new URLSearchParams({ v }).toString().slice(2),
  json: (v) => JSON.stringify(v),
  'json of json': (v) => JSON.stringify(JSON.stringify(v)),
  'shell quoted': (v) => `'${v.replaceAll("'", `'\\''`)}'`,
  html: (v) =>
    v
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;'),
  reversed: (v) => Array.from(v).reverse().join(''),
}

const redaction = redactionOf(Object.entries(canaries).map(([name, value]) => ({ name, value })))

function mask(chunks: readonly Buffer[]): string {
  const stream = redaction.stream()
  return Buffer.concat([...chunks.map((chunk) => stream.push(chunk)), stream.end()]).toString('latin1')
}

describe.each(Object.entries(encodings))('as %s', (_, encode) => {
  test.each(Object.entries(canaries))('the secret `%s` is masked at every split', (_, value) => {
    const text = Buffer.from(`before ${encode(value)} after`)
    const whole = mask([text])
    expect(whole).toContain('[secret ')
    expect(leak(whole, encode(value))).toBeUndefined()
    const step = text.length > 400 ? 7 : 1
    for (let at = 1; at < text.length; at += step) {
      expect(mask([text.subarray(0, at), text.subarray(at)])).toBe(whole)
    }
  })
})

/** A piece of 8 characters of the encoded text that is still there, unless it is the frame of a quoting. */
function leak(masked: string, encoded: string): string | undefined {
  const bytes = Buffer.from(encoded).toString('latin1')
  for (let at = 0; at + 12 <= bytes.length; at++) {
    const piece = bytes.slice(at, at + 12)
    if (masked.includes(piece)) return piece
  }
  return undefined
}

test('chunks of every size give the same, and nothing else is touched', () => {
  const parts = [
    ...Object.values(canaries),
    'ordinary text\n',
    'ghp_16C7e42F',
    'hunter2',
    'aaaaaaa',
    '-----BEGIN',
  ]
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...parts)),
      fc.array(fc.integer({ min: 1, max: 30 })),
      (texts, sizes) => {
        const text = Buffer.from(texts.join('|'))
        const chunks: Buffer[] = []
        let at = 0
        for (const size of sizes) chunks.push(text.subarray(at, (at += size)))
        chunks.push(text.subarray(at))
        expect(mask(chunks)).toBe(mask([text]))
        const harmless = texts.filter((part) => !Object.values(canaries).includes(part)).join(' ')
        expect(redaction.text(harmless)).toBe(harmless)
      },
    ),
    { numRuns: trials(300, 30_000) },
  )
})

test('a secret amid random bytes in base64 is masked whatever stands around it', () => {
  const value = canaries.token ?? ''
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ maxLength: 40 }), (before, after) => {
      const text = Buffer.concat([before, Buffer.from(value), after]).toString('base64')
      const decoded = Buffer.from(mask([Buffer.from(text)]).replaceAll(/\[.*?\]/g, ''), 'base64')
      expect(decoded.includes(value.slice(4, -4))).toBe(false)
    }),
    { numRuns: 2000 },
  )
})

test('overlapping secrets leave nothing of either', () => {
  const two = redactionOf([
    { name: 'A', value: 'abcdefghijkl' },
    { name: 'B', value: 'ghijklmnopqr' },
  ])
  expect(two.text('x abcdefghijklmnopqr y')).toBe('x [secret A] y')
  expect(two.text('x abcdefghijkl ghijklmnopqr y')).toBe('x [secret A] [secret B] y')
})

test('text that cannot be a secret is said at once, not held back', () => {
  const stream = redactionOf([{ name: 'A', value: 'abcdefghijkl' }]).stream()
  expect(stream.push(Buffer.from('waiting for it ')).toString()).toBe('waiting for it ')
  expect(stream.push(Buffer.from('abcdef')).toString()).toBe('')
  expect(stream.push(Buffer.from('g!')).toString()).toBe('abcdefg!')
})

test('how bash, Python and openssl write a secret is masked', () => {
  const value = canaries.quotes ?? ''
  const redact = redactionOf([{ name: 'A', value }])
  const said = execFileSync(
    'bash',
    ['-c', 'printf "%q\\n" "$A"; echo "${A@Q}"; declare -p A; echo -n "$A" | base64'],
    {
      env: { A: value, PATH: process.env.PATH },
    },
  ).toString()
  const masked = redact.text(said)
  expect(masked.match(/\[secret A\]/g)?.length).toBe(4)
})

test('a secret shorter than 8 characters is refused', () => {
  expect(whyNotSecret('1234567')).toMatch(/shorter than 8/)
  expect(whyNotSecret('12345678')).toBeUndefined()
})
