import { programName } from '../shell/options.ts'

/** A command at the end of a pipe that stops reading before everything has been written. */
export interface EarlyEnd {
  /** What a message calls it: `head`, `grep -q`. */
  readonly name: string
  /** How to write it so that it reads to the end. */
  readonly help: string
  /** The same in full, where it is known. */
  readonly instead?: string
}

const grepNames = /^(?:[ef]?grep|zgrep)$/
const awkNames = /^[gmn]?awk$/

/** Whether a command stops reading early, and how; nothing when it reads to the end. */
export function stopsReading([program = '', ...words]: readonly string[]): EarlyEnd | undefined {
  const name = programName(program)
  if (name === 'head') return headEnd(words)
  if (grepNames.test(name)) return grepEnd(name, words)
  if (name === 'sed') return words.some(quits) ? { name: 'sed q', help: withoutQuit } : undefined
  return awkNames.test(name) && words.some(exits) ? { name: `${name} exit`, help: withoutExit } : undefined
}

/** What is left to do where a writer cannot be read to the end. */
export const cutOff = 'write `|| true` behind the pipe, where being cut off is no failure'
const withoutQuit = 'name the lines and leave out `q`, as in `sed -n 1,5p`, which reads to the end'
const withoutExit = 'leave out `exit` and keep what was found for `END`, so that it reads to the end'

/** `head -n -3` has to know the end. */
function headEnd(words: readonly string[]): EarlyEnd | undefined {
  const said = words.join(' ')
  if (/(?:^|\s)(?:-[nc]\s*|--(?:lines|bytes)[= ])-/.test(said)) return undefined
  if (/(?:^|\s)(?:-\w*c|--bytes)/.test(said)) return { name: 'head -c', help: cutOff }
  const lines = /^(?:-n ?|-|--lines[= ])?(\d*)$/.exec(said)?.[1]
  if (lines === undefined) return { name: 'head', help: 'write `sed -n 1,…p`, which reads to the end' }
  const instead = lines === '1' ? 'sed -n 1p' : `sed -n 1,${lines || '10'}p`
  return { name: 'head', help: `write \`${instead}\`, which reads to the end`, instead }
}

function grepEnd(name: string, words: readonly string[]): EarlyEnd | undefined {
  if (words.some((word) => /^-[a-zA-Z]*q|^--(?:quiet|silent)$/.test(word)))
    return { name: `${name} -q`, help: `write \`${name} … > /dev/null\`, which reads to the end` }
  return words.some((word) => /^-[a-zA-Z]*m\d*$|^--max-count/.test(word))
    ? { name: `${name} -m`, help: `write \`${name} … | sed -n 1p\` without \`-m\`, which reads to the end` }
    : undefined
}

/** `5q`, `/x/{p;q}`; the last line, `$q`, is the end. */
const quits = (word: string): boolean =>
  !word.startsWith('-') && /(?:^|[\s;{}\d/])[qQ]\d*\s*(?:[;}]|$)/.test(word)

/** An `exit` in an `END` comes when all has been read. */
const exits = (word: string): boolean => /\bexit\b/.test(word.split(/\bEND\b/)[0] ?? '')
