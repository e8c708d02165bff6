import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'

const root = import.meta.dirname
const dist = join(root, 'dist')

/** Programs that start by themselves; everything else is a chunk that a verb loads when it needs it. */
const entries = {
  runbook: 'engine/cli/main.ts',
  supervisor: 'engine/run/supervisor/main.ts',
  request: 'engine/run/request/main.ts',
  change: 'engine/run/change/main.ts',
}

/** Names the text of the engine, so that nothing that an older engine cached is ever believed. */
function engineDigest(): string {
  const files = globSync(['{engine,renderers,schemas}/**/*.{ts,tsx}', 'package-lock.json'], { cwd: root }).sort()
  const hash = createHash('sha256')
  for (const file of files) hash.update(file).update(readFileSync(join(root, file)))
  return hash.digest('hex').slice(0, 16)
}

async function bundle(): Promise<void> {
  const input = Object.fromEntries(
    Object.entries(entries).filter(([, file]) => existsSync(join(root, file))),
  )
  const build = await rolldown({
    cwd: root,
    input,
    platform: 'node',
    external: [/^(ink|react|execa|libpg-query|@bomb\.sh\/tab)(\/|$)/],
    transform: { define: { 'process.env.RUNBOOK_ENGINE': JSON.stringify(engineDigest()) } },
  })
  await build.write({
    dir: dist,
    format: 'esm',
    minify: { compress: true, mangle: false, codegen: false },
    chunkFileNames: 'parts/[name]-[hash].js',
    sourcemap: true,
  })
  await build.close()
}

/** Runs the program once for each verb that must start fast, so that its compiled code lies ready. */
function warm(): void {
  const launcher = join(root, 'bin', 'runbook.cjs')
  for (const words of [['--version'], ['--help'], ['list'], ['validate']]) {
    spawnSync(process.execPath, [launcher, ...words], { cwd: root, stdio: 'ignore' })
  }
}

rmSync(dist, { recursive: true, force: true })
await bundle()
if (!process.argv.includes('--cold')) warm()
