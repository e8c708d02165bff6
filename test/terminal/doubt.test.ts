import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { oneStep } from '../cli/fixtures.ts'
import { Place, program } from '../helpers/cli.ts'
import { Terminal } from '../helpers/tmux.ts'

let place: Place
let terminal: Terminal

beforeEach(() => {
  place = new Place()
  place.write(
    'long.md',
    oneStep(
      'ONE-001',
      `**Action**

\`\`\`bash action
echo begun >> effects; echo "moved 3 of 9"; sleep 600
\`\`\`

**Verification**

\`\`\`bash verify
test -e finished
\`\`\``,
    ),
  )
})
afterEach(() => {
  terminal.close()
  place.close()
})

/** The processes of this place: the engine, its supervisor and its commands, which work in its folder. */
function processesOf(folder: string): { readonly pid: number; readonly line: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((name) => {
      const line = read(`/proc/${name}/cmdline`).replaceAll('\0', ' ')
      const mine = line.includes(folder) || read(`/proc/${name}/environ`).includes(`PWD=${folder}`)
      return mine ? [{ pid: Number(name), line }] : []
    })
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function killAll(folder: string): void {
  for (const { pid } of processesOf(folder).filter(({ line }) => !line.startsWith('tmux'))) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // it has ended meanwhile
    }
  }
}

it(
  'shows everything that is known of a command in doubt, and goes on by one key',
  { timeout: 120_000 },
  async () => {
    terminal = new Terminal([...program, 'run', 'ONE-001'], place.folder, place.environment)
    await terminal.shows('│ moved 3 of 9', 60)
    killAll(place.folder)
    terminal.close()
    terminal = new Terminal([...program, 'resume'], place.folder, place.environment)
    const screen = await terminal.shows(/one key:\s*$/, 60)
    expect(screen).toContain('IN DOUBT: nobody knows whether this action of Do it ran to its end')
    expect(screen).toContain('command:\n  │ echo begun >> effects; echo "moved 3 of 9"; sleep 600')
    expect(screen).toContain(`host: ${hostname()}\n`)
    expect(screen).toMatch(/started: 20\d\d-\d\d-\d\dT[\d:.]+Z \(attempt 1\)\n/)
    expect(screen).toContain('last output:\n  │ moved 3 of 9\n')
    expect(screen).toContain('verification:\n')
    expect(screen).toContain('✗ failed expected exit 0 · actual exit 1')
    expect(readFileSync(join(place.folder, 'effects'), 'utf8')).toBe('begun\n')
    terminal.type('d')
    await terminal.shows('how do you know?', 30)
    terminal.type('looked at the server', 'Enter')
    expect(existsSync(join(place.folder, 'finished'))).toBe(false)
    await terminal.shows(/resolved|the verification did not hold/, 60)
    expect(readFileSync(join(place.folder, 'effects'), 'utf8')).toBe('begun\n')
  },
)
