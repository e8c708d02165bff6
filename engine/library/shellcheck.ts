import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CheckedScript, ShellRemark } from '../rules/shellcheck.ts'
import type { Cache } from './cache.ts'

/**
 * Remarks that other rules make with more knowledge, or that are wrong for a block: names that the frontmatter gives
 * (2154) or that later blocks read (2034), `local x=$(…)` (2155), files that are sourced (1090, 1091), no `#!` (2148), a
 * redirection of what `sudo` prints into a file of one's own (2024).
 */
const excluded = 'SC1090,SC1091,SC2024,SC2034,SC2148,SC2154,SC2155'

/** What the engine starts every script with. */
const opening: Readonly<Record<CheckedScript['shell'], string>> = { bash: 'set -euo pipefail', sh: 'set -eu' }

/** Files that one shellcheck is given. */
const batch = 400

/**
 * What shellcheck says of some scripts, by their texts: its errors and warnings. One process for many scripts, and none
 * for those that it was asked about before. Nothing when it is not installed.
 */
export function askShellcheck(
  scripts: readonly CheckedScript[],
  cache: Cache,
): ReadonlyMap<string, readonly ShellRemark[]> | undefined {
  const answers = new Map<string, readonly ShellRemark[]>()
  const open: CheckedScript[] = []
  for (const one of scripts) {
    const known = cache.get('shellcheck', `${one.shell}\n${one.script}`) as ShellRemark[] | undefined
    if (known !== undefined) answers.set(one.script, known)
    else if (!answers.has(one.script)) open.push(one)
  }
  for (let from = 0; from < open.length; from += batch) {
    const asked = open.slice(from, from + batch)
    const said = run(asked)
    if (said === undefined) return undefined
    asked.forEach((one, index) => {
      const remarks = said.get(index) ?? []
      answers.set(one.script, remarks)
      cache.set('shellcheck', `${one.shell}\n${one.script}`, remarks)
    })
  }
  return answers
}

/** Remarks by the index of the script. */
function run(scripts: readonly CheckedScript[]): Map<number, ShellRemark[]> | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'runbook-shellcheck-'))
  try {
    const names = scripts.map(({ shell, script }, index) => {
      const name = `${index}.${shell}`
      writeFileSync(join(folder, name), `${opening[shell]}\n# shellcheck shell=${shell}\n${script}\n`)
      return name
    })
    const words = ['--norc', '-f', 'json1', '-S', 'warning', '-e', excluded, '--', ...names]
    const { spawnSync } = process.getBuiltinModule('node:child_process')
    const ended = spawnSync('shellcheck', words, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 })
    return ended.error === undefined ? byScript(ended.stdout) : undefined
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The lines that the engine put above a script are taken off again. */
const above = 2

function byScript(output: string): Map<number, ShellRemark[]> {
  const { comments } = JSON.parse(output) as { comments: (ShellRemark & { readonly file: string })[] }
  const found = new Map<number, ShellRemark[]>()
  for (const { file, ...remark } of comments) {
    const index = Number.parseInt(file, 10)
    const fix = remark.fix && { replacements: remark.fix.replacements.map(lowered) }
    found.set(index, [...(found.get(index) ?? []), { ...lowered(remark), fix }])
  }
  return found
}

function lowered<Place extends { readonly line: number; readonly endLine: number }>(place: Place): Place {
  return { ...place, line: place.line - above, endLine: place.endLine - above }
}
