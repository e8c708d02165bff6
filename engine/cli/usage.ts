/**
 * What commander says about wrong usage, in the frame of all messages: names in backticks, no full stop, and as
 * help the page that explains the command at hand.
 * @param text as commander writes it: the sentence, perhaps a suggestion in brackets
 * @param verb the command that was called; none when it is not known
 */
export function usageText(text: string, verb: string | undefined): string {
  const [sentence = '', suggestion] = text.trimEnd().split('\n')
  const near = /^\(Did you mean (?:one of )?(.*?)\??\)$/.exec(suggestion ?? '')?.[1]
  const page =
    verb === undefined ? '`runbook --help` lists the commands' : `\`runbook ${verb} --help\` explains it`
  const names = near?.split(', ').map((name) => `\`${name}\``)
  const help = names === undefined ? page : `did you mean ${names.join(' or ')}? (${page})`
  return `${headline(sentence)}\n  = help: ${help}\n`
}

function headline(sentence: string): string {
  return sentence
    .replaceAll(/'([^']*)'/g, '`$1`')
    .replace(/^(error: too many arguments for `\S+`)\. Expected .*? but got \d+: (.*)\.$/, '$1: `$2`')
    .replace(/^error: missing required argument `(.*)`$/, 'error: the argument `<$1>` is missing')
    .replace(/^error: required option `--(\S+) <(.*)>` not specified$/, 'error: `--$1` is missing')
    .replace(/^error: unknown (command|option) `(.*)`$/, 'error: there is no $1 `$2`')
    .replace(
      /^error: (?:command-argument value|option `[^`]*` argument) `(.*?)` is invalid(?: for argument `.*?`)?\. Allowed choices are (.*)\.$/,
      'error: `$1` is none of $2',
    )
    .replace(
      /^error: option `(?:-\w, )?(--[\w-]+).*?` argument `([^]*?)` is invalid\. It takes (.*)\.$/,
      'error: `$1` takes $3, and `$2` is none',
    )
    .replace(/^error: option `(--\S+).*` argument missing$/, 'error: `$1` needs a value')
}
