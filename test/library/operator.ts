import { spawn } from 'node:child_process'
import type { Operator } from './paths.ts'

/** What a person answers at each prompt of the terminal; a failure's keys come from the path. */
const answers: readonly (readonly [prompt: string, answer: string])[] = [
  ['go ahead? [y/n/?] ', 'y'],
  ['take the proposed branch? [y/number/?] ', 'y'],
  ['done? [y/n, then a note if you like] ', 'y'],
  ['how did it go? [d(one)/f(ailed)/s(kip), then a note if you like] ', 'd as agreed'],
  ['escalate to whom? (Enter: as named above) ', ''],
  ['which person was told? [a name; Enter: nobody yet] ', ''],
]
const keyPrompt = 'one key: '

export interface Ended {
  readonly exit: number | null
  readonly output: string
}

/** Runs a command whose standard input is at its end before it begins: nobody is there. */
export function runAlone(command: readonly string[], environment: NodeJS.ProcessEnv): Promise<Ended> {
  return finished(
    spawn(command[0] ?? '', command.slice(1), { env: environment, stdio: ['ignore', 'pipe', 'pipe'] }),
  )
}

/** Runs a command on a terminal of its own (through script(1)) where somebody answers every prompt. */
export function runWith(
  operator: Operator,
  command: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<Ended> {
  const line = command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ')
  const terminal = spawn('script', ['-qefc', line, '/dev/null'], { env: { ...environment, TERM: 'dumb' } })
  const keys = [...(operator.keys ?? [])]
  let unread = ''
  terminal.stdout.on('data', (bytes: Buffer) => {
    unread += bytes.toString()
    const message = unread.includes('k  keep it as it stands')
    const answer = unread.endsWith(keyPrompt) ? (message ? 'k' : (keys.shift() ?? 'q')) : lineFor(unread)
    if (answer === undefined) return
    unread = ''
    terminal.stdin.write(answer)
  })
  return finished(terminal)
}

function lineFor(screen: string): string | undefined {
  const found = answers.find(([prompt]) => screen.endsWith(prompt))
  return found === undefined ? undefined : `${found[1]}\r`
}

function finished(child: ReturnType<typeof spawn>): Promise<Ended> {
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (bytes: Buffer) => (output += bytes.toString()))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (exit) => resolve({ exit, output }))
  })
}
