/** Programs that look as long as their script or their options write nothing. */
export const filters: Readonly<Record<string, (words: readonly string[]) => boolean>> = {
  sed: (words) => !words.some((word) => /^-[a-zA-Z]*i|^--in-place/.test(word)) && !words.some(writesBySed),
  awk: awkLooks,
  gawk: awkLooks,
  mawk: awkLooks,
  find: (words) => !words.some((word) => /^-(?:delete|fprint\w*|fls)$/.test(word)),
  date: (words) =>
    words.every((word) => !/^(?:-s|--set)/.test(word)) &&
    plainOf(words, /^-[dfrR]$/).every((word) => word.startsWith('+')),
  tar: (words) =>
    /^-?[a-zA-Z]*t[a-zA-Z]*$/.test(words[0] ?? '') &&
    !/[xcru]/.test(words[0] ?? '') &&
    !words.some((word) => /^--(?:to-command|checkpoint-action|extract|delete)/.test(word)),
  unzip: (words) => /^-\w*[ltvZ]\w*$/.test(words[0] ?? ''),
  ip: ipLooks,
  hostname: (words) => words.every((word) => /^-[a-zA-Z]+$|^--\w+$/.test(word) && !/^-[Fb]/.test(word)),
  ifconfig: (words) => words.filter((word) => !word.startsWith('-')).length <= 1,
  ping: () => true,
  strace: () => false,
}

function writesBySed(word: string): boolean {
  return /^(?:\d+|\$|\/[^/]*\/)?\s*[wW]\s+\S|[;{}\n]\s*(?:\d+|\$|\/[^/]*\/)?\s*[wWe]\s|^\d*e\s|[/|#,]g?[0-9]*(?:w\s+\S|e(?:;|$))/.test(
    word,
  )
}

/** A program in awk writes with `>` behind a print, and starts others with `system` and pipes. */
function awkLooks(words: readonly string[]): boolean {
  if (words.some((word) => /^(?:-i|--include|-f|--file|-l|--load)/.test(word))) return false
  return !words.some((word) =>
    /\bsystem\s*\(|\bprintf?\b[^;}\n]*(?:>|\|)|"\s*\|\s*getline|\|&/.test(withoutStrings(word)),
  )
}

const withoutStrings = (program: string): string =>
  program.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""').replaceAll(/""\s*\|\s*getline/g, '"" | getline')

const plainOf = (words: readonly string[], valued: RegExp): string[] =>
  words.filter((word, index) => !word.startsWith('-') && !valued.test(words[index - 1] ?? ''))

function ipLooks(words: readonly string[]): boolean {
  const [object = '', verb = 'show'] = words.filter((word) => !word.startsWith('-'))
  return (
    /^(?:a|ad|addr|address|l|link|r|ro|route|n|neigh|neighbor|neighbour|ru|rule|maddr|maddress|tunnel|s|netns|vrf)$/.test(
      object,
    ) && /^(?:show|list|ls|lst|get|sh)$/.test(verb)
  )
}
