import type { Span } from '../../source.ts'

/** A text that is a secret by its form alone. */
export interface KnownSecret {
  readonly what: string
  readonly span: Span
}

/** The forms in which well-known services hand out secrets; each is longer than any word. */
const forms: readonly { readonly what: string; readonly shape: RegExp }[] = [
  { what: 'a private key', shape: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/g },
  { what: 'an access key of AWS', shape: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g },
  { what: 'a token of GitHub', shape: /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{60,})\b/g },
  { what: 'a token of GitLab', shape: /\bglpat-[\w-]{20,}\b/g },
  { what: 'a token of Slack', shape: /\bxox[abeoprs]-[A-Za-z0-9-]{20,}\b/g },
  { what: 'a webhook of Slack', shape: /https:\/\/hooks\.slack\.com\/services\/T\w{6,}\/B\w{6,}\/\w{20,}/g },
  { what: 'a key of Stripe', shape: /\b(?:sk|rk)_live_[A-Za-z0-9]{20,}\b/g },
  { what: 'an API key of Google', shape: /\bAIza[\w-]{35}\b/g },
  { what: 'a token of npm', shape: /\bnpm_[A-Za-z0-9]{36}\b/g },
  { what: 'a token of Vault', shape: /\bhvs\.[\w-]{24,}/g },
  { what: 'a token of PyPI', shape: /\bpypi-AgE[\w-]{50,}/g },
  { what: 'a JSON web token', shape: /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/g },
  { what: 'a key of SendGrid', shape: /\bSG\.[\w-]{22}\.[\w-]{43}\b/g },
]

/** Every text of a page that has the form of a secret. What says of itself that it is an example is none. */
export function secretsIn(text: string): KnownSecret[] {
  return forms.flatMap(({ what, shape }) =>
    [...text.matchAll(shape)]
      .filter((match) => !/EXAMPLE|example|[xX]{6}|0{8}|1234567|abcdef/.test(match[0]))
      .map((match) => ({ what, span: { start: match.index, end: match.index + match[0].length } })),
  )
}

/** A password in a command, with its place. */
export interface Credential {
  readonly span: Span
  readonly where: string
}

const value = `(?:"(?<quoted>[^"\\n]+)"|'(?<single>[^'\\n]+)'|(?<bare>[^\\s"'\`;|&<>()]+))`

/**
 * Where a password stands in a command; the value is in one of the named groups. What looks back over blanks begins with
 * `(?=\S)`: else each blank of a long row would look back over all before it.
 */
const places: readonly { readonly where: string; readonly shape: RegExp }[] = [
  {
    where: 'the option',
    shape: new RegExp(
      `(?=\\S)(?<=(?:^|\\s)--?(?:password|passwd|pass|token|api-key|apikey|secret|client-secret)(?:=|\\s+))${value}`,
      'gim',
    ),
  },
  {
    where: 'the variable',
    shape: new RegExp(
      `(?<=(?:^|[\\s;])(?:export\\s+)?(?:\\w*(?:PASSWORD|PASSWD|PASSPHRASE|TOKEN|SECRET|API_?KEY|ACCESS_KEY)|PGPASS)=)${value}`,
      'gm',
    ),
  },
  { where: 'the address', shape: /(?<=\b[a-z][a-z0-9+.-]*:\/\/[\w.%-]+:)(?<bare>[^\s:@/"'`]+)(?=@)/gi },
  {
    where: 'the header',
    shape: /(?=\S)(?<=\bAuthorization:\s*(?:Bearer|Basic|Token)\s+)(?<bare>[^\s"'`]+)/gi,
  },
  {
    where: 'the option',
    shape: /(?<=\bcurl\b[^\n|;]{0,400}\s(?:-u|--user)[\s=]*["']?[\w.@-]+:)(?<bare>[^\s"'`]+)/g,
  },
  {
    where: 'the option',
    shape: /(?<=\b(?:mysql|mysqldump|mysqladmin|mariadb)\b[^\n|;]{0,400}\s-p)(?<bare>[^\s"'`-][^\s"'`]*)/g,
  },
  { where: 'the option', shape: /(?=\S)(?<=\bsshpass\s+-p\s*)(?<bare>[^\s]+)/g },
]

/** What stands for a value, or says that it is none. */
const noValue =
  /[$<>{}*%]|^(?:true|false|null|none|stdin|-|file:.*|env:.*|\/.*|x+|\.+|redacted|hidden|your.*|change_?me|replace.*|example.*)$|…/i

/** Passwords and tokens that a command holds as they are. */
export function credentialsIn(script: string): Credential[] {
  const seen = new Set<number>()
  return places
    .flatMap(({ where, shape }) =>
      [...script.matchAll(shape)].flatMap((match): Credential[] => {
        const { quoted, single, bare } = match.groups ?? {}
        const text = quoted ?? single ?? bare ?? ''
        const start = match.index + match[0].indexOf(text)
        if (text.length < 3 || noValue.test(text) || seen.has(start)) return []
        seen.add(start)
        return [{ where, span: { start, end: start + text.length } }]
      }),
    )
    .sort((a, b) => a.span.start - b.span.start)
}
