import type { ShellCommand } from '../../rules/shell/commands.ts'
import { programName } from '../../rules/shell/options.ts'

/** What kind of command never ends by itself; nothing for one that does. */
export function endlessness(commands: readonly ShellCommand[]): 'stream' | 'forward' | undefined {
  for (const command of commands) {
    const words = command.words.map((word) => word.value).filter((word) => word !== 'sudo')
    const kind = endless(programName(words[0] ?? ''), words.slice(1))
    if (kind !== undefined) return kind
  }
  return undefined
}

function endless(program: string, words: readonly string[]): 'stream' | 'forward' | undefined {
  const follows = words.some((word) => /^(?:-[a-zA-Z]*[fF]|--follow|-f\d+)$/.test(word))
  const tails = /^(?:tail|journalctl|stern|multitail)$/.test(program) || words.includes('logs')
  if (program === 'watch' || program === 'stern' || (program === 'gitlab-ctl' && words[0] === 'tail'))
    return 'stream'
  if (tails && follows) return 'stream'
  if (/^(?:kubectl|oc)$/.test(program)) {
    if (words.includes('port-forward') || words.includes('proxy')) return 'forward'
    if (words.some((word) => /^(?:-w|--watch)$/.test(word))) return 'stream'
  }
  if (program === 'tcpdump') return words.some((word) => /^-\w*c/.test(word)) ? undefined : 'stream'
  if (program === 'kafka-console-consumer') return words.includes('--max-messages') ? undefined : 'stream'
  if (/^(?:mongostat|mongotop|iftop)$/.test(program)) return 'stream'
  if (/^(?:redis|valkey)-cli$/.test(program) && words.some((word) => watching.test(word))) return 'stream'
  if (program === 'dmesg' && words.some((word) => /^(?:-w|--follow)$/.test(word))) return 'stream'
  return undefined
}

/** What `redis-cli` goes on with until somebody stops it. */
const watching = /^(?:monitor|subscribe|psubscribe|--latency|--latency-history|--latency-dist|--stat)$/i

/** Gives `top` and `ping` their end: one look, four echoes. Nothing when there is nothing to change. */
export function bounded(script: string): string | undefined {
  const ended = script
    .replaceAll(/^(\s*(?:sudo\s+)?)top\b(?![^\n]*-\w*b)/gm, '$1top -b -n 1')
    .replaceAll(/^(\s*(?:sudo\s+)?)ping6?\b(?![^\n|]*(?:-\w*c|-W|-w)\b)/gm, (found) => `${found} -c 4`)
  return ended === script ? undefined : ended
}

/** How long a stream is followed: what the words around it say, else a minute. */
export function followTime(words: string): string {
  const [, count, unit] =
    /\b(\d{1,3})[\s-]*(s(?:ec(?:ond)?s?)?|m(?:in(?:ute)?s?)?|h(?:ours?)?)\b/i.exec(words) ?? []
  return count === undefined ? '1m' : `${Math.max(1, Number(count))}${unit?.[0]?.toLowerCase() ?? 'm'}`
}
