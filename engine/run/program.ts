import { execa } from 'execa'

/** Milliseconds that a program may take to say its version. */
const patience = 2_000

/**
 * The first line that a program says about its version, without colours; nothing when it does not say so in time or
 * does not know `--version`. Nothing is asked of it on standard input.
 */
export async function versionOf(program: string): Promise<string | undefined> {
  const { stdout, failed } = await execa(program, ['--version'], {
    reject: false,
    stdin: 'ignore',
    stderr: 'ignore',
    timeout: patience,
    killDescendants: true,
    maxBuffer: 4096,
    env: { NO_COLOR: '1' },
  })
  const [line = ''] = failed ? [] : stdout.split('\n')
  return line.trim() === '' ? undefined : line.trim()
}
