/** Whether `curl` or `wget` only fetches, and keeps nothing of it on the disk. */
export function fetches(program: string, words: readonly string[]): boolean {
  if (
    words.some((word) =>
      /^https?:\S*\/(?:-\/)?(?:re(?:load|start|boot|set)|shutdown|quit\w*|kill|stop|flush|drain|delete|failover|abort)\b/i.test(
        word,
      ),
    )
  )
    return false
  return program === 'wget' ? wgetFetches(words) : curlFetches(words)
}

function wgetFetches(words: readonly string[]): boolean {
  const prints =
    words.some((word) => /^(?:-\w*O-|--spider|--output-document=(?:-|\/dev\/(?:null|stdout)))$/.test(word)) ||
    valueOf(words, 'O', 'output-document').some(nowhere)
  return prints && !words.some((word) => /^--(?:post|body|method)/.test(word))
}

function curlFetches(words: readonly string[]): boolean {
  const methods = valueOf(words, 'X', 'request')
  const sends =
    ['d', 'F', 'T'].some((letter) => has(words, letter)) ||
    words.some((word) => /^--(?:data|form|upload-file|json|url-query-post)/.test(word))
  const asQuery = has(words, 'G') || words.includes('--get')
  const saves =
    ['O', 'J', 'c', 'D', 'K', 'Q'].some((letter) => has(words, letter)) ||
    words.some((word) => /^--(?:remote-|cookie-jar|dump-header|config|quote|output-dir|trace)/.test(word)) ||
    [...valueOf(words, 'o', 'output'), ...valueOf(words, 'D', 'dump-header')].some(
      (target) => !nowhere(target),
    )
  if (saves) return false
  return methods.length === 0
    ? !sends || asQuery
    : methods.every((method) => /^(?:GET|HEAD|OPTIONS)$/i.test(method))
}

const nowhere = (target: string): boolean => /^(?:-|\/dev\/(?:null|stdout|stderr))$/.test(target)

/** Letters that take the rest of a bundle, or the next word, as their value. */
const taking = 'XdFToHuAbeEmwxyYzrKQcDPtUC'

/** The letters of each bundle of short options, with the value that its last one takes. */
function bundles(words: readonly string[]): { letters: string; value: string | undefined }[] {
  return words.flatMap((word, index) => {
    if (
      !/^-[A-Za-z#]/.test(word) ||
      (/^-[A-Za-z#]$/.test(words[index - 1] ?? '') && taking.includes((words[index - 1] ?? '')[1] ?? ' '))
    )
      return []
    const end = Array.from(word.slice(1)).findIndex((letter) => taking.includes(letter))
    if (end < 0) return [{ letters: word.slice(1), value: undefined }]
    return [{ letters: word.slice(1, end + 2), value: word.slice(end + 2) || words[index + 1] }]
  })
}

const has = (words: readonly string[], letter: string): boolean =>
  bundles(words).some(({ letters }) => letters.includes(letter))

/** What an option is set to, in any of its spellings. */
function valueOf(words: readonly string[], letter: string, name: string): string[] {
  const short = bundles(words).flatMap(({ letters, value }) =>
    letters.endsWith(letter) ? [value ?? ''] : [],
  )
  const long = words.flatMap((word, index) =>
    word === `--${name}`
      ? [words[index + 1] ?? '']
      : word.startsWith(`--${name}=`)
        ? [word.slice(name.length + 3)]
        : [],
  )
  return [...short, ...long]
}
