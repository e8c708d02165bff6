import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where programs to compare with are kept between benches: they are no dependency of ours. */
const folder = join(tmpdir(), 'runbook-bench-peers')

/**
 * The path of a program of an npm package in this very version, installed at the first use.
 * @throws Error when npm cannot install it
 */
export function npmPeer(program: string, packages: readonly string[]): string {
  const place = join(folder, program)
  const path = join(place, 'node_modules', '.bin', program)
  if (!existsSync(path)) {
    mkdirSync(place, { recursive: true })
    writeFileSync(join(place, 'package.json'), '{ "private": true }')
    const words = ['install', '--save-exact', '--ignore-scripts', '--no-audit', '--no-fund', ...packages]
    const ended = spawnSync('npm', words, { cwd: place, encoding: 'utf8' })
    if (ended.status !== 0) throw new Error(`npm cannot install ${packages.join(' ')}: ${ended.stderr}`)
  }
  return path
}

/** Whether a program of the system is there to be compared with; a missing one is said aloud. */
export function systemPeer(program: string): boolean {
  if (spawnSync('sh', ['-c', `command -v ${program}`]).status === 0) return true
  process.stderr.write(`LEFT OUT, not installed: ${program}\n`)
  return false
}
